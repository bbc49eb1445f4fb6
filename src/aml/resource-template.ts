import {
  END_TAG,
  END_TAG_CHECKSUM,
  GENERIC_REGISTER_TAG,
  LARGE_DESCRIPTOR,
  SMALL_LENGTH_MASK,
} from '../../grammar/descriptors.js';
import { GENERIC_REGISTER } from '../../grammar/structures.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { type Integer, integer } from './integer.js';
import { decodeStructure, encodeStructure, sizeOfStructure } from './structure.js';
import type { GenericRegister, NodeOf, ResourceTemplate } from './tree.js';

const REGISTER_BYTES = sizeOfStructure(GENERIC_REGISTER);

/** The bytes of a ResourceTemplate of Register descriptors, end tag included. ACPI 6.6 §6.4.3.7 and §6.4.2.9. */
export function encodeRegisters(registers: readonly GenericRegister[]): Uint8Array {
  const out = new ByteWriter();
  for (const register of registers) {
    out.u8(GENERIC_REGISTER_TAG).uint(REGISTER_BYTES, 2);
    encodeStructure(GENERIC_REGISTER, register, out);
  }
  return out.u8(END_TAG).u8(END_TAG_CHECKSUM).result();
}

/** The registers of these bytes; undefined if the bytes hold anything else. */
export function decodeRegisters(bytes: Uint8Array): readonly GenericRegister[] | undefined {
  const from = new ByteReader(bytes);
  const registers: GenericRegister[] = [];
  while (startsRegister(from)) {
    from.bytes(3);
    registers.push(decodeStructure(GENERIC_REGISTER, from));
  }
  const ended = from.left === 2 && from.u8() === END_TAG && from.u8() === END_TAG_CHECKSUM;
  return ended ? registers : undefined;
}

/** Counts Register tags in a Buffer that ends with an end tag, as a ResourceTemplate does. */
export function countRegisterTags(bytes: Uint8Array): number {
  if (bytes.at(-2) !== END_TAG) return 0;
  let count = 0;
  for (let at = 0; at < bytes.length - 2; at += descriptorLength(bytes, at)) {
    if (bytes[at] === GENERIC_REGISTER_TAG) count++;
  }
  return count;
}

/** Tag, length and data of a descriptor, small or large. ACPI 6.6 §6.4.2 and §6.4.3. */
function descriptorLength(bytes: Uint8Array, at: number): number {
  const tag = bytes[at] ?? 0;
  if (tag < LARGE_DESCRIPTOR) return 1 + (tag & SMALL_LENGTH_MASK);
  return 3 + (bytes[at + 1] ?? 0) + 0x100 * (bytes[at + 2] ?? 0);
}

function startsRegister(from: ByteReader): boolean {
  return (
    from.peek() === GENERIC_REGISTER_TAG &&
    from.peek(1) === REGISTER_BYTES &&
    from.peek(2) === 0 &&
    from.left >= 3 + REGISTER_BYTES
  );
}

/** The Buffer that a ResourceTemplate stands for. ACPI 6.6 §19.6.117. */
export function bufferOf({ registers, sizeWidth, pkgLengthBytes }: ResourceTemplate): NodeOf<'DefBuffer'> {
  const bytes = encodeRegisters(registers);
  const bufferSize: Integer = sizeWidth
    ? { term: 'Integer', value: BigInt(bytes.length), width: sizeWidth }
    : integer(bytes.length);
  return { term: 'DefBuffer', bufferSize, bytes, ...(pkgLengthBytes && { pkgLengthBytes }) };
}

/** The ResourceTemplate whose bytes a Buffer holds; the Buffer itself if it holds anything else. */
export function templateOf(buffer: NodeOf<'DefBuffer'>): NodeOf<'DefBuffer'> | ResourceTemplate {
  const { bufferSize, bytes, pkgLengthBytes } = buffer;
  if (bufferSize.term !== 'Integer' || bufferSize.value !== BigInt(bytes.length)) return buffer;
  const registers = decodeRegisters(bytes);
  if (!registers || registers.length === 0) return buffer;
  return {
    term: 'ResourceTemplate',
    registers,
    ...(bufferSize.width && { sizeWidth: bufferSize.width }),
    ...(pkgLengthBytes && { pkgLengthBytes }),
  };
}
