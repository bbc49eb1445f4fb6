import { jsonText } from '../../diagnostics/words.js';

/** The version of each command's JSON, where it is not 1. */
export const SCHEMAS = { boot: 2, check: 2, diff: 2, inspect: 2, observe: 2 } as const;

/** Whether a command line has --json; behind `--` it would be the name of a file. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--json');
}

/** What --json prints for wrong usage, with the message of commander. */
export function usageJson(command = '', message: string): string {
  const schema = (SCHEMAS as Readonly<Record<string, number>>)[command] ?? 1;
  const text = message === '(outputHelp)' ? 'no command is given' : message.replace(/^error: /, '').trimEnd();
  return jsonText({ schema, error: { kind: 'usage', message: text }, diagnostics: [] });
}
