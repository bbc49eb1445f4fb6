import { END_TAG, END_TAG_CHECKSUM, GENERIC_REGISTER_TAG } from '../../grammar/descriptors.js';
import { GENERIC_REGISTER } from '../../grammar/structures.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { decodeStructure, encodeStructure, sizeOfStructure } from './structure.js';
import type { GenericRegister } from './tree.js';

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

/** The registers of such bytes; undefined when they hold anything else. */
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

function startsRegister(from: ByteReader): boolean {
  return (
    from.peek() === GENERIC_REGISTER_TAG &&
    from.peek(1) === REGISTER_BYTES &&
    from.peek(2) === 0 &&
    from.left >= 3 + REGISTER_BYTES
  );
}
