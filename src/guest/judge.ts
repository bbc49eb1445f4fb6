import type { CpuVendor } from '../../grammar/cpu-models.js';
import { type GuestFamily, type GuestName, NEWEST_LINUX, NEXT_LINUX } from '../../grammar/guests.js';
import type { Release } from '../../grammar/release.js';
import { OFFERED_GUESTS } from '../../grammar/spec-keys.js';
import { finding, groupEqual, objectsText, toDiagnostic } from '../cpc/rules/finding.js';
import { CATALOG } from '../diagnostics/catalog.js';
import type { Diagnostic, Place } from '../diagnostics/diagnostic.js';
import { list } from '../diagnostics/words.js';
import { type Guest, guestOf } from '../versions/guest.js';
import { isSince, releaseText } from '../versions/release.js';
import { LINUX_CAPACITY } from './linux-capacity.js';
import { LINUX_FIXED_HARDWARE } from './linux-fixed-hardware.js';
import { LINUX_MACHINE } from './linux-machine.js';
import { LINUX_NEXT } from './linux-next.js';
import { LINUX_PACKAGES } from './linux-packages.js';
import { LINUX_PSD } from './linux-psd.js';
import { LINUX_RANKING } from './linux-ranking.js';
import { LINUX_REGISTERS } from './linux-registers.js';
import {
  type AnswerFinding,
  applies,
  type GuestCode,
  type GuestFinding,
  type GuestRule,
  type KnownOrNot,
  type Verdict,
} from './rule.js';
import type { GuestSubject, Owner } from './subject.js';
import { VIRTUAL_MEMORY } from './virtual-memory.js';
import { byWays, type Hit } from './ways.js';
import { WINDOWS } from './windows.js';

/** Every known requirement of a guest. */
export const GUEST_RULES: readonly GuestRule[] = [
  ...LINUX_PACKAGES,
  ...LINUX_REGISTERS,
  ...LINUX_FIXED_HARDWARE,
  ...VIRTUAL_MEMORY,
  ...LINUX_PSD,
  ...LINUX_MACHINE,
  ...LINUX_RANKING,
  ...LINUX_CAPACITY,
  ...LINUX_NEXT,
  ...WINDOWS,
];

/** The verdict of one guest on a table, with the rules that decided it. */
export interface GuestAnswer {
  readonly guest: GuestName;
  readonly verdict: Verdict;
  readonly because: readonly GuestCode[];
  /** The verdict where a fact that is not known is otherwise than assumed. */
  readonly unless?: Unless;
  readonly findings: readonly AnswerFinding[];
}

export interface Unless {
  readonly host_vendor: CpuVendor;
  readonly verdict: Verdict;
}

/** Predicts what one guest does with a table. Only the worst effect is reported: a refused table has no ranking. */
export function judgeGuest(name: GuestName, subject: GuestSubject): GuestAnswer {
  const guest = guestOf(name);
  if (!guest) throw new Error(`there is no guest "${name}"`);
  if (subject.cpc.length + subject.notPackages.length === 0)
    return { guest: name, verdict: 'none', because: [], findings: [] };
  const hits = GUEST_RULES.filter((rule) => applies(rule, guest) && isFor(rule, subject))
    .map((rule) => ({ rule, findings: rule.check(subject, guest) }))
    .filter(({ findings }) => findings.length > 0);
  return answerOf(guest, byWays(hits, subject));
}

function isFor({ architectures }: GuestRule, subject: GuestSubject): boolean {
  const architecture: KnownOrNot = subject.architecture ?? 'unknown';
  return architectures === undefined || architectures.includes(architecture);
}

function answerOf({ guest, family, version }: Guest, hits: readonly Hit[]): GuestAnswer {
  const of = (effect: GuestRule['effect']) => hits.filter(({ rule }) => rule.effect === effect);
  // What a guest refuses cannot harm it.
  const verdict = (['refused', 'harmful', 'unranked'] as const).find((effect) => of(effect).length > 0) ?? 'accepted';
  const deciding = verdict === 'accepted' ? [] : withoutVendor(of(verdict));
  const vendorDecides = deciding.some(isVendor);
  const because = [...deciding.flatMap(({ findings }) => findings), ...unknownRelease(deciding)].map((one) => ({
    ...one,
    decides: verdict,
  }));
  // Boot parameters help only a guest that ranks.
  const ranks = verdict === 'accepted' || vendorDecides;
  const advice = of('advice').filter(({ rule }) => ranks || !FOR_RANKING.includes(rule.code));
  const qualifying = verdict === 'accepted' ? advice.filter(({ rule }) => rule.code === QUALIFIES) : [];
  return {
    guest,
    verdict,
    because: [...new Set([...because.map(({ code }) => code), ...qualifying.map(({ rule }) => rule.code)])],
    ...(vendorDecides && { unless: { host_vendor: 'amd', verdict: 'accepted' } as const }),
    findings: [...because, ...advice.flatMap(({ findings }) => findings), ...newerRelease(family, version)],
  };
}

/** The verdict rests on elements of which it is not known what they mean. */
const QUALIFIES: GuestCode = 'guest/linux-later-revision';

const FOR_RANKING: readonly GuestCode[] = [
  'guest/linux-capacity',
  'guest/linux-boot-words',
  'guest/linux-ranks-without-driver',
  'guest/linux-vendor-of-host',
];

function isVendor({ rule }: Hit): boolean {
  return rule.code === 'guest/linux-host-vendor';
}

/** The vendor of the host decides only where nothing else keeps the guest from ranking. */
function withoutVendor(hits: readonly Hit[]): readonly Hit[] {
  const others = hits.filter((one) => !isVendor(one));
  return others.length > 0 ? others : hits;
}

/** That only rules decided of which it is not known whether this release has them. */
function unknownRelease(deciding: readonly Hit[]): GuestFinding[] {
  const unsure = deciding.flatMap(({ rule }) => (rule.between ? [{ rule, between: rule.between }] : []));
  const [first] = unsure;
  if (!first || unsure.length < deciding.length) return [];
  const [older, newer] = first.between.map(releaseText) as [string, string];
  const { code, architectures } = first.rule;
  const newest = guestOf(`linux-${newer}`);
  const same = GUEST_RULES.filter((rule) => rule.code === code && rule.architectures?.join() === architectures?.join());
  const better = newest && same.some((rule) => applies(rule, newest)) ? older : newer;
  return [finding('guest/linux-release-unknown', { code, older, newer, better })];
}

/** A release that came out after these rules were written. */
function newerRelease(family: GuestFamily, version: Release): GuestFinding[] {
  const [major, minor] = NEWEST_LINUX;
  if (family !== 'linux' || version === NEXT_LINUX || !isSince(version, [major, minor + 1])) return [];
  return [finding('guest/linux-newer', { newest: releaseText(NEWEST_LINUX) })];
}

/** The rules of a code: one for each range of releases. */
export function rulesOf(code: string): readonly GuestRule[] {
  return GUEST_RULES.filter((rule) => rule.code === code);
}

/** The guests with a name of their own, and the booted releases, that have a rule. */
export function guestsWith(rule: GuestRule): GuestName[] {
  return OFFERED_GUESTS.flatMap((name) => guestOf(name) ?? [])
    .filter((guest) => applies(rule, guest))
    .map(({ guest }) => guest);
}

/** Of the notes for guests that only the spec names, one tells that no core is ranked for a reason outside the table. */
export function isShownForSpec({ severity, code }: Pick<Diagnostic, 'severity' | 'code'>): boolean {
  return severity !== 'note' || code === 'guest/linux-cpu-model';
}

/** The place of a finding in the spec or the tables. */
export type PlaceOf = (found: GuestFinding) => Place | undefined;

type Severity = Diagnostic['severity'];

/** How severe a finding is that decides a verdict; what harms a guest is an error for each. */
export type SeverityOf = (severity: Severity, decides: Verdict) => Severity;

const OF_SPEC: SeverityOf = (severity, decides) => (decides === 'harmful' ? 'error' : severity);

/** The diagnostics of the guests' answers; equal findings of one severity become one, with its guests and objects. */
export function answersToDiagnostics(
  answers: readonly GuestAnswer[],
  placeOf: PlaceOf,
  from: Owner,
  severityOf = OF_SPEC,
): Diagnostic[] {
  const findings = answers.flatMap(({ guest, findings }) =>
    findings.map((one) => ({ ...one, guest, severity: severityIn(one, severityOf) })),
  );
  return groupEqual(findings).map((equal) => {
    const [first] = equal as [(typeof equal)[number]];
    const guests = [...new Set(equal.map(({ guest }) => guest))];
    const reported = { from, guests: list(guests, 'and'), many: guests.length > 1, where: objectsText(equal) };
    return { ...toDiagnostic(first, placeOf(first), reported), severity: first.severity };
  });
}

function severityIn({ code, only, decides }: AnswerFinding, severityOf: SeverityOf): Severity {
  const { severity } = only ?? CATALOG[code];
  return decides ? severityOf(severity, decides) : severity;
}
