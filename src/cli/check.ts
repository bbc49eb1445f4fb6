import { decodeTable } from '../aml/table.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { type Input, isTable, readInput } from './input.js';
import { type CommonOptions, report } from './report.js';
import { type CompiledSource, compileInput } from './source.js';

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
    const one = isTable(input) ? decodeTable(input.bytes, input.name) : await compileVariants(input, options.variant);
    if ('texts' in one) for (const [name, text] of one.texts) texts.set(name, text);
    found.push(one.diagnostics);
    const worst = one.diagnostics.some((problem) => problem.severity !== 'note');
    if (!worst) lines.push(`${input.name}: nothing to object to`);
  }
  return report(options, { diagnostics: found.flat(), texts, lines, facts: { guests: {} } });
}

/** Without a variant asked for, the rules run over each: a mistake in one that is not built today is one all the same. */
async function compileVariants(input: Input, asked?: string): Promise<CompiledSource> {
  const first = await compileInput(input, asked);
  const others = first.compiled && asked === undefined ? first.compiled.table.variants : [];
  const found = [...first.diagnostics];
  for (const variant of others.filter((name) => name !== first.compiled?.table.variant)) {
    const { diagnostics } = await compileInput(input, variant);
    const more = diagnostics.filter((one) => !first.diagnostics.some((known) => sameProblem(known, one)));
    found.push(...more.map((one) => ({ ...one, message: `${one.message} (variant "${variant}")` })));
  }
  return { ...first, diagnostics: found };
}

function sameProblem(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.message === b.message && JSON.stringify(a.place) === JSON.stringify(b.place);
}
