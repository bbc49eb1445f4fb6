import { counted, type Feedback, feedbackFindings } from '../../../cpc/feedback.js';
import { type CpcPackage, packagesOf } from '../../../cpc/package.js';
import { type Finding, groupEqual, objectsText, toDiagnostic } from '../../../cpc/rules/finding.js';
import { type Diagnostic, type Place, problemIn } from '../../../diagnostics/diagnostic.js';
import { count, list } from '../../../diagnostics/words.js';
import { machineFacts } from '../../../firmware/facts.js';
import { firmwareProblems, placeInTables } from '../../../firmware/rules/rules.js';
import type { Machine } from '../../../firmware/sources.js';
import type { GuestAnswer } from '../../../guest/judge.js';
import type { HostFacts } from '../../../hyperv/host-facts.js';
import { contentsOf, missingCpcNotes, notReturnedNotes } from '../../../inspect/table-contents.js';
import { type CompiledSource, compileInput } from '../../files/compile-file.js';
import { type HostOptions, readHostFacts } from '../../files/host-facts.js';
import type { Input } from '../../files/input.js';
import { type Given, readGiven } from '../../files/machines.js';
import { withoutAllowed } from '../../terminal/exit.js';
import { SCHEMAS } from '../../terminal/json.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { type CheckedProcessor, processorsOfSpec, processorsOfTables } from '../../views/checked-processors.js';
import { answerLines, answersToJson, guestsOfFirmware, guestsOfSpec, linuxLines } from '../../views/guest-verdicts.js';
import { windowsSteps } from '../../views/next/guest-steps.js';

export interface CheckOptions extends CommonOptions, HostOptions {
  readonly variant?: string;
  /** Guests to predict; by default those of the spec, and releases of Linux for tables. */
  readonly guest?: readonly string[];
  /** QEMU CPU model of the guest; by default the spec's. */
  readonly cpu?: string;
  /** Readings of a processor's counters. */
  readonly feedbackCtrs?: readonly Feedback[];
}

/** The options, with what they say about the hosts. */
interface Request extends CheckOptions {
  readonly host: HostFacts;
}

/** The result of one path. */
interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** The path, and the number of packages of tables. */
  readonly about: string;
  readonly texts?: ReadonlyMap<string, string>;
  readonly answers: readonly GuestAnswer[];
  readonly processors: readonly CheckedProcessor[];
  /** True for tables that could be read: the verdict of Linux is part of the result. */
  readonly isFirmware?: true;
  /** What a Windows guest of a spec needs before it ranks its cores. */
  readonly steps?: readonly string[];
}

/** Checks specs and tables against the rules; writes nothing. */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const { host, ...read } = await readHostFacts(options);
  const checked: Checked[] = [];
  for (const given of await readGiven(paths, 'spec or table'))
    checked.push(await checkGiven(given, { ...options, host }));
  const answers = checked.flatMap((one) => one.answers);
  return report(options, {
    diagnostics: [...read.diagnostics, ...checked.flatMap(({ diagnostics }) => diagnostics)],
    texts: new Map([...read.texts, ...checked.flatMap(({ texts }) => [...(texts ?? [])])]),
    lines: [
      ...checked.flatMap((one) => resultLines(one, options, checked.length > 1)),
      ...(options.guest
        ? checked.flatMap((one) => answerLines(one, checked.length > 1))
        : checked.flatMap((one) => (one.isFirmware ? linuxLines(one, checked.length > 1) : (one.steps ?? [])))),
    ],
    facts: {
      schema: SCHEMAS.check,
      processors: checked.flatMap(({ processors }) => processors),
      guests: answersToJson(answers),
    },
  });
}

/** Nothing for a single path with notes: the summary counts them. */
function resultLines({ about, diagnostics }: Checked, options: CheckOptions, several: boolean): string[] {
  const shown = withoutAllowed(diagnostics, options);
  if (shown.length === 0) return [`${about}: no problems found${exceptAllowed(diagnostics)}`];
  const onlyNotes = shown.every((one) => one.severity === 'note');
  return several && onlyNotes ? [`${about}: ${count(shown.length, 'note')}`] : [];
}

/** What --allow left out is a problem all the same: a guest below may not rank because of it. */
function exceptAllowed(allowed: readonly Diagnostic[]): string {
  const codes = [...new Set(allowed.map(({ code }) => code))];
  return codes.length > 0 ? `, except what --allow suppresses: ${list(codes, 'and')}` : '';
}

async function checkGiven(given: Given, options: Request): Promise<Checked> {
  switch (given.kind) {
    case 'unread':
      return { diagnostics: given.diagnostics, about: given.name, answers: [], processors: [] };
    case 'machine':
      return checkFirmware(given.machine, options);
    case 'spec':
      return checkSpec(given.input, options);
  }
}

async function checkSpec(input: Input, options: Request): Promise<Checked> {
  const compiled = await compileVariants(input, options);
  const guests = await guestsOfSpec(compiled, options);
  const packages = compiled.compiled ? packagesOf(compiled.compiled.table) : [];
  const feedback = feedbackNotes(packages, options, () => ({ file: input.name }));
  const found = [...compiled.diagnostics, ...guests.diagnostics, ...feedback];
  const { answers } = guests;
  const reported = { answers, diagnostics: withoutAllowed(found, options) };
  return {
    diagnostics: found,
    about: input.name,
    texts: compiled.texts,
    answers,
    ...(compiled.compiled && { steps: windowsSteps(compiled.compiled) }),
    processors: compiled.compiled ? processorsOfSpec(compiled.compiled, reported) : [],
  };
}

function notesWithoutCpc(machines: ReturnType<typeof contentsOf>): Diagnostic[] {
  return [...missingCpcNotes(machines), ...notReturnedNotes(machines)];
}

/** The tables of one machine may refer to each other. */
function checkFirmware({ tables, diagnostics, name }: Machine, options: CheckOptions): Checked {
  // What guests make of tables that could not be read is not known.
  if (tables.length === 0) return { diagnostics, about: name, answers: [], processors: [] };
  const facts = machineFacts(tables.map(({ table }) => table));
  const read = tables.map(({ name: file, table }) => ({ file, table }));
  const packages = facts.cpc.length;
  const none = facts.processors.some(({ cpc }) => cpc) ? [] : notesWithoutCpc(contentsOf(tables));
  const guests = guestsOfFirmware(read, facts, options);
  const feedback = feedbackNotes(facts.cpc, options, ({ at }) => placeInTables(at, read));
  const found = [...diagnostics, ...none, ...firmwareProblems(read, facts), ...guests.diagnostics, ...feedback];
  const { answers } = guests;
  return {
    diagnostics: found,
    answers,
    isFirmware: true,
    processors: processorsOfTables(read, facts, { answers, diagnostics: withoutAllowed(found, options) }),
    about: packages === 0 ? name : `${name}, ${count(packages, '_CPC package')}`,
  };
}

/** What the counters of --feedback-ctrs mean; one note for processors with equal numbers. */
function feedbackNotes(
  packages: readonly CpcPackage[],
  { feedbackCtrs = [] }: CheckOptions,
  placeOf: (found: Finding) => Place,
): Diagnostic[] {
  const feedback = counted(feedbackCtrs);
  if (!feedback) return [];
  return groupEqual(feedbackFindings(packages, feedback)).map((equal) => {
    const [first] = equal as [Finding];
    return toDiagnostic(first, placeOf(first), {}, objectsText(equal));
  });
}

/** Without --variant, checks every variant of the spec. */
async function compileVariants(input: Input, { variant, host }: Request): Promise<CompiledSource> {
  const first = await compileInput(input, { ...(variant !== undefined && { variant }), host, guests: false });
  const others = first.compiled && variant === undefined ? first.compiled.table.variants : [];
  const found = [...first.diagnostics];
  const known = new Set(first.diagnostics.map(problemIn));
  for (const other of others.filter((name) => name !== first.compiled?.table.variant)) {
    const { diagnostics } = await compileInput(input, { variant: other, host, guests: false });
    const more = diagnostics.filter((one) => !known.has(problemIn(one)));
    found.push(...more.map((one) => ({ ...one, message: `${one.message} (variant "${other}")` })));
  }
  return { ...first, diagnostics: found };
}
