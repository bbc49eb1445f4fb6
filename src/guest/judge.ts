import { GUEST_ROWS, type GuestName, type GuestRow } from '../../grammar/guests.js';
import { groupEqual, objectsText, toDiagnostic } from '../cpc/rules/finding.js';
import type { Diagnostic, Place } from '../diagnostics/diagnostic.js';
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

/** Every known requirement of a guest. */
export const GUEST_RULES: readonly GuestRule[] = [
  ...LINUX_PACKAGES,
  ...LINUX_REGISTERS,
  ...LINUX_PSD,
  ...LINUX_MACHINE,
  ...LINUX_RANKING,
  ...LINUX_NEXT,
  ...WINDOWS,
];

/** The verdict of one guest on a table, with the rules that decided it. */
export interface GuestAnswer {
  readonly guest: GuestName;
  readonly verdict: Verdict;
  readonly because: readonly GuestCode[];
  readonly findings: readonly GuestFinding[];
}

/** Predicts what one guest does with a table. The ranking of a refused table is not reported. */
export function judgeGuest(name: GuestName, subject: GuestSubject): GuestAnswer {
  const guest = guestRow(name);
  const checked = GUEST_RULES.filter((rule) => applies(rule, guest)).map((rule) => ({
    ...rule,
    findings: rule.check(subject, guest),
  }));
  const hit = (effect: GuestRule['effect']) =>
    checked.filter((rule) => rule.effect === effect && rule.findings.length > 0);
  const [refusing, unranking, advising] = [hit('refused'), hit('unranked'), hit('advice')];
  const verdict = refusing.length > 0 ? 'refused' : unranking.length > 0 ? 'unranked' : 'accepted';
  const because = verdict === 'refused' ? refusing : unranking;
  // Boot parameters help only a guest that ranks.
  const advice = verdict === 'accepted' ? advising : advising.filter(({ code }) => code !== 'guest/linux-boot-words');
  return {
    guest: name,
    verdict,
    because: [...new Set(because.map(({ code }) => code))],
    findings: [...because, ...advice].flatMap(({ findings }) => findings),
  };
}

function guestRow(name: GuestName): GuestRow {
  const row = GUEST_ROWS.find(({ guest }) => guest === name);
  if (!row) throw new Error(`there is no guest "${name}"`);
  return row;
}

/** The guests of a code, by effect. */
export function rulesOf(code: string): { effect: GuestRule['effect']; guests: GuestName[] }[] {
  return GUEST_RULES.filter((rule) => rule.code === code).map((rule) => ({
    effect: rule.effect,
    guests: GUEST_ROWS.filter((row) => applies(rule, row)).map((row) => row.guest),
  }));
}

/** The place of a finding in the spec or the tables. */
export type PlaceOf = (found: GuestFinding) => Place | undefined;

/** The diagnostics of the guests' answers; equal findings become one, with its guests and objects. */
export function answersToDiagnostics(answers: readonly GuestAnswer[], placeOf: PlaceOf): Diagnostic[] {
  const findings = answers.flatMap(({ guest, findings }) => findings.map((one) => ({ ...one, guest })));
  return groupEqual(findings).map((equal) => {
    const [first] = equal as [(typeof equal)[number]];
    const guests = [...new Set(equal.map(({ guest }) => guest))];
    const reported = { guests: list(guests, 'and'), many: guests.length > 1, where: objectsText(equal) };
    return toDiagnostic(first, placeOf(first), reported);
  });
}
