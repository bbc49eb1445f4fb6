import { thousands } from '../diagnostics/words.js';
import { UnsupportedError } from './bytes.js';
import type { AmlNode, NodeOf } from './tree.js';

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

/** Deeper nesting stays opaque, so that hostile bytes cannot exhaust the stack. iasl nests far less. */
export const DEEPEST = 256;

/** Further terms stay opaque, so that they cannot exhaust the memory. 4,096 processors have less than half of this. */
export const MOST_TERMS = 400_000;

/** Why a term stayed opaque, if it was not for its bytes. */
const DECODE_LIMITS = {
  terms: `the table has more than ${thousands(MOST_TERMS)} terms`,
  depth: `terms are more than ${DEEPEST} deep`,
} as const;

export class LimitError extends UnsupportedError {
  readonly limit: keyof typeof DECODE_LIMITS;

  constructor(limit: keyof typeof DECODE_LIMITS) {
    super(DECODE_LIMITS[limit]);
    this.limit = limit;
  }
}

const limited = new WeakMap<AmlNode, string>();

export function keepLimit(opaque: AmlNode, { limit }: LimitError): void {
  limited.set(opaque, DECODE_LIMITS[limit]);
}

/** The limit of the decoder that an Opaque term is beyond, in words; undefined where the bytes are the reason. */
export function limitOf(opaque: NodeOf<'Opaque'>): string | undefined {
  return limited.get(opaque);
}
