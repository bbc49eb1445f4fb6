import { FIELD_ELEMENTS, TERMS } from '../../grammar/aml-terms.js';
import { type ByteReader, TruncatedError, UnsupportedError } from './bytes.js';
import { decodeNameString, decodeSegment } from './name-string.js';
import { decodeFieldLength, decodePkgLength } from './pkg-length.js';

/** A named part of a Field; bits count from the start of the region. */
interface FieldUnit {
  readonly name: string;
  readonly bitOffset: number;
  readonly bitLength: number;
  /** AccessType of an AccessAs in front of it, in place of the Field's. */
  readonly access: number | undefined;
}

/** The names of a FieldList, up to the first element that cannot be read. ACPI 6.6 §20.2.5.2, FieldElement. */
export function fieldUnits(from: ByteReader): FieldUnit[] {
  const units: FieldUnit[] = [];
  const state = { bit: 0, access: undefined };
  try {
    while (from.left > 0) takeElement(from, state, units);
  } catch (error) {
    if (!(error instanceof TruncatedError || error instanceof UnsupportedError)) throw error;
  }
  return units;
}

interface FieldState {
  bit: number;
  access: number | undefined;
}

function takeElement(from: ByteReader, state: FieldState, units: FieldUnit[]): void {
  switch (from.peek()) {
    case FIELD_ELEMENTS.reserved:
      from.u8();
      state.bit += decodeFieldLength(from);
      return;
    case FIELD_ELEMENTS.access:
      from.u8();
      state.access = from.u8();
      from.u8();
      return;
    case FIELD_ELEMENTS.extendedAccess:
      from.u8();
      state.access = from.u8();
      from.bytes(2);
      return;
    case FIELD_ELEMENTS.connect:
      from.u8();
      skipConnection(from);
      return;
    default: {
      const name = decodeSegment(from);
      const bitLength = decodeFieldLength(from);
      units.push({ name, bitOffset: state.bit, bitLength, access: state.access });
      state.bit += bitLength;
    }
  }
}

function skipConnection(from: ByteReader): void {
  if (from.peek() !== BUFFER_OP) {
    decodeNameString(from);
    return;
  }
  from.u8();
  from.part(decodePkgLength(from).bodyLength);
}

const BUFFER_OP = TERMS.find((row) => row.term === 'DefBuffer')?.opcode[0];
