import type { GuestName } from '../../../grammar/guests.js';
import { placesIn } from '../../compile.js';
import { cpuModelOf } from '../../cpc/cpu-model.js';
import type { CpcTable } from '../../cpc/ir.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { identityOf } from '../../diagnostics/identity.js';
import type { MachineFacts } from '../../firmware/facts.js';
import { objectPlaces } from '../../firmware/object-places.js';
import { placeInTables, type ReadTable } from '../../firmware/rules/rules.js';
import {
  answersToDiagnostics,
  type GuestAnswer,
  isShownForSpec,
  judgeGuest,
  type PlaceOf,
  type SeverityOf,
} from '../../guest/judge.js';
import { VERDICTS, type Verdict } from '../../guest/rule.js';
import { type GuestSubject, ownerOf, subjectOfFirmware, subjectOfTable } from '../../guest/subject.js';
import { readSpec } from '../../spec/read.js';
import { guestsNamed } from '../../versions/guest.js';
import type { CompiledSource } from '../files/compile-file.js';

/** The verdicts of guests on a spec or on tables. */
interface GuestVerdicts {
  readonly answers: readonly GuestAnswer[];
  readonly diagnostics: readonly Diagnostic[];
}

interface GuestQuestion {
  /** Named on the command line: a refusal is an error. */
  readonly guest?: readonly string[];
  readonly cpu?: string;
  readonly strict?: true;
}

/** The named guests, by default those of the spec. */
export async function guestsOfSpec(
  { compiled, texts }: CompiledSource,
  { guest, cpu, strict }: GuestQuestion,
): Promise<GuestVerdicts> {
  const [file, text] = [...texts][0] ?? [];
  if (!compiled || file === undefined || text === undefined) return { answers: [], diagnostics: [] };
  const { value: spec } = await readSpec(text, file);
  if (!spec) return { answers: [], diagnostics: [] };
  const table = cpu === undefined ? compiled.table : withModel(compiled.table, cpu);
  const guests = guestsNamed(guest ?? table.os, table.architecture);
  return verdicts(guests, subjectOfTable(table), placesIn(spec, table), guest !== undefined, strict);
}

/** The vendor of the spec's own model is not that of the host, which a key of the spec may name. */
function withModel({ vendor, ...table }: CpcTable, cpuModel: string): CpcTable {
  const ofHost = cpuModelOf(table.cpuModel) ? table.hostVendor : vendor;
  return { ...table, cpuModel, ...(ofHost && { vendor: ofHost }) };
}

/** The named guests; tables name none, so by default several releases of Linux. */
export function guestsOfFirmware(
  tables: readonly ReadTable[],
  facts: MachineFacts,
  { guest, cpu, strict }: GuestQuestion,
): GuestVerdicts {
  const trees = tables.map(({ table }) => table);
  const subject = subjectOfFirmware(trees, facts, cpu);
  const guests = guestsNamed(guest ?? ['linux'], subject.architecture);
  const places = objectPlaces(trees, () => facts.machine.paths());
  const placeOf: PlaceOf = ({ at }) => {
    const object = at.object ?? (at.path === undefined ? undefined : places.ofPath(at.path));
    return placeInTables({ ...at, ...(object && { object }) }, tables);
  };
  return verdicts(guests, subject, placeOf, guest !== undefined, strict);
}

function verdicts(
  guests: readonly GuestName[],
  subject: GuestSubject,
  placeOf: PlaceOf,
  named: boolean,
  strict?: true,
): GuestVerdicts {
  const answers = guests.map((guest) => judgeGuest(guest, subject));
  const of = (severityOf?: SeverityOf) => answersToDiagnostics(answers, placeOf, ownerOf(subject), severityOf);
  return { answers, diagnostics: named ? of(severityForNamed(strict)) : of().filter(isShownForSpec) };
}

/** `--guest NAME` makes a refusal an error, and with --strict a guest counts that does not rank: scripts rely on the exit status. */
function severityForNamed(strict?: true): SeverityOf {
  return (severity, decides) => {
    if (decides === 'refused' || decides === 'harmful') return 'error';
    return strict && severity === 'note' ? 'warning' : severity;
  };
}

const WORDS: Readonly<Record<Verdict, string>> = {
  accepted: 'accepted',
  none: 'no _CPC',
  unranked: 'accepted, but not ranked',
  refused: 'refused',
  harmful: 'harmful',
};

const HOSTS = { amd: ['AMD', 'Intel'], intel: ['Intel', 'AMD'] } as const;

interface GuestLines {
  readonly answers: readonly (Omit<GuestAnswer, 'guest' | 'findings'> & { readonly guest: string })[];
  readonly about: string;
}

/** A line for each guest. */
export function answerLines({ answers, about }: GuestLines, several: boolean): string[] {
  const width = Math.max(...answers.map(({ guest }) => guest.length));
  const lines = answers.map(({ guest, verdict, because, unless }) => {
    const why = because.length > 0 ? ` (${because.join(', ')})` : '';
    return `${guest.padEnd(width)}  ${unless ? hostsText(unless) : ''}${WORDS[verdict]}${why}`;
  });
  return several ? [`${about}:`, ...lines.map((line) => `  ${line}`)] : lines;
}

/** The same for the releases of Linux that tables are judged for without --guest: one line, unless they differ. */
export function linuxLines({ answers, about }: GuestLines, several: boolean): string[] {
  const [first, ...others] = answers;
  if (!first) return [];
  const verdictOf = ({ verdict, because, unless }: (typeof answers)[number]) => identityOf([verdict, because, unless]);
  const isOne = others.every((one) => verdictOf(one) === verdictOf(first));
  return answerLines({ answers: isOne ? [{ ...first, guest: 'linux' }] : answers, about }, several);
}

/** `ranked on an AMD host only; on an Intel host `, before the verdict there. */
function hostsText({ host_vendor, verdict }: NonNullable<GuestAnswer['unless']>): string {
  const [host, other] = HOSTS[host_vendor];
  return `${verdict === 'accepted' ? 'ranked' : WORDS[verdict]} on an ${host} host only; on an ${other} host `;
}

/** The worst verdict of each guest over all inputs. */
export function answersToJson(answers: readonly GuestAnswer[]): Record<string, unknown> {
  const json: Record<string, Omit<GuestAnswer, 'guest' | 'findings'>> = {};
  for (const { guest, verdict, because, unless } of answers) {
    const known = json[guest];
    if (known && VERDICTS.indexOf(known.verdict) > VERDICTS.indexOf(verdict)) continue;
    const same = known?.verdict === verdict ? known : undefined;
    // Two inputs depend on the vendor only if both do.
    const depends = unless && (!same || same.unless);
    const codes = [...new Set([...(same?.because ?? []), ...because])];
    json[guest] = { verdict, because: codes, ...(depends && { unless }) };
  }
  return json;
}
