// What an object comes to, and when. The ways through code are the leaves of a tree of conditions. Conditions that make
// no difference to what is asked are left out: where both branches of one come to the same, the condition goes.

import { groupBy } from '../diagnostics/group-by.js';
import type { When } from './facts.js';

export interface Way<T> {
  readonly when: When;
  readonly value: T;
}

/** A value with the alternative conditions for it; one without conditions: always. */
export interface Outcome<T> {
  readonly value: T;
  readonly when: readonly When[];
}

type Tree<T> = { readonly key: string } & (
  | { readonly value: T }
  | { readonly branches: readonly (readonly [condition: string, tree: Tree<T>])[] }
);

// Firmware has some four conditions on a way, hostile code thousands. Those behind are not looked at.
const DEEPEST = 40;

/** Values of equal `keyOf` are one outcome; the order is that of the ways. */
export function outcomesOf<T>(ways: readonly Way<T>[], keyOf: (value: T) => string): Outcome<T>[] {
  if (ways.length === 0) return [];
  const outcomes = new Map<string, { value: T; when: When[] }>();
  const visit = (tree: Tree<T>, when: When): void => {
    if ('branches' in tree) {
      for (const [condition, branch] of tree.branches) visit(branch, [...when, condition]);
      return;
    }
    const known = outcomes.get(tree.key);
    if (known) known.when.push(when);
    else outcomes.set(tree.key, { value: tree.value, when: [when] });
  };
  visit(treeOf(ways, 0, keyOf), []);
  return [...outcomes.values()];
}

function treeOf<T>(ways: readonly Way<T>[], depth: number, keyOf: (value: T) => string): Tree<T> {
  const [first] = ways as [Way<T>];
  if (depth === DEEPEST || first.when.length <= depth) return { value: first.value, key: keyOf(first.value) };
  const branches = [...groupBy(ways, ({ when }) => when[depth] ?? '')].map(
    ([condition, some]) => [condition, treeOf(some, depth + 1, keyOf)] as const,
  );
  const [one, other] = branches as [(typeof branches)[number], (typeof branches)[number]?];
  // With one branch the other one comes to something that is not asked here.
  if (!other || one[1].key === other[1].key) return one[1];
  return { branches, key: `{${branches.map(([condition, { key }]) => `${condition} ${key}`).join('; ')}}` };
}
