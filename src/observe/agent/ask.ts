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

/** Base64 of 16 MiB, where the agent cuts an output, and what is around it. */
export const MOST_ANSWER = 24 * 1024 * 1024;

/** Reads a line of the agent. */
export function answerOf(line: string): AgentAnswer {
  const value = parsed(line);
  if (value === undefined) return { kind: 'failed', how: 'not-json', text: line.slice(0, 200) };
  if ('error' in value) {
    const { desc, class: name } = { ...(value['error'] as Record<string, unknown> | null) };
    const text = String(desc ?? name ?? 'unknown error');
    return { kind: 'error', text, isBlocked: isBlocked(text, String(name)) };
  }
  return { kind: 'return', value: value['return'] };
}

/** The words of QEMU 2 to 11 for a command that the guest's policy has switched off. */
export function isBlocked(text: string, name = ''): boolean {
  return name === 'CommandNotFound' || /been disabled|been blocked|not allowed|not (?:been )?found/.test(text);
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
