// Runs the code of an object on every way through its conditions. The ways are the leaves of a tree of decisions; where
// both branches of a decision come to the same, the decision goes, so that conditions of debug output do not multiply
// the ways.

import { type Limit, MOST_RUNS, MOST_WAYS } from '../objects/limits.js';
import type { Decision, Unknown } from '../objects/model.js';

export interface Run<T> {
  readonly decisions: readonly Decision[];
  readonly outcome: T;
}

type Tree<T> =
  | { readonly outcome: T }
  | {
      readonly value: Unknown;
      readonly yes: Tree<T>;
      /** undefined if it was not followed. */
      readonly no: Tree<T> | undefined;
    };

/** What a run takes, in the order of the code: given decisions, then true ones. `mayRun` says whether to go on. */
export function explored<T>(
  run: (plan: readonly boolean[]) => Run<T>,
  mayRun: () => boolean,
  isEqual: (a: T, b: T) => boolean,
): { readonly leaves: readonly Run<T>[]; readonly limits: ReadonlySet<Limit> } {
  let runs = 0;
  let ways = 0;
  const limits = new Set<Limit>();
  const explore = (plan: readonly boolean[]): Tree<T> | undefined => {
    const limit = ways >= MOST_WAYS ? 'ways' : runs >= MOST_RUNS ? 'runs' : mayRun() ? undefined : 'machine';
    if (limit) {
      limits.add(limit);
      return undefined;
    }
    runs++;
    ways++;
    const { decisions, outcome } = run(plan);
    let tree: Tree<T> = { outcome };
    for (let i = decisions.length - 1; i >= plan.length; i--) {
      const { value } = decisions[i] as Decision;
      const no = explore([...decisions.slice(0, i).map(({ truth }) => truth), false]);
      const isSame = no !== undefined && equalTrees(tree, no, isEqual);
      if (isSame) ways -= leavesOf(no).length;
      else tree = { value, yes: tree, no };
    }
    return tree;
  };
  const tree = explore([]);
  return { leaves: tree ? leavesOf(tree) : [], limits };
}

function equalTrees<T>(a: Tree<T>, b: Tree<T>, isEqual: (a: T, b: T) => boolean): boolean {
  if ('outcome' in a) return 'outcome' in b && isEqual(a.outcome, b.outcome);
  if ('outcome' in b || a.value.key !== b.value.key || !a.no || !b.no) return false;
  return equalTrees(a.yes, b.yes, isEqual) && equalTrees(a.no, b.no, isEqual);
}

function leavesOf<T>(tree: Tree<T>): Run<T>[] {
  if ('outcome' in tree) return [{ decisions: [], outcome: tree.outcome }];
  const { value, yes, no } = tree;
  const under = (branch: Tree<T>, truth: boolean) =>
    leavesOf(branch).map(({ decisions, outcome }) => ({ decisions: [{ value, truth }, ...decisions], outcome }));
  return [...under(yes, true), ...(no ? under(no, false) : [])];
}
