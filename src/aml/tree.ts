import type { OperandKind, TERMS, TermRow } from '../../grammar/aml-terms.js';
import type { DESCRIPTION_HEADER, GENERIC_REGISTER } from '../../grammar/structures.js';
import type { Integer } from './integer.js';
import type { PkgLengthBytes } from './pkg-length.js';
import type { StructureOf } from './structure.js';

export type GenericRegister = StructureOf<typeof GENERIC_REGISTER>;

/** Text of characters 0x01 to 0x7F. ACPI 6.6 §20.2.3. */
interface AmlString {
  readonly term: 'String';
  readonly value: string;
}

/** A name in the place of a term: a reference to an object, or with `args` the invocation of a method. */
interface NameString {
  readonly term: 'NameString';
  readonly name: string;
  /** Only if the method is known to have some; else they follow as terms of their own, in the same bytes. */
  readonly args?: readonly AmlNode[];
}

/** A Target that stores nothing. ACPI 6.6 §20.2.5.4. */
interface NullName {
  readonly term: 'NullName';
}

/** A Buffer that holds Register descriptors and an end tag, nothing else. ACPI 6.6 §6.4. */
export interface ResourceTemplate {
  readonly term: 'ResourceTemplate';
  readonly registers: readonly GenericRegister[];
  /** Only when the Buffer's size is written longer than §20.2.3 needs. */
  readonly sizeWidth?: NonNullable<Integer['width']>;
  readonly pkgLengthBytes?: PkgLengthBytes;
}

/** Bytes that this grammar does not have, kept unchanged. */
interface Opaque {
  readonly term: 'Opaque';
  readonly bytes: Uint8Array;
}

interface OperandValues {
  NameString: string;
  TermArg: AmlNode;
  SimpleName: AmlNode;
  Target: AmlNode;
  ByteData: number;
  WordData: number;
  DWordData: number;
  TermList: readonly AmlNode[];
  PackageElementList: readonly AmlNode[];
  ByteList: Uint8Array;
}

export type OperandValue = OperandValues[OperandKind];

type TermOf<R extends TermRow> = R extends TermRow
  ? { readonly term: R['term'] } & {
      readonly [O in R['operands'][number] as O[0]]: OperandValues[O[1]];
    } & (R['pkgLength'] extends true
        ? {
            /** Only when the PkgLength is longer than §20.2.4 needs. */
            readonly pkgLengthBytes?: PkgLengthBytes;
          }
        : unknown)
  : never;

/** A term that a row of the grammar describes. */
export type DefinedTerm = TermOf<(typeof TERMS)[number]>;
export type AmlNode = DefinedTerm | Integer | AmlString | NameString | NullName | ResourceTemplate | Opaque;
export type NodeOf<T extends AmlNode['term']> = Extract<AmlNode, { term: T }>;

/** A System Description Table that holds a definition block; length and checksum follow from the rest. */
export interface AmlTable {
  readonly header: Omit<StructureOf<typeof DESCRIPTION_HEADER>, 'length' | 'checksum'>;
  readonly terms: readonly AmlNode[];
}
