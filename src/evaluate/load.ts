// Tables become a namespace by running their table-level code, in load order, as ACPICA does. ACPI 6.6 §5.4.2.

import { ACPICA_VERSION, PREDEFINED_OBJECTS } from '../../grammar/acpica.js';
import { PREDEFINED_METHODS } from '../../grammar/aml-terms.js';
import { placeName, rootName } from '../aml/name-tree.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { AbortedError, BoundError, type Reason, type Status } from '../objects/abort.js';
import type { Entity, Scope, Value } from '../objects/model.js';
import { type Settings, State } from '../objects/state.js';
import { integerValue, stringValue } from '../objects/values.js';
import { interpreter } from './interpret.js';
import { blockRunner } from './statements.js';

/** Table-level code that ACPICA refuses; the rest of the table is loaded all the same. */
export interface LoadProblem {
  readonly table: number;
  readonly status: Status;
  readonly reason: Reason;
  /** The name that is defined twice or that no table has, as it stands in the code. */
  readonly name: string | undefined;
  /** The term that was left out. */
  readonly node: AmlNode;
  /** The scope that it stands in. */
  readonly scope: Scope;
}

/** What stands for hardware in place of unknown values, as in `acpiexec -fv`. */
export interface Oracle {
  /** Every byte of a region. */
  readonly fill: number;
  /** The version of acpiexec, where versions differ; else the version that code is evaluated as. */
  readonly acpica?: number;
}

interface Loaded {
  readonly state: State;
  readonly problems: readonly LoadProblem[];
  /** False where the tables have more code than is followed. */
  readonly whole: boolean;
}

export function loaded(tables: readonly AmlTable[], oracle: Oracle | undefined): Loaded {
  const dsdt = tables.find(isDsdt);
  const integerBytes = dsdt && dsdt.header.revision < 2 ? 4 : 8;
  const { fill, acpica = ACPICA_VERSION } = oracle ?? {};
  const settings: Settings = { integerBytes, complete: dsdt !== undefined, fill, acpica };
  const state = new State(rootScope(), settings);
  const problems: LoadProblem[] = [];
  let table = 0;
  const block = blockRunner(state, (error, node, frame) => {
    const { status, reason, subject: name } = error;
    problems.push({ table, status, reason, name, node, scope: frame.scope });
  });
  interpreter(state, block);
  const order = [...tables.keys()].sort((a, b) => Number(isDsdt(tables[b])) - Number(isDsdt(tables[a])));
  let whole = true;
  for (const i of order) {
    table = i;
    whole = loadTable(state, tables[i]?.terms ?? []) && whole;
  }
  // ACPICA makes every object now. Else it waits until it is needed: few are.
  if (fill !== undefined) makeAll(state, state.root);
  state.keep();
  return { state, problems, whole };
}

function isDsdt(table: AmlTable | undefined): boolean {
  return table?.header.signature === 'DSDT';
}

/** A table has at most 400,000 terms; loops could take more. */
const MOST_LOAD_STEPS = 1_000_000;

function loadTable(state: State, terms: readonly AmlNode[]): boolean {
  state.begin([], MOST_LOAD_STEPS);
  try {
    state.block(terms, { scope: state.root, locals: [], args: [], made: undefined });
    return true;
  } catch (error) {
    if (!(error instanceof BoundError || error instanceof AbortedError)) throw error;
    return false;
  } finally {
    state.loading = [];
  }
}

function makeAll(state: State, node: Scope): void {
  state.begin([]);
  try {
    if (node.value?.kind === 'data') state.held(node.value);
  } catch (error) {
    if (!(error instanceof BoundError || error instanceof AbortedError)) throw error;
  }
  for (const child of node.children?.values() ?? []) makeAll(state, child);
}

function rootScope(): Scope {
  const root: Scope = rootName<Entity>();
  for (const row of PREDEFINED_OBJECTS) {
    const node = placeName(row.name, root);
    node.value = predefined(row, node);
  }
  for (const { name } of PREDEFINED_METHODS) {
    const node = placeName(name, root);
    node.value = { kind: 'osi', node };
  }
  return root;
}

function predefined(row: (typeof PREDEFINED_OBJECTS)[number], node: Scope): Entity {
  const data = (value: Value): Entity => ({ kind: 'data', node, value, make: undefined });
  switch (row.kind) {
    case 'integer':
      return data(integerValue(row.value));
    case 'string':
      return data(stringValue(row.value));
    case 'mutex':
      return { kind: 'mutex', node, acquired: 0 };
    default:
      return { kind: row.kind, node };
  }
}
