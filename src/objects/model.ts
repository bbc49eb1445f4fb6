// Values are objects that change in place, as in ACPICA: an Integer that a Name holds is the same object as the element
// of a Package that names it, so that a store into the Name shows in the Package. Copies are made where ACPICA makes them.

import type { NameNode } from '../aml/name-tree.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';

export interface IntegerValue {
  readonly type: 'Integer';
  value: bigint;
  /** Zero, One or Ones: a store into it does nothing. */
  readonly constant?: boolean;
  /** Hardware decides it; then `value` means nothing. In place, so that whoever holds the object sees it. */
  unknown?: Unknown | undefined;
}

export interface StringValue {
  readonly type: 'String';
  /** A character per byte. */
  text: string;
}

/** What code wrote into an element of a Package or a byte of a Buffer. */
interface ElementWrite {
  readonly index: number;
  /** As ASL: a number, or where it comes from. */
  readonly value: string;
  /** The path of the method. */
  readonly by: string;
}

export interface BufferValue {
  readonly type: 'Buffer';
  bytes: Uint8Array;
  /** Bytes that hardware decides. */
  unknown?: Map<number, Unknown> | undefined;
  origin?: AmlNode;
  writes?: readonly ElementWrite[] | undefined;
}

export interface PackageValue {
  readonly type: 'Package';
  elements: (Value | undefined)[];
  /** Nobody else holds it: ACPICA stores it into a local without a copy, so that its elements stay those of Names. */
  fresh?: boolean;
  /** The term of a table that it was made from. */
  origin?: AmlNode;
  writes?: readonly ElementWrite[] | undefined;
}

/** A local or an argument of a method. */
export interface Slot {
  readonly kind: 'local' | 'arg';
  readonly index: number;
  value: Value | undefined;
  /** It stands for what a method did not return. */
  readonly lost?: boolean;
  /** A store through RefOf has given it a type, which later stores through RefOf convert to. */
  typed?: boolean;
}

/** RefOf: to a named object or a slot. */
interface RefOfValue {
  readonly type: 'RefOf';
  readonly to: Entity | Slot;
}

export interface IndexValue {
  readonly type: 'Index';
  readonly of: PackageValue | BufferValue | StringValue;
  readonly index: number;
}

/** A named object that is no data: a Device, a method of a Package's element. */
interface ObjectValue {
  readonly type: 'Object';
  readonly entity: Entity;
}

interface DebugValue {
  readonly type: 'Debug';
}

type Data = IntegerValue | StringValue | BufferValue | PackageValue;
export type Value = Data | RefOfValue | IndexValue | ObjectValue | DebugValue | Unknown;

/** What tables cannot tell: a field of hardware, a Name that other code writes, an object of a table that was not given. */
export interface Unknown {
  readonly type: 'Unknown';
  /** As ASL. */
  readonly text: string;
  /** Equal for what has the same value; different for different objects of one name. */
  readonly key: string;
  /** The type that the value has. */
  readonly as: 'Integer' | 'Buffer' | 'String' | 'any';
  /** The paths of what it comes from. */
  readonly from: readonly string[];
  /** A comparison, which is Ones or Zero: the text of the opposite. */
  readonly opposite?: string;
  /** The value whose being zero this one says. */
  readonly zeroOf?: Unknown;
  /** This value is true only when these are, or false only when these are. */
  readonly parts?: { readonly when: boolean; readonly of: readonly Unknown[] };
  /** One of the bytes of a value that was written into a Buffer. */
  readonly byteOf?: { readonly whole: Unknown; readonly index: number; readonly count: number };
  /** It is this value plus an Integer, cut to the width of Integers. */
  readonly sum?: { readonly of: Unknown; readonly addend: bigint; readonly mask: bigint };
  /** It equals this Integer exactly when it is true. */
  readonly equals?: { readonly of: Unknown; readonly value: bigint };
}

/** What an unknown value was taken to be on one way. */
export interface Decision {
  readonly value: Unknown;
  readonly truth: boolean;
}

export type Scope = NameNode<Entity>;

interface Common {
  readonly node: Scope;
  /** Conditions of table level under which it exists; not there: always. */
  readonly when?: readonly Decision[];
  /** What stands there under other conditions. */
  otherwise?: Entity;
}

/** A Name, with what it holds. */
export interface DataEntity extends Common {
  readonly kind: 'data';
  value: Value | undefined;
  /** Makes the value when it is first needed: most Names of a firmware never are. */
  make: (() => Value) | undefined;
  /** Its term in a table. */
  readonly term?: NodeOf<'DefName'>;
}

export interface MethodEntity extends Common {
  readonly kind: 'method';
  readonly term: NodeOf<'DefMethod'>;
}

/** How a field lies in what it is a part of. ACPI 6.6 §19.6.48. */
export interface FieldLayout {
  readonly bitOffset: number;
  readonly bitLength: number;
  readonly accessBytes: number;
  /** 0 preserves, 1 writes ones, 2 writes zeros around it. */
  readonly updateRule: number;
}

export interface RegionEntity extends Common {
  readonly kind: 'region';
  readonly space: number;
  /** What ACPICA evaluates at the place of the definition; undefined where hardware decides. */
  readonly range: () => { readonly offset: bigint; readonly length: bigint } | undefined;
}

/** A unit of a Field, an IndexField or a BankField. */
export interface FieldEntity extends Common {
  readonly kind: 'field';
  readonly layout: FieldLayout;
  readonly region?: Entity;
  readonly indexed?: { readonly index: Entity; readonly data: Entity };
  readonly bank?: { readonly register: Entity; readonly value: () => Value };
  /** Grows by writes: what hardware then answers is another unknown value. */
  version: number;
}

export interface BufferFieldEntity extends Common {
  readonly kind: 'bufferField';
  readonly layout: FieldLayout;
  readonly buffer: BufferValue;
  /** CreateField gives Buffers, the others Integers. */
  readonly alwaysBuffer: boolean;
}

/** Objects that are only named here: what else they do is not followed. */
export interface OtherEntity extends Common {
  readonly kind: 'device' | 'processor' | 'thermalZone' | 'powerResource' | 'event' | 'scope' | 'osi';
  readonly term?: AmlNode;
  /** Signals of an Event that nobody waited for. */
  signals?: number;
}

interface MutexEntity extends Common {
  readonly kind: 'mutex';
  acquired: number;
}

export type Entity =
  | DataEntity
  | MethodEntity
  | RegionEntity
  | FieldEntity
  | BufferFieldEntity
  | MutexEntity
  | OtherEntity;
