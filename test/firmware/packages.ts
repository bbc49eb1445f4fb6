// `_CPC` and `_PSD` packages as firmware has them, and tables with them.

import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import type { GuestName } from '../../grammar/guests.js';
import { AMD, type LayoutRegister } from '../../grammar/layouts.js';
import { integer } from '../../src/aml/integer.js';
import { decodeTable, encodeTable } from '../../src/aml/table.js';
import type { AmlNode, AmlTable, NodeOf } from '../../src/aml/tree.js';
import { NULL_REGISTER } from '../../src/cpc/ir.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { type GuestAnswer, judgeGuest } from '../../src/guest/judge.js';
import { subjectOfFirmware } from '../../src/guest/subject.js';

export type Value = bigint | AmlNode;
export type Entries = Partial<Record<CpcKey, Value>>;

export function register(fields: Partial<typeof NULL_REGISTER>): AmlNode {
  return { term: 'ResourceTemplate', registers: [{ ...NULL_REGISTER, ...fields }] };
}

export const NULL = register({});

export const msr = (address: bigint, bitWidth: number, bitOffset: number, accessSize = 4) =>
  register({ spaceId: 0x7f, address, bitWidth, bitOffset, accessSize });

export const port = (address: bigint, accessSize: number, bitWidth = 8) =>
  register({ spaceId: 1, address, bitWidth, accessSize });

export const pcc = (address: bigint, subspace: number, bitWidth = 32) =>
  register({ spaceId: 10, address, bitWidth, accessSize: subspace });

export const pack = (...elements: readonly Value[]): NodeOf<'DefPackage'> => ({
  term: 'DefPackage',
  numElements: elements.length,
  elements: elements.map((one) => (typeof one === 'bigint' ? integer(one) : one)),
});

/** One resource descriptor of Resource Priority. */
export const descriptor = (count = 2n) => pack(pack(3n, 4n), 1n, msr(0xc88n, 1, 0), count, msr(0xc8fn, 4, 32));

/** AMD's registers, constants where they have none, and nothing in the rest. */
function sane(): Required<Entries> {
  const map: Readonly<Partial<Record<CpcKey, LayoutRegister | number>>> = AMD;
  const rows = CPC_ENTRIES.map(({ key }): [CpcKey, Value] => {
    const row = map[key];
    if (typeof row === 'number') return [key, BigInt(row)];
    return [key, row ? msr(row.address, row.bit_width, row.bit_offset) : NULL];
  });
  return { ...(Object.fromEntries(rows) as Required<Entries>), resource_priority: pack(descriptor()) };
}

export function cpc(changes: Entries = {}, revision = 3): NodeOf<'DefPackage'> {
  const entries = { ...sane(), ...changes };
  const values = CPC_ENTRIES.filter((row) => row.since <= revision).map((row) => entries[row.key]);
  return pack(BigInt(values.length + 2), BigInt(revision), ...values);
}

export const name = (path: string, object: AmlNode): AmlNode => ({ term: 'DefName', name: path, object });

export const psd = (...values: readonly bigint[]) => pack(pack(...values));

/** The table as it is read back from its bytes. */
export function readTable(terms: readonly AmlNode[], signature = 'SSDT'): AmlTable {
  const { value } = decodeTable(tableWith(signature, terms), 'test.aml');
  if (!value) throw new Error('a table that cannot be read');
  return value;
}

/** The terms as they are read back from a table's bytes. */
export function readBack(terms: readonly AmlNode[]): readonly AmlNode[] {
  return readTable(terms).terms;
}

/** What `check` says about the tables of one machine. */
export function problemsOf(...tables: readonly AmlTable[]): Diagnostic[] {
  const read = tables.map((table, i) => ({ file: i === 0 ? 'test.aml' : `test${i}.aml`, table }));
  return firmwareProblems(read, machineFacts(tables));
}

/** What a guest does with the tables of one machine. */
export function judged(guest: GuestName, ...tables: readonly AmlTable[]): GuestAnswer {
  return judgeGuest(guest, subjectOfFirmware(tables, machineFacts(tables)));
}

/** A processor device. */
export const device = (path: string, ...objects: readonly AmlNode[]): AmlNode => ({
  term: 'DefDevice',
  name: path,
  terms: [name('_HID', { term: 'String', value: 'ACPI0007' }), ...objects],
});

/** The bytes of a table. */
export function tableWith(signature: string, terms: readonly AmlNode[]): Uint8Array {
  const header = { signature, revision: 2, oemId: 'CPPC', oemTableId: 'TEST', oemRevision: 1 };
  return encodeTable({ header: { ...header, creatorId: 'TEST', creatorRevision: 1 }, terms });
}
