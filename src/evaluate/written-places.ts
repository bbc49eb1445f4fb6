// Where the code of a method writes: into which objects, and into which of their elements. The code is not run: each
// statement counts, whatever its conditions are. References are followed through the locals of the method.

import { ByteReader } from '../aml/bytes.js';
import { fieldUnits } from '../aml/field-list.js';
import { isDefined, rowOfTerm } from '../aml/term.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';

/** An object, or an argument of the method, with the indexes on the way to what is written; undefined: any index. */
export interface Place {
  readonly root: { readonly name: string } | { readonly arg: number };
  readonly indexes: readonly (number | undefined)[];
  /** Reached through RefOf: a store goes to the object itself. */
  readonly reference: boolean;
}

export interface BodyWrites {
  readonly writes: readonly Place[];
  readonly calls: readonly { readonly name: string; readonly args: readonly (readonly Place[])[] }[];
}

/** Terms with effects that are no writes into objects. */
export const EFFECTS_ELSEWHERE: ReadonlySet<string> = new Set([
  'DefLoad',
  'DefLoadTable',
  'DefUnload',
  'DefFatal',
  'DefSignal',
  'DefReset',
  'DefWait',
  'Opaque',
]);

/** Operands that an operator writes, besides its Targets. */
const WRITTEN: Readonly<Record<string, string>> = {
  DefStore: 'target',
  DefCopyObject: 'target',
  DefIncrement: 'object',
  DefDecrement: 'object',
};

interface Body {
  /** What is stored into each local. */
  readonly locals: Map<string, AmlNode[]>;
  /** Names that the body makes: of a buffer field, what it is a part of. */
  readonly own: Map<string, AmlNode | undefined>;
  readonly targets: AmlNode[];
  readonly calls: NodeOf<'NameString'>[];
}

export function writesOf(terms: readonly AmlNode[]): BodyWrites {
  const body: Body = { locals: new Map(), own: new Map(), targets: [], calls: [] };
  for (const term of terms) collect(term, body);
  return {
    writes: body.targets.flatMap((target) => writtenPlaces(body, target)),
    calls: body.calls.map(({ name, args = [] }) => ({ name, args: args.map((one) => placesOf(body, one)) })),
  };
}

function collect(node: AmlNode, body: Body): void {
  if (node.term === 'NameString') body.calls.push(node);
  if (isDefined(node)) {
    if ('name' in node && node.term !== 'DefScope' && node.term !== 'DefExternal')
      body.own.set(node.name, 'source' in node && typeof node.source === 'object' ? node.source : undefined);
    if ('fieldList' in node)
      for (const { name } of fieldUnits(new ByteReader(node.fieldList))) body.own.set(name, undefined);
    for (const target of targetsOf(node)) {
      body.targets.push(target);
      if (target.term.startsWith('Local')) stored(body, target.term, node);
    }
  }
  for (const inner of innerNodes(node)) collect(inner, body);
}

/** What the operator of a term writes into. */
export function targetsOf(node: AmlNode): AmlNode[] {
  if (!isDefined(node)) return [];
  const targets: AmlNode[] = [];
  for (const [name, kind] of rowOfTerm(node).operands) {
    const isTarget = kind === 'Target' || WRITTEN[node.term] === name;
    if (isTarget) targets.push((node as unknown as Record<string, AmlNode>)[name] as AmlNode);
  }
  return targets;
}

function stored({ locals }: Body, local: string, node: AmlNode): void {
  const source = node.term === 'DefStore' || node.term === 'DefCopyObject' ? node.source : node;
  // A name stands for a copy of its object.
  if (source.term !== 'NameString') locals.set(local, [...(locals.get(local) ?? []), source]);
}

/** A store into a local or argument that holds no reference replaces what it holds. */
function writtenPlaces(body: Body, target: AmlNode): Place[] {
  if (target.term.startsWith('Local')) return [];
  const places = placesOf(body, target);
  return /^Arg\d/.test(target.term) ? places.map((one) => ({ ...one, reference: true })) : places;
}

// References lead in a circle where a local is stored into itself.
const DEEPEST = 12;
const MOST_PLACES = 32;

function placesOf(body: Body, node: AmlNode, depth = 0): Place[] {
  if (depth > DEEPEST) return [];
  const inner = (one: AmlNode) => placesOf(body, one, depth + 1).slice(0, MOST_PLACES);
  switch (node.term) {
    case 'NameString':
      return named(body, node, inner);
    case 'DefRefOf':
    case 'DefCondRefOf':
      return inner(node.object).map((one) => ({ ...one, reference: true }));
    case 'DefDerefOf':
      return inner(node.object);
    case 'DefStore':
      return inner(node.source);
    case 'DefIndex':
      return inner(node.object).map((one) => ({ ...one, indexes: [...one.indexes, indexOf(node.index)] }));
    default:
      return slotPlaces(body, node, inner);
  }
}

function named({ own }: Body, { name }: NodeOf<'NameString'>, inner: (node: AmlNode) => Place[]): Place[] {
  if (!own.has(name)) return [{ root: { name }, indexes: [], reference: false }];
  const source = own.get(name);
  return source ? inner(source).map((one) => ({ ...one, indexes: [...one.indexes, undefined] })) : [];
}

function slotPlaces({ locals }: Body, { term }: AmlNode, inner: (node: AmlNode) => Place[]): Place[] {
  const [, digit] = /^Arg(\d)$/.exec(term) ?? [];
  if (digit) return [{ root: { arg: Number(digit) }, indexes: [], reference: false }];
  return (locals.get(term) ?? []).flatMap(inner);
}

function indexOf(node: AmlNode): number | undefined {
  return node.term === 'Integer' ? Number(node.value) : undefined;
}
