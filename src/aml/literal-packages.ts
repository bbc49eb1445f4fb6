import type { ByteReader } from './bytes.js';
import type { AmlNode } from './tree.js';

/** Terms that mean the same wherever their bytes stand. Names do not; and packages inside have places of their own. */
const LITERALS: ReadonlySet<string> = new Set(['Integer', 'String', 'ResourceTemplate', 'DefBuffer']);

/** windows-1252 has a character of its own for each byte. A string is compared, and hashed, much faster than bytes. */
const ONE_CHARACTER_A_BYTE = new TextDecoder('windows-1252');

/** Tables repeat packages, one for each processor: those of equal bytes without names share their elements. */
export class LiteralPackages {
  private readonly known = new Map<string, readonly AmlNode[]>();

  /** The elements in the rest of `from`; `decode` reads them. */
  elements(from: ByteReader, decode: () => readonly AmlNode[]): readonly AmlNode[] {
    const bytes = from.rest();
    const key = ONE_CHARACTER_A_BYTE.decode(bytes);
    const known = this.known.get(key);
    if (known) {
      from.skip(bytes.length);
      return known;
    }
    const elements = decode();
    if (elements.every(isLiteral)) this.known.set(key, elements);
    return elements;
  }
}

function isLiteral(node: AmlNode): boolean {
  return LITERALS.has(node.term) && (node.term !== 'DefBuffer' || node.bufferSize.term === 'Integer');
}
