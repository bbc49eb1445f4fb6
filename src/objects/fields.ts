// Bits of fields, read and written in pieces of the access size. ACPI 6.6 §19.6.48; as ACPICA 20200925 (exfldio.c).

import { abort, BoundError } from './abort.js';
import { bytesOf, littleEndian, unknownBytes } from './convert.js';
import type { BufferFieldEntity, FieldEntity, FieldLayout, Unknown, Value } from './model.js';
import { accessIndexed, accessRegion, type Datum } from './regions.js';
import { pathOf, type State } from './state.js';
import { derived, isUnknown, unknownOf, writtenText } from './unknown.js';
import { bufferValue, integerValue } from './values.js';

export function readField(state: State, field: FieldEntity | BufferFieldEntity): Value {
  if (field.kind === 'bufferField') return readBufferField(state, field);
  if (state.settings.fill === undefined) return hardwareValue(state, field);
  return fieldValue(state, extract(field.layout, datumOf(state, field)), field.layout, false);
}

export function writeField(state: State, field: FieldEntity | BufferFieldEntity, value: Value): void {
  if (field.kind === 'bufferField') return writeBufferField(state, field, value);
  if (state.settings.fill !== undefined && !isUnknown(value)) {
    return insert(field.layout, datumOf(state, field), sourceBits(value));
  }
  if (!isUnknown(value)) sourceBits(value);
  field.version++;
  state.changed(() => field.version--);
}

/** Bits that code writes: of an Integer all 64, of a Buffer or String all bytes. */
function sourceBits(value: Value): bigint {
  switch (value.type) {
    case 'Integer':
      return value.value;
    case 'Buffer':
      return littleEndian(value.bytes);
    case 'String':
      return littleEndian(Uint8Array.from(value.text, (character) => character.charCodeAt(0)));
    default:
      return abort('AE_AML_OPERAND_TYPE');
  }
}

function hardwareValue(state: State, field: FieldEntity): Value {
  const path = pathOf(field);
  const as = field.layout.bitLength > state.settings.integerBytes * 8 ? 'Buffer' : 'Integer';
  const key = field.version === 0 ? path : `${path}#${field.version}`;
  return state.way.known({ ...unknownOf(field.node.segment, path, as), key });
}

function fieldValue(state: State, bits: bigint, { bitLength }: FieldLayout, alwaysBuffer: boolean): Value {
  const size = Math.ceil(bitLength / 8);
  if (size <= state.settings.integerBytes && !alwaysBuffer) return integerValue(bits);
  state.spend(size);
  return bufferValue(bytesOf(bits, size));
}

/** Only where regions are simulated. */
const LONGEST_REGISTER = 1 << 16;

/** The bits of a field, read by accesses of its size. */
function extract({ bitOffset, bitLength, accessBytes }: FieldLayout, datum: Datum): bigint {
  if (bitLength > LONGEST_REGISTER) throw new BoundError('memory');
  const { base, start, count } = accesses(bitOffset, bitLength, accessBytes);
  let bits = 0n;
  for (let i = 0; i < count; i++)
    bits |= datum.read(base + i * accessBytes, accessBytes) << BigInt(i * accessBytes * 8);
  return BigInt.asUintN(bitLength, bits >> BigInt(start));
}

function insert(layout: FieldLayout, datum: Datum, source: bigint): void {
  const { bitOffset, bitLength, accessBytes, updateRule } = layout;
  if (bitLength > LONGEST_REGISTER) throw new BoundError('memory');
  const { base, start, count } = accesses(bitOffset, bitLength, accessBytes);
  const mask = ((1n << BigInt(bitLength)) - 1n) << BigInt(start);
  const bits = (source << BigInt(start)) & mask;
  const whole = (1n << BigInt(accessBytes * 8)) - 1n;
  for (let i = 0; i < count; i++) {
    const shift = BigInt(i * accessBytes * 8);
    const here = (mask >> shift) & whole;
    const value = (bits >> shift) & whole;
    const at = base + i * accessBytes;
    datum.write(at, accessBytes, value | around(here, whole, updateRule, () => datum.read(at, accessBytes)));
  }
}

/** The bits beside the field in one access, as the update rule of the Field has them. */
function around(field: bigint, whole: bigint, updateRule: number, read: () => bigint): bigint {
  const rest = whole & ~field;
  if (rest === 0n || updateRule === 2) return 0n;
  return updateRule === 1 ? rest : read() & rest;
}

function accesses(bitOffset: number, bitLength: number, accessBytes: number) {
  const base = Math.floor(bitOffset / 8 / accessBytes) * accessBytes;
  const start = bitOffset - base * 8;
  return { base, start, count: Math.ceil((bitLength + start) / (accessBytes * 8)) };
}

function datumOf(state: State, field: FieldEntity): Datum {
  if (field.indexed) {
    const { index, data } = field.indexed;
    if (index.kind !== 'field' || data.kind !== 'field') abort('AE_AML_OPERAND_TYPE');
    const other = (of: FieldEntity) => ({
      read: () => extract(of.layout, datumOf(state, of)),
      write: (value: bigint) => insert(of.layout, datumOf(state, of), value),
      bits: of.layout.bitLength,
    });
    return accessIndexed(other(index), other(data));
  }
  return accessRegion(state, field, () => selectBank(state, field));
}

function selectBank(state: State, { bank }: FieldEntity): void {
  if (bank?.register.kind !== 'field') return;
  const value = bank.value();
  if (value.type === 'Integer') insert(bank.register.layout, datumOf(state, bank.register), value.value);
}

function readBufferField(state: State, field: BufferFieldEntity): Value {
  const { layout, buffer } = field;
  const first = Math.floor(layout.bitOffset / 8);
  const end = Math.ceil((layout.bitOffset + layout.bitLength) / 8);
  const unknown = unknownBytes(buffer, first, end - first);
  if (unknown) return partOf(state, unknown, field, layout.bitOffset % 8 === 0 && layout.bitLength % 8 === 0);
  const bits = littleEndian(buffer.bytes.subarray(first, end)) >> BigInt(layout.bitOffset % 8);
  return fieldValue(state, BigInt.asUintN(layout.bitLength, bits), layout, field.alwaysBuffer);
}

function partOf(state: State, unknown: Unknown, field: BufferFieldEntity, whole: boolean): Value {
  if (whole && !field.alwaysBuffer) return state.way.known(unknown);
  const { segment } = field.node;
  return derived(segment, `${segment} ${field.layout.bitOffset} of ${unknown.key}`, [unknown], 'any');
}

function writeBufferField(state: State, field: BufferFieldEntity, value: Value): void {
  const { layout, buffer } = field;
  const first = Math.floor(layout.bitOffset / 8);
  const end = Math.ceil((layout.bitOffset + layout.bitLength) / 8);
  state.spend(end - first);
  const before = buffer.bytes.slice(first, end);
  const marks = buffer.unknown && new Map(buffer.unknown);
  const { writes } = buffer;
  state.changed(() => {
    buffer.bytes.set(before, first);
    buffer.unknown = marks;
    buffer.writes = writes;
  });
  buffer.writes = [...(writes ?? []), { index: first, value: writtenText(value), by: state.by }];
  if (isUnknown(value)) return markUnknown(buffer, first, end - first, value);
  const start = BigInt(layout.bitOffset % 8);
  const mask = ((1n << BigInt(layout.bitLength)) - 1n) << start;
  const bits = (littleEndian(before) & ~mask) | ((sourceBits(value) << start) & mask);
  buffer.bytes.set(bytesOf(bits, end - first), first);
  if (layout.bitOffset % 8 === 0 && layout.bitLength % 8 === 0) clearUnknown(buffer, first, end - first);
}

export function markUnknown(
  buffer: { unknown?: Map<number, Unknown> | undefined },
  first: number,
  count: number,
  whole: Unknown,
): void {
  buffer.unknown ??= new Map();
  for (let index = 0; index < count; index++) {
    const key = `${whole.key}[${index}/${count}]`;
    const byte: Unknown = { ...whole, key, as: 'Integer', byteOf: { whole, index, count } };
    buffer.unknown.set(first + index, byte);
  }
}

export function clearUnknown(
  buffer: { unknown?: Map<number, Unknown> | undefined },
  first: number,
  count: number,
): void {
  if (!buffer.unknown) return;
  for (let i = 0; i < count; i++) buffer.unknown.delete(first + i);
  if (buffer.unknown.size === 0) buffer.unknown = undefined;
}
