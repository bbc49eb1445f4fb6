import { EXT_OP_PREFIX, type OperandKind, STRING_PREFIX, TERMS, type TermRow } from '../../grammar/aml-terms.js';
import { type ByteReader, ByteWriter, TruncatedError, UnsupportedError } from './bytes.js';
import { decodeInteger, encodeInteger } from './integer.js';
import { decodeNameString, encodeNameString, lastSegment, startsNameString } from './name-string.js';
import { decodePkgLength, encodePkgLength, minimalPkgLengthBytes, type PkgLengthBytes } from './pkg-length.js';
import { bufferOf, templateOf } from './resource-template.js';
import { keepSpan } from './spans.js';
import type { AmlNode, DefinedTerm, OperandValue } from './tree.js';

const ROW_OF_TERM = new Map<string, TermRow>(TERMS.map((row) => [row.term, row]));
const ROW_OF_OPCODE = new Map<number, TermRow>(TERMS.map((row) => [opcodeKey(row.opcode), row]));

function opcodeKey([lead = 0, second = 0]: readonly number[]): number {
  return (lead << 8) | second;
}

/** Deeper nesting stays opaque, so that hostile bytes cannot exhaust the stack. iasl nests far less. */
const DEEPEST = 256;

/** Further terms stay opaque, so that they cannot exhaust the memory. 4,096 processors have less than half of this. */
const MOST_TERMS = 400_000;

export function rowOfTerm(node: DefinedTerm): TermRow {
  const row = ROW_OF_TERM.get(node.term);
  if (!row) throw new RangeError(`${node.term} is not a term of the grammar`);
  return row;
}

/** True for a term that a row of the grammar describes, false for leaves such as Integer. */
export function isDefined(node: AmlNode): node is DefinedTerm {
  return ROW_OF_TERM.has(node.term);
}

/** Names of the operands that a term writes its result to. */
export function targetOperands(row: TermRow): readonly string[] {
  return row.operands.flatMap(([name, kind]) => (kind === 'Target' ? [name] : []));
}

/** Bytes by node, which is safe because nodes never change. */
const encodedOnce = new WeakMap<AmlNode, Uint8Array>();

/**
 * The bytes of a term that stands in a table more than once, or is measured before it is written. `encodeTerm` writes
 * them wherever it meets the node: of 4,096 processors with equal packages, one package is encoded.
 */
export function encodeOnce(node: DefinedTerm): Uint8Array {
  const known = encodedOnce.get(node);
  if (known) return known;
  const out = new ByteWriter();
  encodeDefined(node, out);
  const bytes = out.result();
  encodedOnce.set(node, bytes);
  return bytes;
}

export function encodeTerm(node: AmlNode, out: ByteWriter): void {
  switch (node.term) {
    case 'Integer':
      return encodeInteger(node, out);
    case 'String':
      out.u8(STRING_PREFIX).ascii(node.value).u8(0);
      return;
    case 'NameString':
      encodeNameString(node.name, out);
      for (const arg of node.args ?? []) encodeTerm(arg, out);
      return;
    case 'NullName':
      out.u8(0);
      return;
    case 'ResourceTemplate':
      return encodeTerm(bufferOf(node), out);
    case 'Opaque':
      out.bytes(node.bytes);
      return;
    default: {
      const known = encodedOnce.get(node);
      if (known) out.bytes(known);
      else encodeDefined(node, out);
    }
  }
}

function encodeDefined(node: DefinedTerm, out: ByteWriter): void {
  const row = rowOfTerm(node);
  out.bytes(row.opcode);
  if (!row.pkgLength) return encodeOperands(row, node, out);
  const start = out.length;
  encodeOperands(row, node, out);
  const end = out.length;
  const pkgLengthBytes = (node as { pkgLengthBytes?: PkgLengthBytes }).pkgLengthBytes;
  encodePkgLength(end - start, pkgLengthBytes ?? minimalPkgLengthBytes(end - start), out);
  out.moveEnd(end, start);
}

function encodeOperands(row: TermRow, node: DefinedTerm, out: ByteWriter): void {
  const values = node as unknown as Record<string, OperandValue>;
  for (const [name, kind] of row.operands) encodeOperand(kind, values[name] as OperandValue, out);
}

function encodeOperand(kind: OperandKind, value: OperandValue, out: ByteWriter): void {
  switch (kind) {
    case 'NameString':
      return encodeNameString(value as string, out);
    case 'TermArg':
    case 'Target':
      return encodeTerm(value as AmlNode, out);
    case 'ByteData':
      out.uint(value as number, 1);
      return;
    case 'WordData':
      out.uint(value as number, 2);
      return;
    case 'DWordData':
      out.uint(value as number, 4);
      return;
    case 'TermList':
    case 'PackageElementList':
      for (const term of value as readonly AmlNode[]) encodeTerm(term, out);
      return;
    case 'ByteList':
      out.bytes(value as Uint8Array);
      return;
  }
}

/**
 * Reads terms up to the end of `from`. Terms that cannot be read, or would be written back in other bytes, stay Opaque:
 * one term if its PkgLength gives its end, else the rest.
 */
export function decodeTermList(from: ByteReader, arities: Arities = new Map()): AmlNode[] {
  return decodeTerms(from, { arities, termsLeft: MOST_TERMS }, 0);
}

function decodeTerms(from: ByteReader, state: Decoding, depth: number): AmlNode[] {
  const terms: AmlNode[] = [];
  while (from.left > 0) terms.push(decodeTermOrOpaque(from, state, depth));
  return terms;
}

/** How many arguments a method takes, by the last segment of its name. The bytes of an invocation do not contain it. */
export type Arities = ReadonlyMap<string, number>;

interface Decoding {
  readonly arities: Arities;
  termsLeft: number;
}

function decodeTermOrOpaque(from: ByteReader, state: Decoding, depth: number): AmlNode {
  const start = from.at;
  try {
    return decodeTerm(from, state, depth);
  } catch (error) {
    if (!(error instanceof TruncatedError || error instanceof UnsupportedError)) throw error;
    from.at = state.termsLeft > 0 ? endOfTerm(from, start) : from.end;
    return keepSpan({ term: 'Opaque', bytes: from.all.subarray(start, from.at) }, start, from.at);
  }
}

function endOfTerm(from: ByteReader, start: number): number {
  from.at = start;
  try {
    if (takeOpcode(from)?.pkgLength) return decodePkgLength(from).bodyLength + from.at;
  } catch (error) {
    if (!(error instanceof TruncatedError || error instanceof UnsupportedError)) throw error;
  }
  return from.end;
}

function decodeTerm(from: ByteReader, state: Decoding, depth: number): AmlNode {
  if (depth > DEEPEST || state.termsLeft-- <= 0) throw new UnsupportedError('terms are nested too deep, or too many');
  const start = from.at;
  const node = decodeLeaf(from, state, depth) ?? decodeDefined(from, state, depth);
  return keepSpan(node, start, from.at);
}

function decodeLeaf(from: ByteReader, state: Decoding, depth: number): AmlNode | undefined {
  const lead = from.peek();
  if (lead === undefined) throw new TruncatedError();
  if (lead === STRING_PREFIX) return decodeString(from);
  if (startsNameString(lead)) return decodeReference(from, state, depth);
  return decodeInteger(from);
}

function decodeReference(from: ByteReader, state: Decoding, depth: number): AmlNode {
  const name = decodeNameString(from);
  const count = state.arities.get(lastSegment(name)) ?? 0;
  if (count === 0) return { term: 'NameString', name };
  return { term: 'NameString', name, args: Array.from({ length: count }, () => decodeTerm(from, state, depth + 1)) };
}

function decodeString(from: ByteReader): AmlNode {
  from.u8();
  let value = '';
  for (let byte = from.u8(); byte !== 0; byte = from.u8()) {
    if (byte > 0x7f) throw new UnsupportedError('a String of other than ASCII characters');
    value += String.fromCharCode(byte);
  }
  return { term: 'String', value };
}

function takeOpcode(from: ByteReader): TermRow | undefined {
  const lead = from.u8();
  return ROW_OF_OPCODE.get(opcodeKey(lead === EXT_OP_PREFIX ? [lead, from.u8()] : [lead]));
}

function decodeDefined(from: ByteReader, state: Decoding, depth: number): AmlNode {
  const row = takeOpcode(from);
  if (!row) throw new UnsupportedError('no term of the grammar has this opcode');
  if (!row.pkgLength) return decodeOperands(row, from, state, depth);
  const { bodyLength, size } = decodePkgLength(from);
  const node = decodeOperands(row, from.part(bodyLength), state, depth);
  const sized = size === minimalPkgLengthBytes(bodyLength) ? node : { ...node, pkgLengthBytes: size };
  return sized.term === 'DefBuffer' ? templateOf(sized) : sized;
}

function decodeOperands(row: TermRow, from: ByteReader, state: Decoding, depth: number): DefinedTerm {
  const node: Record<string, unknown> = { term: row.term };
  for (const [name, kind] of row.operands) node[name] = decodeOperand(kind, from, state, depth);
  if (row.pkgLength && from.left > 0) throw new UnsupportedError('bytes behind the last operand');
  return node as unknown as DefinedTerm;
}

function decodeOperand(kind: OperandKind, from: ByteReader, state: Decoding, depth: number): OperandValue {
  switch (kind) {
    case 'NameString':
      return decodeNameString(from);
    case 'TermArg':
      return decodeTerm(from, state, depth + 1);
    case 'Target':
      return decodeTarget(from, state, depth);
    case 'ByteData':
      return Number(from.uint(1));
    case 'WordData':
      return Number(from.uint(2));
    case 'DWordData':
      return Number(from.uint(4));
    case 'TermList':
    case 'PackageElementList':
      return decodeTerms(from, state, depth + 1);
    case 'ByteList':
      return from.bytes(from.left);
  }
}

function decodeTarget(from: ByteReader, state: Decoding, depth: number): AmlNode {
  if (from.peek() !== 0) return decodeTerm(from, state, depth + 1);
  from.u8();
  return keepSpan({ term: 'NullName' }, from.at - 1, from.at);
}
