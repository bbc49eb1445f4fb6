import { PKG_LENGTH_LIMITS } from '../../grammar/aml-terms.js';
import { type ByteReader, type ByteWriter, TruncatedError, UnsupportedError } from './bytes.js';

export type PkgLengthBytes = 1 | 2 | 3 | 4;

/** How many bytes a PkgLength in front of `bodyLength` bytes needs; it counts itself. ACPI 6.6 §20.2.4. */
export function minimalPkgLengthBytes(bodyLength: number): PkgLengthBytes {
  for (let size = 1; size <= PKG_LENGTH_LIMITS.length; size++) {
    if (bodyLength + size <= (PKG_LENGTH_LIMITS[size - 1] ?? 0)) return size as PkgLengthBytes;
  }
  throw new RangeError(`a PkgLength cannot hold ${bodyLength} bytes`);
}

/** PkgLength: bits 7-6 of the lead byte count the bytes that follow it. ACPI 6.6 §20.2.4. */
export function encodePkgLength(bodyLength: number, size: PkgLengthBytes, out: ByteWriter): void {
  const length = bodyLength + size;
  if (size === 1) out.u8(length);
  else out.u8(((size - 1) << 6) | (length & 0x0f)).uint(length >>> 4, size - 1);
}

export function decodePkgLength(from: ByteReader): { bodyLength: number; size: PkgLengthBytes } {
  const lead = from.u8();
  const size = ((lead >> 6) + 1) as PkgLengthBytes;
  if (size > 1 && (lead & 0x30) !== 0) throw new UnsupportedError('reserved bits of a PkgLength are set');
  const length = size === 1 ? lead & 0x3f : (from.number(size - 1) << 4) | (lead & 0x0f);
  const bodyLength = length - size;
  if (bodyLength < 0 || bodyLength > from.left) throw new TruncatedError();
  return { bodyLength, size };
}

/** The bits of a field, written in the form of a PkgLength that does not count itself. ACPI 6.6 §20.2.5.2. */
export function decodeFieldLength(from: ByteReader): number {
  const lead = from.u8();
  const size = lead >> 6;
  return size === 0 ? lead & 0x3f : from.number(size) * 0x10 + (lead & 0x0f);
}
