import type { CpcKey } from '../../grammar/cpc.js';
import type { GuestRow } from '../../grammar/guests.js';
import type { Release } from '../../grammar/release.js';
import type { CATALOG } from '../diagnostics/catalog.js';
import type { FoundCpc } from '../firmware/found.js';
import { isSince } from '../versions/release.js';
import type { GuestSubject } from './subject.js';

/** What a guest does with a table. */
export type Verdict = 'accepted' | 'unranked' | 'refused';

export type GuestCode = Extract<keyof typeof CATALOG, `guest/${string}`>;
type FactsOf<C extends GuestCode> = Omit<Parameters<(typeof CATALOG)[C]['message']>[0], 'guests' | 'many' | 'where'>;

/** What a rule found in a table; in which of its packages, if in one. */
export interface GuestFinding {
  readonly code: GuestCode;
  readonly facts: object;
  readonly cpc?: FoundCpc;
  /** The entry that it is about. */
  readonly entry?: CpcKey;
  /** The object that it is about, where that is no package. */
  readonly path?: string;
}

export type At = Pick<GuestFinding, 'cpc' | 'entry' | 'path'>;

export function found<C extends GuestCode>(code: C, facts: FactsOf<C>, at: At = {}): GuestFinding {
  return { code, facts, ...at };
}

/** One thing that some guests ask for. Where it is known from stands in the catalog, as the section of the code. */
export interface GuestRule {
  readonly code: GuestCode;
  /** `told`: nothing is refused, but whoever starts the guest must know. */
  readonly effect: Exclude<Verdict, 'accepted'> | 'told';
  readonly family: GuestRow['family'];
  /** First version that has it. */
  readonly from?: Release;
  /** First version that has it no more. */
  readonly before?: Release;
  readonly check: (subject: GuestSubject, guest: GuestRow) => readonly GuestFinding[];
}

export function applies({ family, from, before }: GuestRule, guest: GuestRow): boolean {
  if (family !== guest.family) return false;
  return (!from || isSince(guest.version, from)) && (!before || !isSince(guest.version, before));
}
