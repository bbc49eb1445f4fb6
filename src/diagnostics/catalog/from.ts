/** Whether a spec or a table has the problem: an author can change a spec, an owner can only update firmware. */
export interface FromFacts {
  readonly from: 'spec' | 'table';
}

/** Help for the author of a spec, or for the owner of firmware. */
export function helpFor({ from }: FromFacts, author: string, owner: string): string {
  return from === 'spec' ? author : owner;
}
