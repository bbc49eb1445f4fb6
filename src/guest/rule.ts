import type { GuestFamily } from '../../grammar/guests.js';
import type { Architecture } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import type { Finding } from '../cpc/rules/finding.js';
import type { Code } from '../diagnostics/diagnostic.js';
import type { Guest } from '../versions/guest.js';
import { isSince } from '../versions/release.js';
import type { GuestSubject } from './subject.js';

/** The reaction of a guest to a table; `none` where there is no `_CPC`. Each is worse than the ones before it. */
export const VERDICTS = ['accepted', 'none', 'unranked', 'refused', 'harmful'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type GuestCode = Extract<Code, `guest/${string}`>;
export type GuestFinding = Finding<GuestCode>;

/** The architecture of a guest, `unknown` where its tables do not show it. */
export type KnownOrNot = Architecture | 'unknown';

/** A finding about one guest. The same rule may decide for one guest and advise another. */
export interface AnswerFinding extends GuestFinding {
  /** The verdict that it decides; missing if it decides none. */
  readonly decides?: Verdict;
}

/** One requirement of some guests. Its source is the section of the code in the catalog. */
export interface GuestRule {
  readonly code: GuestCode;
  /** `advice`: the table is fine, but starting the guest needs something. */
  readonly effect: Exclude<Verdict, 'accepted' | 'none'> | 'advice';
  readonly family: GuestFamily;
  /** Only for guests of these architectures, or of tables that do not show theirs; missing if for all. */
  readonly architectures?: readonly KnownOrNot[];
  /** First release that has the rule. */
  readonly from?: Release;
  /** First release that no longer has it. */
  readonly before?: Release;
  /** Two booted releases, of which only one has the rule: between them it is not known which release changed that. */
  readonly between?: readonly [older: Release, newer: Release];
  /** It finds nothing in virtual machines. */
  readonly on?: 'real machines';
  /** It compares the packages of the machine: what it finds is not about a single package. */
  readonly compares?: true;
  readonly check: (subject: GuestSubject, guest: Guest) => readonly GuestFinding[];
}

/** For rules of x86 that also look at tables which do not show their architecture. */
export const X86_OR_UNKNOWN: readonly KnownOrNot[] = ['x86', 'unknown'];
export const ARM: readonly KnownOrNot[] = ['aarch64'];
export const RISCV: readonly KnownOrNot[] = ['riscv64'];
export const ARM_AND_RISCV: readonly KnownOrNot[] = [...ARM, ...RISCV];

export function applies({ family, from, before }: GuestRule, guest: Guest): boolean {
  if (family !== guest.family) return false;
  return (!from || isSince(guest.version, from)) && (!before || !isSince(guest.version, before));
}
