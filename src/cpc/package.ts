import {
  CPC_ENTRIES,
  CPC_HEAD,
  type CpcEntryRow,
  type CpcKey,
  NEWEST_REVISION,
  READ_OF_LATER,
} from '../../grammar/cpc.js';
import type { Span } from '../aml/spans.js';
import type { AmlNode, GenericRegister } from '../aml/tree.js';
import { groupBy } from '../diagnostics/group-by.js';
import { type CpcEntries, type CpcTable, type CpcValue, isNullRegister, type Processor } from './ir.js';

/** An element of a package, right or wrong. */
export type PackageValue =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'register'; readonly register: GenericRegister }
  /** The NULL register. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'package'; readonly elements: readonly PackageValue[] }
  /** Hardware decides it, or a table that was not given; `text` is ASL, `from` has the paths of what it comes from. */
  | { readonly kind: 'unknown'; readonly text: string; readonly from: readonly string[]; readonly of?: 'Buffer' }
  /** Anything else: a String, an unresolved reference, a Buffer that is not a Register. */
  | { readonly kind: 'other'; readonly node: AmlNode };

/** What code wrote into an element of an evaluated package. */
export interface Write {
  /** The element's key, or its index if the revision has no entry there. */
  readonly entry: string;
  /** Its value, as ASL. */
  readonly value: string;
  /** Path of the method that writes it. */
  readonly by: string;
  /** The first byte that it wrote in the Buffer of a register. */
  readonly byte?: number;
}

/** A `_CPC` package as firmware or a spec has it, right or wrong. */
export interface CpcPackage {
  /** Path of the object that contains it: a Name or a method. */
  readonly path: string;
  /** Offset of the package in its table. */
  readonly offset: number;
  readonly length: number;
  /** Index of its table among the given ones. */
  readonly table: number;
  readonly numEntries: PackageValue;
  readonly revision: PackageValue;
  /** Number of elements, including NumEntries and Revision. */
  readonly count: number;
  /** The number of elements that the package declares; missing if code computes it. */
  readonly declared?: bigint;
  /** Bytes of each element, counted when they are asked for; missing if it was not read from a table. */
  readonly elementSpans?: () => readonly Span[];
  readonly entries: ReadonlyMap<CpcKey, PackageValue>;
  /** Elements after those of the revision. */
  readonly extra: readonly PackageValue[];
  /** Processors whose `_CPC` is or can return this package. */
  readonly processors: readonly string[];
  /** Of an evaluated package: writes whose results are in `entries`. */
  readonly writes?: readonly Write[];
}

/** The number of elements in a package of a revision. ACPI 6.6 §8.4.6.1. */
export function elementCount(revision: number): number {
  return CPC_HEAD.length + CPC_ENTRIES.filter((row) => row.since <= revision).length;
}

/**
 * The keys of the elements that a package of this revision has. Of a later revision than the newest, only the elements that
 * Linux has always read are known; a revision that is no number is read as the newest.
 */
export function keysOf(revision: PackageValue): CpcKey[] {
  const number = revision.kind === 'integer' ? Number(revision.value) : 0;
  const read = number > NEWEST_REVISION ? READ_OF_LATER : number;
  return CPC_ENTRIES.filter((row) => read < 1 || row.since <= read).map((row) => row.key);
}

export function integerOf(value: PackageValue | undefined): bigint | undefined {
  return value?.kind === 'integer' ? value.value : undefined;
}

/** The index of an entry in its package. */
export function elementOf(key: CpcKey): number {
  return CPC_HEAD.length + CPC_ENTRIES.findIndex((row) => row.key === key);
}

/** The number of elements that an interpreter sees; those without a value are uninitialized. ACPI 6.6 §19.6.102. */
export function lengthOf({ declared, count }: CpcPackage): number {
  return declared === undefined ? count : Number(declared);
}

/** True for an entry that can be an Integer. ACPI 6.6 §8.4.6.1. */
export function allowsInteger({ forms }: CpcEntryRow): boolean {
  return forms.includes('Integer');
}

/** Whether an announced check of Linux allows an Integer in place of a register: 0, which means "not supported". */
export function allowsAsUnsupported({ key, required }: CpcEntryRow, value: bigint): boolean {
  return value === 0n && (!required || key === 'desired_perf');
}

/** The packages of a resolved table, one for all processors that share their entries. */
export function packagesOf({ processors, revision }: CpcTable): CpcPackage[] {
  const byEntries = groupBy(processors, ({ stated }) => stated);
  return [...byEntries].map(([entries, sharing]) => packageOf(entries, revision, sharing));
}

/** The package that a table of this revision has for these entries. */
export function packageOf(
  entries: CpcEntries,
  revision: number,
  sharing: readonly Pick<Processor, 'path'>[],
): CpcPackage {
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
  const count = elementCount(revision);
  return {
    path: `${sharing[0]?.path ?? ''}._CPC`,
    offset: 0,
    length: 0,
    table: 0,
    numEntries: { kind: 'integer', value: BigInt(count) },
    revision: { kind: 'integer', value: BigInt(revision) },
    count,
    declared: BigInt(count),
    entries: new Map(rows.map(({ key }) => [key, packageValueOf(entries[key])])),
    extra: [],
    processors: sharing.map(({ path }) => path),
  };
}

function packageValueOf(value: CpcValue): PackageValue {
  if (value.kind !== 'priorities') return value;
  return {
    kind: 'package',
    elements: value.priorities.map((one) => ({
      kind: 'package',
      elements: [
        { kind: 'package', elements: one.resources.map((resource) => integerValue(resource)) },
        integerValue(one.enableValue),
        registerValue(one.enableRegister),
        integerValue(one.count),
        registerValue(one.register),
      ],
    })),
  };
}

function integerValue(value: bigint): PackageValue {
  return { kind: 'integer', value };
}

function registerValue(register: GenericRegister): PackageValue {
  return isNullRegister(register) ? { kind: 'absent' } : { kind: 'register', register };
}

/** Another object of a processor: `_PSD`, `_PCT` or `_PSS`. */
export interface NamedPackage {
  /** Path of the object, as `\\_SB.CPUS.C000._PSD`. */
  readonly path: string;
  readonly table: number;
  readonly offset: number;
  readonly length: number;
  readonly value: PackageValue;
  /** Of an evaluated package: writes whose results are in `value`. */
  readonly writes?: readonly Write[];
}

/** A value that these tables do not tell: of a name that they do not define, or of hardware. */
export function isReference(value: PackageValue): boolean {
  return value.kind === 'unknown' || (value.kind === 'other' && value.node.term === 'NameString');
}

/** A value's type, for a message. */
export function wordsFor(value: PackageValue): string {
  switch (value.kind) {
    case 'integer':
      return `the Integer ${value.value}`;
    case 'register':
      return 'a register';
    case 'absent':
      return 'the NULL register';
    case 'package':
      return 'a Package';
    case 'unknown':
      return value.text;
    case 'other':
      return value.node.term === 'String'
        ? 'a String'
        : value.node.term === 'DefBuffer'
          ? 'a Buffer'
          : 'something else';
  }
}
