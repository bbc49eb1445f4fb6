import { U32_MAX } from '../../grammar/limits.js';

/** The bytes end inside a term. Thrown and caught in this room. */
export class TruncatedError extends Error {}

/** The grammar does not have these bytes, or would write other bytes. Thrown and caught in this room. */
export class UnsupportedError extends Error {}

/** V8 keeps typed arrays of up to 64 bytes in its own heap, where they are cheap. Most terms need no more. */
const FIRST_BYTES = 64;

/** Few enough characters for the arguments of one call. */
const CALL_BYTES = 0x1000;

/**
 * The bytes as text, one character each. TextDecoder cannot do this: by the Encoding standard its latin1 is
 * windows-1252, whose bytes 0x80 to 0x9F are other characters. Node 20 ignores the standard, later releases follow it.
 */
export function byteText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CALL_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + CALL_BYTES));
  }
  return text;
}

/** Little-endian writer that grows. */
export class ByteWriter {
  private buffer = new Uint8Array(FIRST_BYTES);
  length = 0;

  u8(value: number): this {
    this.reserve(1);
    this.buffer[this.length++] = value;
    return this;
  }

  /** Writes `size` bytes of an unsigned number. */
  uint(value: number | bigint, size: number): this {
    if (typeof value === 'bigint') return size > 4 ? this.uint64(value) : this.uint(Number(value), size);
    let rest = value;
    for (let i = 0; i < size; i++) {
      this.u8(rest & 0xff);
      rest = Math.floor(rest / 0x100);
    }
    return this;
  }

  bytes(bytes: ArrayLike<number>): this {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** Writes one byte a character, zeros up to `size`. */
  ascii(text: string, size = text.length): this {
    for (let i = 0; i < size; i++) this.u8(i < text.length ? text.charCodeAt(i) : 0);
    return this;
  }

  /** Moves the bytes behind `from` to `at`, in front of the bytes there: a length is known only after its contents. */
  moveEnd(from: number, at: number): this {
    const moved = this.buffer.slice(from, this.length);
    this.buffer.copyWithin(at + moved.length, at, from);
    this.buffer.set(moved, at);
    return this;
  }

  result(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private uint64(value: bigint): this {
    return this.uint(Number(value & U32_MAX), 4).uint(Number(value >> 32n), 4);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.length + more, this.buffer.length * 2));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

/** Little-endian reader over a part of some bytes; `at` and `end` count from the start of all bytes. */
export class ByteReader {
  readonly all: Uint8Array;
  readonly end: number;
  at: number;

  constructor(all: Uint8Array, at = 0, end = all.length) {
    this.all = all;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  peek(ahead = 0): number | undefined {
    return this.at + ahead < this.end ? this.all[this.at + ahead] : undefined;
  }

  u8(): number {
    const byte = this.peek();
    if (byte === undefined) throw new TruncatedError();
    this.at++;
    return byte;
  }

  uint(size: number): bigint {
    if (size > this.left) throw new TruncatedError();
    if (size > 4) return this.uint(4) | (this.uint(size - 4) << 32n);
    return BigInt(this.number(size));
  }

  /** Of at most four bytes, of which no bigint has to be made. */
  number(size: number): number {
    if (size > this.left) throw new TruncatedError();
    let value = 0;
    for (let i = 0, scale = 1; i < size; i++, scale *= 0x100) value += (this.all[this.at++] ?? 0) * scale;
    return value;
  }

  bytes(size: number): Uint8Array {
    if (size > this.left) throw new TruncatedError();
    const part = this.all.subarray(this.at, this.at + size);
    this.at += size;
    return part;
  }

  /** All bytes that are left; they are not skipped. */
  rest(): Uint8Array {
    return this.all.subarray(this.at, this.end);
  }

  skip(size: number): void {
    if (size > this.left) throw new TruncatedError();
    this.at += size;
  }

  /** A reader of the next `size` bytes, which this reader skips. */
  part(size: number): ByteReader {
    const from = this.at;
    this.skip(size);
    return new ByteReader(this.all, from, this.at);
  }

  /** A reader of the last `size` bytes that were read. */
  again(size: number): ByteReader {
    return new ByteReader(this.all, this.at - size, this.at);
  }
}
