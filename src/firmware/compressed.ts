import { COMPRESSIONS } from '../../grammar/compressions.js';

export function isCompressed(bytes: Uint8Array): boolean {
  return compressionOf(bytes) !== undefined;
}

/** How a file is compressed, by its first bytes, and the program that reads it. */
export function compressionOf(bytes: Uint8Array): { readonly by: string; readonly cat: string } | undefined {
  const row = COMPRESSIONS.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
  return row && { by: row.by, cat: row.cat };
}
