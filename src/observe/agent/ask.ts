// The QEMU guest agent speaks JSON, one object a line: qga/qapi-schema.json of QEMU. Where its commands go, a transport decides.

export interface AgentCommand {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

export type AgentAnswer =
  | { readonly kind: 'return'; readonly value: unknown }
  /** The agent answers with an error. */
  | { readonly kind: 'error'; readonly text: string; readonly isBlocked: boolean }
  /** No answer came. */
  | { readonly kind: 'failed'; readonly how: NoAgent; readonly text: string };

export type NoAgent =
  | 'no-program'
  | 'no-libvirt'
  | 'no-socket'
  | 'not-connected'
  | 'no-domain'
  | 'timeout'
  | 'ended'
  | 'failed'
  | 'too-long'
  | 'not-json';

export type Ask = (command: AgentCommand) => Promise<AgentAnswer>;

/** Base64 of 8 MiB, the limit for a report, and what is around it. */
export const MOST_ANSWER = 12 * 1024 * 1024;

/** More of an error is not shown. */
const MOST_TEXT = 1000;

/** Reads a line of the agent. */
export function answerOf(line: string): AgentAnswer {
  const value = parsed(line);
  if (value === undefined) return { kind: 'failed', how: 'not-json', text: line.slice(0, MOST_TEXT) };
  if ('error' in value) {
    const { desc, class: name } = { ...(value['error'] as Record<string, unknown> | null) };
    const text = [desc, name, 'unknown error'].find((one) => typeof one === 'string') as string;
    return { kind: 'error', text: text.slice(0, MOST_TEXT), isBlocked: name === 'CommandNotFound' || isBlocked(text) };
  }
  return { kind: 'return', value: value['return'] };
}

/** The words of QEMU 2 to 11 for a command that the guest's policy has switched off. */
export function isBlocked(text: string): boolean {
  return /been disabled|been blocked|not allowed|not (?:been )?found/.test(text);
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
