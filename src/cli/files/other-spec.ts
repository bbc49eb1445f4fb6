// Two specs of one folder whose tables have the same name. A spec `a` that is split into tables makes a-1.aml, a-2.aml …, and
// a spec `a-1` makes a-1.aml: whichever is built last would give its table to the guest of the other. So neither is built.

import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import type { Output } from '../../emit/format.js';
import { compileFile } from './compile-file.js';
import { statOf } from './input.js';
import type { Build } from './stale-parts.js';

/** The other formats have one file for all tables. */
const FILE_PER_TABLE: readonly string[] = ['aml', 'asl'];

/** The specs beside this one, or in the folder of the outputs, that have an output of the same name. */
export async function otherSpecs(build: Build, outputs: readonly Output[]): Promise<Diagnostic[]> {
  const { stem, compiled } = build;
  const own = compiled.parts.length > 1 ? specsNamedLikeParts(build, outputs) : [];
  const [, base, number] = /^(.+)-([1-9]\d{0,3})$/.exec(stem) ?? [];
  return base === undefined ? own : [...own, ...(await specsSplitInto(build, base, Number(number), outputs))];
}

function specsNamedLikeParts(build: Build, outputs: readonly Output[]): Diagnostic[] {
  return build.compiled.parts.flatMap((_, i) => {
    const part = `${build.stem}-${i + 1}`;
    const [output] = outputs.filter(({ file }) => file.startsWith(`${part}.`));
    return output ? specsOf(build, part).map((spec) => conflict(build, output, spec, build.compiled.parts.length)) : [];
  });
}

async function specsSplitInto(build: Build, base: string, number: number, outputs: readonly Output[]) {
  const found: Diagnostic[] = [];
  for (const spec of specsOf(build, base)) {
    const { compiled } = await compileFile(spec, { guests: false });
    const parts = compiled?.parts.length ?? 1;
    const output = outputs.find(({ format }) => FILE_PER_TABLE.includes(format));
    if (output && parts > 1 && number <= parts) found.push(conflict(build, output, spec, parts));
  }
  return found;
}

function specsOf({ from, folder }: Build, stem: string): string[] {
  const files = [...new Set([from, folder].map((where) => join(where, `${stem}.toml`)))];
  return files.filter((file) => statOf(file)?.isFile());
}

function conflict({ folder }: Build, { file }: Output, spec: string, parts: number): Diagnostic {
  return diagnostic('cli/output-of-another-spec', { file: join(folder, file) }, { spec, parts });
}
