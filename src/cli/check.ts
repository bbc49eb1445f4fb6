import { decodeTable } from '../aml/table.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { isTable, readInput } from './input.js';
import { type CommonOptions, report } from './report.js';
import { compileInput } from './source.js';

export interface CheckOptions extends CommonOptions {
  readonly variant?: string;
}

/** Runs the rules over specs and tables, and writes nothing. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const found: (readonly Diagnostic[])[] = [];
  const texts = new Map<string, string>();
  const lines: string[] = [];
  for (const path of paths) {
    const { value: input, diagnostics: unread } = await readInput(path);
    found.push(unread);
    if (!input) continue;
    const one = isTable(input) ? decodeTable(input.bytes, input.name) : await compileInput(input, options.variant);
    if ('texts' in one) for (const [name, text] of one.texts) texts.set(name, text);
    found.push(one.diagnostics);
    const worst = one.diagnostics.some((problem) => problem.severity !== 'note');
    if (!worst) lines.push(`${input.name}: nothing to object to`);
  }
  return report(options, { diagnostics: found.flat(), texts, lines, facts: { guests: {} } });
}
