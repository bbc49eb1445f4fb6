import { GUEST_ROWS, type GuestName, type GuestRow } from '../../grammar/guests.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { identityOf } from '../diagnostics/identity.js';
import { list } from '../diagnostics/words.js';
import { LINUX_MACHINE } from './linux-machine.js';
import { LINUX_NEXT } from './linux-next.js';
import { LINUX_PACKAGES } from './linux-packages.js';
import { LINUX_PSD } from './linux-psd.js';
import { LINUX_RANKING } from './linux-ranking.js';
import { LINUX_REGISTERS } from './linux-registers.js';
import { applies, type GuestCode, type GuestFinding, type GuestRule, type Verdict } from './rule.js';
import type { GuestSubject } from './subject.js';
import { WINDOWS } from './windows.js';

/** Everything that is known of what guests ask for. */
export const GUEST_RULES: readonly GuestRule[] = [
  ...LINUX_PACKAGES,
  ...LINUX_REGISTERS,
  ...LINUX_PSD,
  ...LINUX_MACHINE,
  ...LINUX_RANKING,
  ...LINUX_NEXT,
  ...WINDOWS,
];

/** What one guest does with a table, and by which rules. */
export interface GuestAnswer {
  readonly guest: GuestName;
  readonly verdict: Verdict;
  readonly because: readonly GuestCode[];
  readonly findings: readonly GuestFinding[];
}

/** Asks one guest. A table that is refused is not asked whether it ranks. */
export function judge(name: GuestName, subject: GuestSubject): GuestAnswer {
  const guest: GuestRow = GUEST_ROWS.find((row) => row.guest === name) ?? GUEST_ROWS[0];
  const asked = GUEST_RULES.filter((rule) => applies(rule, guest)).map((rule) => ({
    ...rule,
    findings: rule.check(subject, guest),
  }));
  const hit = (effect: GuestRule['effect']) =>
    asked.filter((rule) => rule.effect === effect && rule.findings.length > 0);
  const [refusing, unranking, telling] = [hit('refused'), hit('unranked'), hit('told')];
  const verdict = refusing.length > 0 ? 'refused' : unranking.length > 0 ? 'unranked' : 'accepted';
  const because = verdict === 'refused' ? refusing : unranking;
  // Boot words help only a guest that is going to rank.
  const told = verdict === 'accepted' ? telling : telling.filter(({ code }) => code !== 'guest/linux-boot-words');
  return {
    guest: name,
    verdict,
    because: [...new Set(because.map(({ code }) => code))],
    findings: [...because, ...told].flatMap(({ findings }) => findings),
  };
}

/** Which guests a code is about, by what it means to them. */
export function rulesOf(code: string): { effect: GuestRule['effect']; guests: GuestName[] }[] {
  return GUEST_RULES.filter((rule) => rule.code === code).map((rule) => ({
    effect: rule.effect,
    guests: GUEST_ROWS.filter((row) => applies(rule, row)).map((row) => row.guest),
  }));
}

/** Where a finding is: told by whoever knows the spec or the tables. */
export type PlaceOf = (finding: GuestFinding) => Place | undefined;

/** What the guests' answers come to, each thing once with the guests and the objects that it is true of. */
export function answersToDiagnostics(answers: readonly GuestAnswer[], placeOf: PlaceOf): Diagnostic[] {
  const groups = new Map<string, { first: GuestFinding; guests: Set<string>; paths: Set<string> }>();
  for (const { guest, findings } of answers) {
    for (const one of findings) {
      const key = keyOf(one);
      const group = groups.get(key) ?? { first: one, guests: new Set(), paths: new Set() };
      groups.set(key, group);
      group.guests.add(guest);
      for (const path of pathsOf(one)) group.paths.add(path);
    }
  }
  return [...groups.values()].map(({ first, guests, paths }) => told(first, [...guests], [...paths], placeOf));
}

/** Each processor of a spec has a `_CPC` of its own, also where several are asked for as one. */
function pathsOf({ cpc, path = '' }: GuestFinding): string[] {
  if (!cpc) return [path];
  return cpc.path.endsWith('._CPC') ? cpc.processors.map((processor) => `${processor}._CPC`) : [cpc.path];
}

function keyOf({ code, facts, entry }: GuestFinding): string {
  return identityOf([code, entry, facts]);
}

function told(one: GuestFinding, guests: readonly string[], paths: readonly string[], placeOf: PlaceOf): Diagnostic {
  const where = paths.length > 1 ? `${paths[0]} and ${paths.length - 1} more` : (paths[0] ?? '');
  return diagnostic(one.code, placeOf(one), {
    ...one.facts,
    guests: list(guests, 'and'),
    many: guests.length > 1,
    where,
  } as never);
}
