import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import { ByteWriter } from '../aml/bytes.js';
import { spaceText } from '../aml/register-names.js';
import { encodeTerm } from '../aml/term.js';
import type { AmlNode, GenericRegister } from '../aml/tree.js';
import { type CpcEntries, type CpcValue, isNullRegister, type ResourcePriority } from '../cpc/ir.js';
import type { PackageValue } from '../cpc/package.js';

/** An Integer as JSON can hold it: exact, in decimal text above 2^53-1. */
type JsonInteger = number | string;

interface JsonRegister {
  readonly space: string;
  readonly bit_width: number;
  readonly bit_offset: number;
  /** The number of the access size; for PCC `subspace` takes its place. */
  readonly access_size?: number;
  readonly subspace?: number;
  readonly address: string;
}

/** `null` is the NULL register; `opaque` has the bytes of what is neither Integer, Register nor Package. */
export type JsonEntry =
  | JsonInteger
  | JsonRegister
  | null
  | { readonly package: readonly JsonEntry[] }
  | { readonly unknown: string }
  | { readonly opaque: string };

/** The entries that the revision has, in the order of the elements. */
export function entriesToJson(entries: CpcEntries, revision: number): Partial<Record<CpcKey, JsonEntry>> {
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
  return Object.fromEntries(rows.map(({ key }) => [key, entryToJson(key, entries[key])]));
}

function entryToJson(key: CpcKey, value: CpcValue): JsonEntry {
  switch (value.kind) {
    case 'integer':
      return integerToJson(value.value);
    case 'register':
      return registerToJson(value.register);
    case 'priorities':
      return { package: value.priorities.map(priorityToJson) };
    case 'absent':
      return key === 'resource_priority' ? { package: [] } : null;
  }
}

/** An element as firmware has it. */
export function foundToJson(value: PackageValue): JsonEntry {
  switch (value.kind) {
    case 'integer':
      return integerToJson(value.value);
    case 'register':
      return registerToJson(value.register);
    case 'absent':
      return null;
    case 'package':
      return { package: value.elements.map(foundToJson) };
    case 'unknown':
      return { unknown: value.text };
    case 'other':
      return { opaque: hexOf(value.node) };
  }
}

export function foundEntriesToJson(entries: ReadonlyMap<CpcKey, PackageValue>): Partial<Record<CpcKey, JsonEntry>> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, foundToJson(value)]));
}

function hexOf(node: AmlNode): string {
  const out = new ByteWriter();
  encodeTerm(node, out);
  return Array.from(out.result(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function integerToJson(value: bigint): JsonInteger {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}

function registerToJson(register: GenericRegister): JsonEntry {
  if (isNullRegister(register)) return null;
  const { spaceId, bitWidth, bitOffset, accessSize, address } = register;
  const space = spaceText(spaceId);
  return {
    space,
    bit_width: bitWidth,
    bit_offset: bitOffset,
    ...(space === 'PCC' ? { subspace: accessSize } : { access_size: accessSize }),
    address: `0x${address.toString(16).toUpperCase()}`,
  };
}

function priorityToJson({ resources, enableValue, enableRegister, count, register }: ResourcePriority): JsonEntry {
  return {
    package: [
      { package: resources.map(integerToJson) },
      integerToJson(enableValue),
      registerToJson(enableRegister),
      integerToJson(count),
      registerToJson(register),
    ],
  };
}
