import type { AmlNode } from './tree.js';

/** Bytes of the whole table that a node was read from. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

class Given {
  // A constructor may return another object; the fields of a class that extends this one are then put into it.
  constructor(node: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is how a private field gets into an object
    return node;
  }
}

// Private fields of the node, where comparing, copying and walking pass them by: two trees are equal when what they say
// is equal. A hidden property takes twice the time, for each of a hundred thousand nodes; so does a WeakMap.
class Spanned extends Given {
  readonly #offset: number;
  readonly #length: number;

  constructor(node: object, offset: number, length: number) {
    super(node);
    this.#offset = offset;
    this.#length = length;
  }

  static of(node: object): Span | undefined {
    return #offset in node ? { offset: node.#offset, length: node.#length } : undefined;
  }
}

export function keepSpan<N extends AmlNode>(node: N, offset: number, end: number): N {
  new Spanned(node, offset, end - offset);
  return node;
}

/** Where a term was read that names something, a package or bytes that are no term; of what is inside, see innerSpans. */
export function spanOf(node: AmlNode): Span | undefined {
  return Spanned.of(node);
}
const bytesOf = new WeakMap<AmlNode, Uint8Array>();

/** Remembers the bytes of a method's body. */
export function keepBody(method: object, bytes: Uint8Array): void {
  bytesOf.set(method as AmlNode, bytes);
}

/** The bytes of a method's body, which say without reading its terms whether it can have a name; undefined if it was made. */
export function bodyBytes(method: AmlNode): Uint8Array | undefined {
  return bytesOf.get(method);
}
