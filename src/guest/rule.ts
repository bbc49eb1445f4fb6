import type { GuestRow } from '../../grammar/guests.js';
import type { Release } from '../../grammar/release.js';
import type { Finding } from '../cpc/rules/finding.js';
import type { Code } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';
import type { GuestSubject } from './subject.js';

/** The reaction of a guest to a table. */
export type Verdict = 'accepted' | 'unranked' | 'refused';

export type GuestCode = Extract<Code, `guest/${string}`>;
export type GuestFinding = Finding<GuestCode>;

/** One requirement of some guests. Its source is the section of the code in the catalog. */
export interface GuestRule {
  readonly code: GuestCode;
  /** `advice`: the table is fine, but starting the guest needs something. */
  readonly effect: Exclude<Verdict, 'accepted'> | 'advice';
  readonly family: GuestRow['family'];
  /** First release that has the rule. */
  readonly from?: Release;
  /** First release that no longer has it. */
  readonly before?: Release;
  readonly check: (subject: GuestSubject, guest: GuestRow) => readonly GuestFinding[];
}

export function applies({ family, from, before }: GuestRule, guest: GuestRow): boolean {
  if (family !== guest.family) return false;
  return (!from || isSince(guest.version, from)) && (!before || !isSince(guest.version, before));
}
