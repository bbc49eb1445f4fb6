import type { FromFacts } from '../from.js';

/** The guests and objects that a finding is about. */
export interface GuestFacts extends FromFacts {
  /** `linux-6.1 and linux-6.12`. */
  readonly guests: string;
  readonly many: boolean;
  /** The first object, and the number of others with the same finding. */
  readonly where: string;
}

export function verb({ many }: GuestFacts, one: string, several: string): string {
  return many ? several : one;
}
