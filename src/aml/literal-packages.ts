import type { ByteReader } from './bytes.js';
import type { AmlNode } from './tree.js';

interface Known {
  readonly bytes: Uint8Array;
  readonly elements: readonly AmlNode[];
}

/** Terms that mean the same wherever their bytes stand. Names do not; and packages inside have places of their own. */
const LITERALS: ReadonlySet<string> = new Set(['Integer', 'String', 'ResourceTemplate', 'DefBuffer']);

/** Tables repeat packages, one for each processor: those of equal bytes without names share their elements. */
export class LiteralPackages {
  /** By a hash of the bytes, the last one: hostile bytes of equal hashes take each other's place. */
  private readonly known = new Map<number, Known>();

  /** The elements in the rest of `from`; `decode` reads them. */
  elements(from: ByteReader, decode: () => readonly AmlNode[]): readonly AmlNode[] {
    const bytes = from.rest();
    const hash = hashOf(bytes);
    const known = this.known.get(hash);
    if (known && isEqual(known.bytes, bytes)) {
      from.skip(bytes.length);
      return known.elements;
    }
    const elements = decode();
    if (elements.every(isLiteral)) this.known.set(hash, { bytes, elements });
    return elements;
  }
}

function isLiteral(node: AmlNode): boolean {
  return LITERALS.has(node.term) && (node.term !== 'DefBuffer' || node.bufferSize.term === 'Integer');
}

/** FNV-1a of 32 bits. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
