/** Of which guests a finding is true, and of which objects. */
export interface GuestFacts {
  /** `linux-6.1 and linux-6.12`. */
  readonly guests: string;
  readonly many: boolean;
  /** The first object, and how many others are like it. */
  readonly where: string;
}

export function verb({ many }: GuestFacts, one: string, several: string): string {
  return many ? several : one;
}
