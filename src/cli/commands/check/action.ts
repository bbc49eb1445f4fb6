import type { GuestName } from '../../../../grammar/guests.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import { count } from '../../../diagnostics/words.js';
import { tablesOfDump } from '../../../firmware/acpidump.js';
import { liftTables } from '../../../firmware/lifted.js';
import { firmwareProblems } from '../../../firmware/rules/rules.js';
import { readSet, type Sources } from '../../../firmware/sources.js';
import type { GuestAnswer } from '../../../guest/judge.js';
import { findingsOf, nothingFound } from '../../../inspect/findings.js';
import { type CompiledSource, compileInput } from '../../files/compile-file.js';
import { type Input, isTable, readInput } from '../../files/input.js';
import { isFolder, readTables } from '../../files/tables.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { answerLines, answersToJson, guestsOfFirmware, guestsOfSpec } from '../../views/guest-verdicts.js';

export interface CheckOptions extends CommonOptions {
  readonly variant?: string;
  /** Guests to ask; without them a spec's own, of tables none. */
  readonly guest?: readonly GuestName[];
  /** QEMU's name of the guest's processor; default: the spec's. */
  readonly cpu?: string;
}

/** What checking one path came to. */
interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** What the path is, told where there is nothing to object to. */
  readonly about: string;
  readonly texts?: ReadonlyMap<string, string>;
  readonly answers: readonly GuestAnswer[];
}

/** Runs the rules over specs and tables, and writes nothing. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const checked: Checked[] = [];
  for (const path of paths) checked.push(await checkPath(path, options));
  const fine = checked.filter(({ diagnostics }) => diagnostics.every((one) => one.severity === 'note'));
  const answers = checked.flatMap((one) => one.answers);
  return report(options, {
    diagnostics: checked.flatMap(({ diagnostics }) => diagnostics),
    texts: new Map(checked.flatMap(({ texts }) => [...(texts ?? [])])),
    lines: [
      ...fine.map(({ about }) => `${about}: nothing to object to`),
      ...(options.guest ? checked.flatMap((one) => answerLines(one, checked.length > 1)) : []),
    ],
    facts: { guests: answersToJson(answers) },
  });
}

async function checkPath(path: string, options: CheckOptions): Promise<Checked> {
  if (isFolder(path)) return checkFirmware(await readTables([path]), path, options);
  const { value: input, diagnostics } = await readInput(path, 'spec or table');
  if (!input) return { diagnostics, about: path, answers: [] };
  if (isFirmware(input)) return checkFirmware(readSet([input], 0), input.name, options);
  const compiled = await compileVariants(input, options.variant);
  const asked = await guestsOfSpec(compiled, options);
  return {
    diagnostics: [...compiled.diagnostics, ...asked.diagnostics],
    about: input.name,
    texts: compiled.texts,
    answers: asked.answers,
  };
}

function isFirmware(input: Input): boolean {
  return isTable(input) || tablesOfDump(input.bytes) !== undefined;
}

/** The tables of one path belong to one machine and refer to each other. */
function checkFirmware({ tables, diagnostics }: Sources, name: string, options: CheckOptions): Checked {
  const lifted = liftTables(tables.map(({ table }) => table));
  const read = tables.map(({ name: file, table: { terms, header } }) => ({ file, terms, signature: header.signature }));
  const packages = lifted.cpc.length;
  const none = packages === 0 ? nothingFound(findingsOf(tables)) : [];
  const asked = guestsOfFirmware(read, lifted, options);
  return {
    diagnostics: [...diagnostics, ...none, ...firmwareProblems(read, lifted), ...asked.diagnostics],
    answers: asked.answers,
    about: packages === 0 ? name : `${name}, ${count(packages, '_CPC package')}`,
  };
}

/** Without a variant asked for, the rules run over each: a mistake in one that is not built today is one all the same. */
async function compileVariants(input: Input, asked?: string): Promise<CompiledSource> {
  const first = await compileInput(input, asked, undefined, false);
  const others = first.compiled && asked === undefined ? first.compiled.table.variants : [];
  const found = [...first.diagnostics];
  for (const variant of others.filter((name) => name !== first.compiled?.table.variant)) {
    const { diagnostics } = await compileInput(input, variant, undefined, false);
    const more = diagnostics.filter((one) => !first.diagnostics.some((known) => sameProblem(known, one)));
    found.push(...more.map((one) => ({ ...one, message: `${one.message} (variant "${variant}")` })));
  }
  return { ...first, diagnostics: found };
}

function sameProblem(a: Diagnostic, b: Diagnostic): boolean {
  return a.code === b.code && a.message === b.message && JSON.stringify(a.place) === JSON.stringify(b.place);
}
