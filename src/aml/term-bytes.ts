import { ByteWriter } from './bytes.js';
import { encodeTerm } from './term.js';
import type { AmlNode } from './tree.js';

/** The bytes of a term as a string, a character per byte: a key that is equal for equal bytes. */
export function termBytes(node: AmlNode): string {
  const out = new ByteWriter();
  encodeTerm(node, out);
  return Array.from(out.result(), (byte) => String.fromCharCode(byte)).join('');
}
