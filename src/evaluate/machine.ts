// The machine that tables make: its processors, and what their objects evaluate to.
//
// `machineOf (tables)` runs the table-level code once. `evaluate (path)` then gives every way through the code of an
// object: under which conditions (`when`, as ASL), what it returns, fails with, or that it returns nothing, and what was
// written into the elements on the way. Ways do not disturb each other, nor do evaluations. Hardware is unknown, by the
// name of the field; with an `Oracle` every region reads as its byte and writes stay, as in `acpiexec -fv`: law 6.

import { pathOfName } from '../aml/name-tree.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { AbortedError, BoundError, type Reason, type Status } from '../objects/abort.js';
import { equalValues } from '../objects/equal.js';
import { type Bound, type Limit, MOST_MACHINE_STEPS } from '../objects/limits.js';
import type { Scope, Value } from '../objects/model.js';
import { heldValue } from '../objects/resolve.js';
import type { State } from '../objects/state.js';
import { conditionText } from '../objects/ways.js';
import { forgetEarlierWrites } from './earlier-writes.js';
import { explored, type Run } from './explore.js';
import { called } from './interpret.js';
import { type LoadProblem, loaded, type Oracle } from './load.js';
import { type ProcessorObject, processorsIn } from './processors.js';
import { returned } from './returned.js';

export type Outcome =
  | { readonly kind: 'value'; readonly value: Value }
  /** The method ends without a Return. */
  | { readonly kind: 'nothing' }
  /** ACPICA ends the method with an error. */
  | {
      readonly kind: 'fails';
      readonly reason: Reason;
      readonly status: Status;
      /** What could not be found, or what was refused, as ASL. */
      readonly name: string | undefined;
      /** The path of the method that failed. */
      readonly by: string;
      /** The innermost statement that failed. */
      readonly node: AmlNode | undefined;
    }
  /** Too long, deep or large to follow. */
  | { readonly kind: 'unfollowed'; readonly bound: Bound };

export interface Way {
  /** Conditions on this way, as ASL, all of which hold; none: always. */
  readonly when: readonly string[];
  readonly outcome: Outcome;
}

export interface Evaluation {
  readonly path: string;
  readonly ways: readonly Way[];
  /** Conditions under which table-level code does not define the object. */
  readonly absent: readonly (readonly string[])[];
  /** Why some ways were not followed, or not to their ends. */
  readonly limits: readonly Limit[];
  /** Names that no table has, as they stand in the code; an error with a DSDT, unknown without one. */
  readonly unresolved: readonly string[];
}

export interface Machine {
  readonly processors: readonly ProcessorObject[];
  /** Whether there is a DSDT, so that a name that is missing is an error. */
  readonly complete: boolean;
  readonly problems: readonly LoadProblem[];
  /** Table-level code was followed to its end. */
  readonly whole: boolean;
  /** Whether an object of this path can be there. */
  has(path: string): boolean;
  /** The paths of the Names and Methods of the namespace, by their terms. */
  paths(): ReadonlyMap<AmlNode, string>;
  /** undefined if no object of this path is there on any way. */
  evaluate(path: string): Evaluation | undefined;
}

export function machineOf(tables: readonly AmlTable[], oracle?: Oracle): Machine {
  const { state, problems, whole } = loaded(tables, oracle);
  const budget = { steps: MOST_MACHINE_STEPS };
  const processors = processorsIn(state);
  let paths: ReadonlyMap<AmlNode, string> | undefined;
  if (!oracle) forgetEarlierWrites(state, processors);
  return {
    processors,
    complete: state.settings.complete,
    problems,
    whole,
    has: (path) => state.find(path, state.root) !== undefined,
    paths: () => {
      paths ??= pathsIn(state.root, new Map());
      return paths;
    },
    evaluate: (path) => evaluation(state, path, budget),
  };
}

function pathsIn(node: Scope, paths: Map<AmlNode, string>): ReadonlyMap<AmlNode, string> {
  for (let entity = node.value; entity; entity = entity.otherwise) {
    // An Alias stands elsewhere in the namespace than the object that it shares.
    if ((entity.kind === 'data' || entity.kind === 'method') && entity.term && entity.node === node)
      paths.set(entity.term, pathOfName(node));
  }
  for (const child of node.children?.values() ?? []) pathsIn(child, paths);
  return paths;
}

function evaluation(state: State, path: string, budget: { steps: number }): Evaluation | undefined {
  state.unresolved = new Set();
  const run = (plan: readonly boolean[]): Run<Outcome | undefined> => {
    state.begin(plan);
    const outcome = outcomeOf(state, path);
    const { decisions } = state.way;
    if (state.settings.fill === undefined) state.takeBack();
    else state.keep();
    budget.steps -= state.stepsTaken + 1;
    return { decisions, outcome };
  };
  const { leaves, limits } = explored(run, () => budget.steps > 0, equalOutcomes);
  const ended = leaves.map(({ decisions, outcome }) => ({ when: decisions.map(conditionText), outcome }));
  const ways = ended.flatMap(({ when, outcome }) => (outcome ? [{ when, outcome }] : []));
  if (ways.length === 0 && limits.size === 0) return undefined;
  const bounds = ways.flatMap(({ outcome }) => (outcome.kind === 'unfollowed' ? [outcome.bound] : []));
  const absent = ended.flatMap(({ when, outcome }) => (outcome ? [] : [when]));
  return { path, ways, absent, limits: [...new Set([...limits, ...bounds])], unresolved: [...state.unresolved] };
}

function equalOutcomes(a: Outcome | undefined, b: Outcome | undefined): boolean {
  if (!a || !b || a.kind !== b.kind) return a === b;
  if (a.kind === 'value') return b.kind === 'value' && equalValues(a.value, b.value);
  if (a.kind !== 'fails') return a.kind === 'nothing';
  return b.kind === 'fails' && a.status === b.status && a.name === b.name && a.by === b.by && a.node === b.node;
}

/** undefined if nothing of this path is there on this way. */
function outcomeOf(state: State, path: string): Outcome | undefined {
  try {
    const entity = state.find(path, state.root);
    if (!entity) return undefined;
    state.by = path;
    const value = entity.kind === 'method' ? called(state, entity, []) : heldValue(state, entity);
    return value ? { kind: 'value', value: returned(state, value) } : { kind: 'nothing' };
  } catch (error) {
    if (error instanceof BoundError) return { kind: 'unfollowed', bound: error.bound };
    if (!(error instanceof AbortedError)) throw error;
    const { reason, status, subject: name, by = path, node } = error;
    return { kind: 'fails', reason, status, name, by, node };
  }
}
