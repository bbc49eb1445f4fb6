// Calls of methods for their effects alone, where nobody sees the effects: firmware writes texts for debugging to a port,
// and to a buffer that only the methods of debugging read. Such a call runs as far as nothing unknown decides. Else it is
// left, so that conditions of debugging do not split the ways, and the fields that it may have written are unknown.

import { findName } from '../aml/name-tree.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { AsideError } from '../objects/abort.js';
import { writeField } from '../objects/fields.js';
import type { Entity, FieldEntity, MethodEntity } from '../objects/model.js';
import type { Frame, State } from '../objects/state.js';
import { unknownOf } from '../objects/unknown.js';
import { EFFECTS_ELSEWHERE, writesOf } from './written-places.js';

/** Who reads what, of the methods that the objects of processors call. */
export interface Readers {
  /** The Names and methods that a method has in its body. */
  readonly named: ReadonlyMap<MethodEntity, ReadonlySet<Entity>>;
  /** Names that stand in Packages of other Names. */
  readonly shared: ReadonlySet<Entity>;
}

export function sideCalls(readers: Readers): State['sideCall'] {
  const known = new Map<MethodEntity, ReadonlySet<FieldEntity> | undefined>();
  return (method) => {
    if (!known.has(method)) known.set(method, fieldsOf(method, readers));
    return known.get(method);
  };
}

function fieldsOf(method: MethodEntity, readers: Readers): ReadonlySet<FieldEntity> | undefined {
  const methods = calledBy(method, readers);
  const fields = new Set<FieldEntity>();
  for (const one of methods) {
    if (has(one.term.terms, EFFECTS_ELSEWHERE)) return undefined;
    for (const { root } of writesOf(one.term.terms).writes) {
      const entity = 'name' in root ? findName(root.name, one.node)?.value : undefined;
      if (!entity || entity.otherwise) return undefined;
      if (entity.kind === 'field') fields.add(entity);
      else if (entity.kind !== 'data' || !isPrivate(entity, methods, readers)) return undefined;
    }
  }
  return fields;
}

function calledBy(method: MethodEntity, { named }: Readers): ReadonlySet<MethodEntity> {
  const found = new Set([method]);
  for (const one of found) for (const entity of named.get(one) ?? []) if (entity.kind === 'method') found.add(entity);
  return found;
}

function isPrivate(entity: Entity, methods: ReadonlySet<MethodEntity>, { named, shared }: Readers): boolean {
  if (shared.has(entity)) return false;
  return [...named].every(([method, entities]) => methods.has(method) || !entities.has(entity));
}

function has(nodes: readonly AmlNode[], terms: ReadonlySet<string>): boolean {
  return nodes.some((node) => terms.has(node.term) || has(innerNodes(node), terms));
}

/** Runs a statement that is a call; true if it was one of these. */
export function ranAside(state: State, node: NodeOf<'NameString'>, frame: Frame, call: () => void): boolean {
  const { way, calls, depth, by, changes } = state;
  const method = way.aside ? undefined : state.find(node.name, frame.scope);
  const fields = method?.kind === 'method' && !(node.args ?? []).some(isCall(state, frame)) && state.sideCall(method);
  if (!fields) return false;
  way.aside = true;
  try {
    call();
  } catch (error) {
    if (!(error instanceof AsideError)) throw error;
    state.takeBack(changes);
    Object.assign(state, { calls, depth });
    for (const field of fields) writeField(state, field, unknownOf(by, by, 'Integer'));
  } finally {
    way.aside = false;
  }
  return true;
}

/** Whether an argument calls a method: its effects may be seen. */
function isCall(state: State, frame: Frame): (node: AmlNode) => boolean {
  const calls = (node: AmlNode): boolean =>
    (node.term === 'NameString' && state.find(node.name, frame.scope)?.kind === 'method') ||
    node.term === 'DefStore' ||
    innerNodes(node).some(calls);
  return calls;
}
