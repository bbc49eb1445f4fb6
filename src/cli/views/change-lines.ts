import { groupBy } from '../../diagnostics/group-by.js';
import type { Change } from '../../libvirt/editor.js';

/** A person reads no more of one kind, and the rest would hide other changes. --json has all. */
const MOST_OF_A_KIND = 20;

/** The changes of a domain: of each kind the first ones, and how many follow. */
export function changeLines(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ['  no changes needed'];
  return [...groupBy(changes, kindOf).values()].flatMap((all) => {
    const more = all.length - MOST_OF_A_KIND;
    const lines = all.slice(0, MOST_OF_A_KIND).map(lineOf);
    return more > 0 ? [...lines, `  … and ${more} more ${all[0]?.how} there; use --json to print all`] : lines;
  });
}

function lineOf({ how, what, where }: Change): string {
  return `  ${how.padEnd(7)}  ${where}: ${what}`;
}

/** The name of an added or removed element, or the changed elements without their numbers. */
function kindOf({ how, what, where }: Change): string {
  return `${how} ${/^<[^\s/>]+/.exec(what)?.[0] ?? where.replaceAll(/\[[^\]]*\]/g, '')}`;
}
