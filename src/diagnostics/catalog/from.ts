/** Whether a spec or a table has the problem: an author can change a spec, an owner can only update firmware. */
export interface FromFacts {
  readonly from: 'spec' | 'table';
}

/** Help for the author of a spec, or for the owner of firmware. */
export function helpFor({ from }: FromFacts, author: string, owner: string): string {
  return from === 'spec' ? author : owner;
}

/** What the owner of firmware with a defect can do. */
export const CORRECTED = 'newer firmware may correct it; so can a table that the initrd loads over this one';

/** Help for the author of a spec; an owner needs other firmware. */
export function authorHelp(author: string): (f: FromFacts) => string {
  return (f) => helpFor(f, author, CORRECTED);
}
