// Names that other code writes before a processor's object is evaluated. Linux calls `_INI`, `_STA`, `_REG`, `_OSC` and
// `_PDC` before `_CPC`, and events run their methods at any time; what they have written by then nobody can say from the
// tables. Such a Name is unknown, by its own name. What only the objects of processors write, and the methods that only
// they call, is not: no code has run before, and a flag "already done" has its first value.

import { PERFORMANCE_NAMES } from '../../grammar/predefined-names.js';
import { startsNameString } from '../aml/name-string.js';
import { findName } from '../aml/name-tree.js';
import { bodyBytes } from '../aml/spans.js';
import type { AmlNode } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { makeUnknown, makeUnknownField } from '../objects/earlier-value.js';
import type { BufferFieldEntity, DataEntity, Entity, MethodEntity, Scope } from '../objects/model.js';
import type { State } from '../objects/state.js';
import { type Readers, sideCalls } from './side-calls.js';
import { type BodyWrites, type Place, writesOf } from './written-places.js';

/** Makes unknown what other code writes than that of the processors' own objects. */
export function forgetEarlierWrites(state: State, processors: readonly { readonly path: string }[]): void {
  const scopes = processors.flatMap(({ path }) => findName(path, state.root, () => true) ?? []);
  const reach = reachOf(scopes);
  state.sideCall = sideCalls(reach);
  if (reach.written.size === 0) return;
  const bodies = new Bodies();
  const run = otherMethods(state.root, reach, bodies);
  const forgotten = new Map<Entity, Set<string>>();
  for (const { entity, place } of [...run].flatMap((method) => bodies.targets(method))) {
    const known = forgotten.get(entity) ?? new Set();
    forgotten.set(entity, known);
    const key = place.indexes.join();
    if (!reach.written.has(entity) || known.has(key)) continue;
    known.add(key);
    forget(state, entity, place);
  }
}

type Written = DataEntity | BufferFieldEntity;

/** What the objects of processors can come to. */
interface Reach extends Readers {
  readonly methods: Set<MethodEntity>;
  readonly written: Set<Entity>;
  /** The last segments of all that, as numbers. */
  readonly segments: Set<number>;
  readonly named: Map<MethodEntity, Set<Entity>>;
  readonly shared: Set<Entity>;
}

function reachOf(processors: readonly Scope[]): Reach {
  const [methods, written, segments] = [new Set<MethodEntity>(), new Set<Entity>(), new Set<number>()];
  const reach: Reach = { methods, written, segments, named: new Map(), shared: new Set() };
  for (const processor of processors)
    for (const name of PERFORMANCE_NAMES) add(reach, processor.children?.get(name)?.value, name);
  return reach;
}

/** `reader`: the method that has the name in its body, else it is a Package or the operating system. */
function add(reach: Reach, first: Entity | undefined, segment: string, reader?: MethodEntity): void {
  for (let entity = first; entity; entity = entity.otherwise) {
    (reader ? reach.named.get(reader) : reach.shared)?.add(entity);
    if (entity.kind !== 'method' && entity.kind !== 'data' && entity.kind !== 'bufferField') continue;
    reach.segments.add(numberOf(segment)).add(numberOf(entity.node.segment));
    if (entity.kind === 'method') addMethod(reach, entity);
    else if (!reach.written.has(entity)) {
      reach.written.add(entity);
      if (entity.kind === 'data' && entity.term) addNames(reach, [entity.term.object], entity.node.parent);
    }
  }
}

function addMethod(reach: Reach, method: MethodEntity): void {
  if (reach.methods.has(method)) return;
  reach.methods.add(method);
  reach.named.set(method, new Set());
  addNames(reach, method.term.terms, method.node, method);
}

function addNames(reach: Reach, nodes: readonly AmlNode[], scope: Scope | undefined, reader?: MethodEntity): void {
  if (!scope) return;
  for (const node of nodes) {
    if (node.term === 'NameString') {
      const found = findName(node.name, scope);
      add(reach, found?.value, found?.segment ?? '', reader);
    }
    addNames(reach, innerNodes(node), scope, reader);
  }
}

/** Methods that run without a processor's object: all that these do not call, and what such methods call. */
function otherMethods(root: Scope, reach: Reach, bodies: Bodies): Set<MethodEntity> {
  const run = new Set<MethodEntity>();
  const runs = (method: MethodEntity): void => {
    if (run.has(method)) return;
    run.add(method);
    for (const called of bodies.called(method)) if (reach.methods.has(called)) runs(called);
  };
  const visit = (node: Scope): void => {
    for (let entity = node.value; entity; entity = entity.otherwise) {
      if (entity.kind === 'method' && entity.node === node && isOther(entity, reach)) runs(entity);
    }
    for (const child of node.children?.values() ?? []) visit(child);
  };
  visit(root);
  return run;
}

/** The operating system calls the methods of its own names, whoever else does. */
function isOther(method: MethodEntity, { methods, segments }: Reach): boolean {
  const { segment } = method.node;
  const own = (PERFORMANCE_NAMES as readonly string[]).includes(segment);
  if (methods.has(method)) return segment.startsWith('_') && !own;
  return mentions(bodyBytes(method.term), segments);
}

/** Whether bytes have one of these segments anywhere; bytes that are not there may have all. */
function mentions(bytes: Uint8Array | undefined, segments: ReadonlySet<number>): boolean {
  if (!bytes) return true;
  let last = 0;
  for (let i = 0; i < bytes.length; i++) {
    last = ((last << 8) | (bytes[i] as number)) >>> 0;
    if (startsNameString(last >>> 24) && segments.has(last)) return true;
  }
  return false;
}

function numberOf(segment: string): number {
  return [...segment.padEnd(4, '_')].reduce((number, one) => ((number << 8) | one.charCodeAt(0)) >>> 0, 0);
}

/** What the bodies of methods write and call, read once. */
class Bodies {
  private readonly known = new Map<MethodEntity, BodyWrites>();

  called(method: MethodEntity): MethodEntity[] {
    return this.of(method).calls.flatMap(({ name }) => methodsAt(findName(name, method.node)?.value));
  }

  /** The Names that a method writes itself, or has others write through their arguments. */
  targets(method: MethodEntity): { entity: Written; place: Place }[] {
    return this.written(method, new Set()).flatMap((place) =>
      'name' in place.root ? entitiesAt(place.root.name, method.node).map((entity) => ({ entity, place })) : [],
    );
  }

  private of(method: MethodEntity): BodyWrites {
    const known = this.known.get(method) ?? writesOf(method.term.terms);
    this.known.set(method, known);
    return known;
  }

  private written(method: MethodEntity, callers: ReadonlySet<MethodEntity>): readonly Place[] {
    if (callers.has(method)) return [];
    const { writes, calls } = this.of(method);
    const inner = new Set([...callers, method]);
    return [...writes, ...calls.flatMap((call) => this.throughArguments(method, call, inner))];
  }

  private throughArguments(
    method: MethodEntity,
    { name, args }: BodyWrites['calls'][number],
    callers: ReadonlySet<MethodEntity>,
  ): Place[] {
    if (args.every((one) => one.length === 0)) return [];
    return methodsAt(findName(name, method.node)?.value).flatMap((called) =>
      this.written(called, callers).flatMap(({ root, indexes }) =>
        'arg' in root ? at(args[root.arg] ?? [], indexes) : [],
      ),
    );
  }
}

/** A store into an argument goes through it only if it is a reference. */
function at(places: readonly Place[], indexes: Place['indexes']): Place[] {
  return places
    .filter(({ reference }) => reference || indexes.length > 0)
    .map((one) => ({ ...one, indexes: [...one.indexes, ...indexes] }));
}

function methodsAt(first: Entity | undefined): MethodEntity[] {
  const found: MethodEntity[] = [];
  for (let entity = first; entity; entity = entity.otherwise) if (entity.kind === 'method') found.push(entity);
  return found;
}

function entitiesAt(name: string, scope: Scope): Written[] {
  const found: Written[] = [];
  for (let entity = findName(name, scope)?.value; entity; entity = entity.otherwise) {
    if (entity.kind === 'data' || entity.kind === 'bufferField') found.push(entity);
  }
  return found;
}

function forget(state: State, entity: Written, { indexes }: Place): void {
  if (entity.kind === 'bufferField') return makeUnknownField(entity);
  const { make } = entity;
  const forgotten = (value: DataEntity['value']) => value && makeUnknown(value, entity, indexes);
  if (make) entity.make = () => forgotten(make()) as NonNullable<DataEntity['value']>;
  else entity.value = forgotten(entity.value);
  state.keep();
}
