import type { GuestName } from '../../../grammar/guests.js';
import { placesIn } from '../../compile.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Lifted } from '../../firmware/lift.js';
import { namespaceOf } from '../../firmware/namespace.js';
import { placeInTables, type ReadTable } from '../../firmware/rules/rules.js';
import { answersToDiagnostics, type GuestAnswer, judgeGuest, type PlaceOf } from '../../guest/judge.js';
import { guestsNamed } from '../../guest/names.js';
import type { Verdict } from '../../guest/rule.js';
import { type GuestSubject, subjectOfFirmware, subjectOfTable } from '../../guest/subject.js';
import { readSpec } from '../../spec/read.js';
import type { CompiledSource } from '../files/compile-file.js';

/** The verdicts of guests on a spec or on tables. */
interface GuestVerdicts {
  readonly answers: readonly GuestAnswer[];
  readonly diagnostics: readonly Diagnostic[];
}

interface GuestQuestion {
  /** Named on the command line: a refusal is an error. */
  readonly guest?: readonly GuestName[];
  readonly cpu?: string;
}

/** The named guests, by default those of the spec. */
export async function guestsOfSpec(
  { compiled, texts }: CompiledSource,
  { guest, cpu }: GuestQuestion,
): Promise<GuestVerdicts> {
  const [file, text] = [...texts][0] ?? [];
  if (!compiled || file === undefined || text === undefined) return { answers: [], diagnostics: [] };
  const { value: spec } = await readSpec(text, file);
  if (!spec) return { answers: [], diagnostics: [] };
  const table = { ...compiled.table, ...(cpu !== undefined && { cpuModel: cpu }) };
  const guests = guest ?? guestsNamed(table.os);
  return verdicts(guests, subjectOfTable(table), placesIn(spec, table), guest !== undefined);
}

/** The named guests: tables name none. */
export function guestsOfFirmware(
  tables: readonly (ReadTable & { readonly signature: string })[],
  lifted: Lifted,
  { guest = [], cpu }: GuestQuestion,
): GuestVerdicts {
  if (guest.length === 0) return { answers: [], diagnostics: [] };
  const whole = tables.some(({ signature }) => signature === 'DSDT');
  const namespace = namespaceOf(tables.map(({ terms }) => terms));
  const subject = subjectOfFirmware(lifted, namespace, { whole, ...(cpu !== undefined && { cpuModel: cpu }) });
  return verdicts(guest, subject, placesInTables(tables, lifted), true);
}

function verdicts(
  guests: readonly GuestName[],
  subject: GuestSubject,
  placeOf: PlaceOf,
  named: boolean,
): GuestVerdicts {
  const answers = guests.map((guest) => judgeGuest(guest, subject));
  const diagnostics = answersToDiagnostics(answers, placeOf);
  if (named) return { answers, diagnostics: diagnostics.map((one) => raised(one, answers)) };
  return { answers, diagnostics: diagnostics.filter((one) => one.severity === 'warning') };
}

/** `--guest NAME` makes a refusal an error, so scripts can rely on the exit status. */
function raised(one: Diagnostic, answers: readonly GuestAnswer[]): Diagnostic {
  const refuses = answers.some(
    ({ verdict, because }) => verdict === 'refused' && because.some((code) => code === one.code),
  );
  return refuses ? { ...one, severity: 'error' } : one;
}

/** Of an object that is defined twice, the second definition is the one to look at. */
function placesInTables(tables: readonly ReadTable[], { cpc, psd }: Lifted): PlaceOf {
  return ({ code, at }) => {
    const named = () => [...cpc, ...psd].filter(({ path }) => path === at.path);
    const object = at.object ?? named()[code === 'guest/defined-twice' ? 1 : 0];
    return placeInTables({ ...at, ...(object && { object }) }, tables);
  };
}

const WORDS: Readonly<Record<Verdict, string>> = {
  accepted: 'accepted',
  unranked: 'accepted, but not ranked',
  refused: 'refused',
};

/** A line for each guest. */
export function answerLines(
  { answers, about }: { readonly answers: readonly GuestAnswer[]; readonly about: string },
  several: boolean,
): string[] {
  const width = Math.max(...answers.map(({ guest }) => guest.length));
  const lines = answers.map(({ guest, verdict, because }) => {
    const why = because.length > 0 ? ` (${because.join(', ')})` : '';
    return `${guest.padEnd(width)}  ${WORDS[verdict]}${why}`;
  });
  return several ? [`${about}:`, ...lines.map((line) => `  ${line}`)] : lines;
}

/** The worst verdict of each guest over all inputs. */
export function answersToJson(answers: readonly GuestAnswer[]): Record<string, unknown> {
  const order: readonly Verdict[] = ['accepted', 'unranked', 'refused'];
  const json: Record<string, { verdict: Verdict; because: readonly string[] }> = {};
  for (const { guest, verdict, because } of answers) {
    const known = json[guest];
    if (known && order.indexOf(known.verdict) > order.indexOf(verdict)) continue;
    const more = known?.verdict === verdict ? known.because : [];
    json[guest] = { verdict, because: [...new Set([...more, ...because])] };
  }
  return json;
}
