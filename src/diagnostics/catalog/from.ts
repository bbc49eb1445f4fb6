/** Who can change what has the problem: the author of a spec, of a virtual machine's table, or only new firmware. */
export interface FromFacts {
  readonly from: 'spec' | 'guest table' | 'table';
}

/** Help for the author of a spec or of a virtual machine's table, or for the owner of firmware. */
export function helpFor({ from }: FromFacts, author: string, owner: string): string {
  return from === 'table' ? owner : author;
}

/** What the owner of firmware with a defect can do. */
export const CORRECTED = 'newer firmware may correct it; so can a table that the initrd loads over this one';

/** Help for the author of a spec or a table; an owner needs other firmware. */
export function authorHelp(author: string): (f: FromFacts) => string {
  return (f) => helpFor(f, author, CORRECTED);
}

/** Help with keys of a spec, which the author of a table may not have. */
export function specHelp(author: string, owner = CORRECTED): (f: FromFacts) => string {
  return (f) =>
    helpFor(f, f.from === 'spec' ? author : `in the spec that \`cppc-acpi decompile\` writes, ${author}`, owner);
}
