// Terms are read as ACPICA reads them: the tables of a machine go into one namespace in the order in which they are
// loaded, and a name is the invocation of a method when that namespace has a method there. The bytes of an invocation
// do not contain how many arguments follow. Bodies of methods are read last, when all names are known; names that a
// body makes hide outer ones until its end.

import { EXT_OP_PREFIX, type OperandKind, STRING_PREFIX, TERMS, type TermRow } from '../../grammar/aml-terms.js';
import { type ByteReader, TruncatedError, UnsupportedError } from './bytes.js';
import { type Declarations, declarations } from './declarations.js';
import { decodeInteger } from './integer.js';
import { decodeNameString, startsNameString } from './name-string.js';
import { decodePkgLength, minimalPkgLengthBytes } from './pkg-length.js';
import { templateOf } from './resource-template.js';
import { keepSpan } from './spans.js';
import type { AmlNode, DefinedTerm, NodeOf, OperandValue } from './tree.js';

/** Deeper nesting stays opaque, so that hostile bytes cannot exhaust the stack. iasl nests far less. */
const DEEPEST = 256;

/** Further terms stay opaque, so that they cannot exhaust the memory. 4,096 processors have less than half of this. */
const MOST_TERMS = 400_000;

const ONE_BYTE: (TermRow | undefined)[] = [];
const TWO_BYTES: (TermRow | undefined)[] = [];
for (const row of TERMS as readonly TermRow[]) {
  const [lead = 0, second] = row.opcode;
  if (second === undefined) ONE_BYTE[lead] = row;
  else TWO_BYTES[second] = row;
}

interface Decoding {
  readonly names: Declarations;
  termsLeft: number;
  /** Methods whose bodies are to be read when the namespace is known. */
  methods: MethodBody[];
}

interface MethodBody {
  readonly terms: AmlNode[];
  readonly from: ByteReader;
  readonly depth: number;
  readonly state: Decoding;
  readonly enter: () => () => void;
}

/**
 * Reads the terms of each table of one machine, in load order. Terms that cannot be read, or would be written back in
 * other bytes, stay Opaque: one term if its PkgLength gives its end, else the rest.
 */
export function decodeBodies(tables: readonly ByteReader[]): AmlNode[][] {
  const names = declarations();
  const states = tables.map((): Decoding => ({ names, termsLeft: MOST_TERMS, methods: [] }));
  const terms = tables.map((from, i) => decodeTerms(from, states[i] as Decoding, 0));
  for (const state of states) readBodies(state);
  return terms;
}

function readBodies(state: Decoding): void {
  const { methods } = state;
  state.methods = [];
  for (const method of methods) {
    const leave = method.enter();
    method.terms.push(...decodeTerms(method.from, state, method.depth));
    if (state.methods.length > 0) readBodies(state);
    leave();
  }
}

function decodeTerms(from: ByteReader, state: Decoding, depth: number): AmlNode[] {
  const terms: AmlNode[] = [];
  while (from.left > 0) terms.push(decodeTermOrOpaque(from, state, depth));
  return terms;
}

function decodeTermOrOpaque(from: ByteReader, state: Decoding, depth: number): AmlNode {
  const start = from.at;
  const methods = state.methods.length;
  try {
    return decodeTerm(from, state, depth);
  } catch (error) {
    if (!(error instanceof TruncatedError || error instanceof UnsupportedError)) throw error;
    state.methods.length = methods;
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

function decodeTerm(from: ByteReader, state: Decoding, depth: number, calls = true): AmlNode {
  if (depth > DEEPEST || state.termsLeft-- <= 0) throw new UnsupportedError('terms are nested too deep, or too many');
  const start = from.at;
  const lead = from.peek();
  if (lead === undefined) throw new TruncatedError();
  return keepSpan(termAt(lead, from, state, depth, calls), start, from.at);
}

function termAt(lead: number, from: ByteReader, state: Decoding, depth: number, calls: boolean): AmlNode {
  if (startsNameString(lead)) return decodeName(from, state, depth, calls);
  if (lead === STRING_PREFIX) return decodeString(from);
  const row = lead === EXT_OP_PREFIX ? TWO_BYTES[from.peek(1) ?? -1] : ONE_BYTE[lead];
  if (row) return decodeDefined(row, from, state, depth);
  const value = decodeInteger(from);
  if (!value) throw new UnsupportedError('no term of the grammar has this opcode');
  return value;
}

function decodeName(from: ByteReader, state: Decoding, depth: number, calls: boolean): AmlNode {
  const name = decodeNameString(from);
  const count = calls ? state.names.argumentsOf(name) : 0;
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
  return lead === EXT_OP_PREFIX ? TWO_BYTES[from.u8()] : ONE_BYTE[lead];
}

function decodeDefined(row: TermRow, from: ByteReader, state: Decoding, depth: number): AmlNode {
  from.bytes(row.opcode.length);
  if (!row.pkgLength) return declared(decodeOperands(row, from, state, depth), from, state);
  const { bodyLength, size } = decodePkgLength(from);
  const body = from.part(bodyLength);
  const node = decodeOperands(row, body, state, depth);
  const sized = size === minimalPkgLengthBytes(bodyLength) ? node : { ...node, pkgLengthBytes: size };
  if (sized.term === 'DefBuffer') return templateOf(sized);
  return declared(sized, body, state);
}

function declared<N extends DefinedTerm>(node: N, body: ByteReader, { names }: Decoding): N {
  names.declare(node, body);
  return node;
}

function decodeOperands(row: TermRow, from: ByteReader, state: Decoding, depth: number): DefinedTerm {
  const node: Record<string, unknown> = { term: row.term };
  for (const [name, kind] of row.operands) {
    node[name] = kind === 'TermList' ? termList(node, from, state, depth) : decodeOperand(kind, from, state, depth);
  }
  if (row.pkgLength && from.left > 0) throw new UnsupportedError('bytes behind the last operand');
  return node as unknown as DefinedTerm;
}

/** The terms of a block: those of a method are read later, those of a scope have it as their scope. */
function termList(node: Record<string, unknown>, from: ByteReader, state: Decoding, depth: number): AmlNode[] {
  if (node['term'] === 'DefMethod') return laterTerms(node as unknown as NodeOf<'DefMethod'>, from, state, depth);
  if (typeof node['name'] !== 'string') return decodeTerms(from, state, depth + 1);
  const leave = state.names.enter(node['name'], node['term'] === 'DefScope');
  const terms = decodeTerms(from, state, depth + 1);
  leave();
  return terms;
}

function laterTerms(node: NodeOf<'DefMethod'>, from: ByteReader, state: Decoding, depth: number): AmlNode[] {
  const terms: AmlNode[] = [];
  const enter = state.names.methodScope(node.name);
  state.methods.push({ terms, from: from.part(from.left), depth: depth + 1, state, enter });
  return terms;
}

function decodeOperand(kind: OperandKind, from: ByteReader, state: Decoding, depth: number): OperandValue {
  switch (kind) {
    case 'NameString':
      return decodeNameString(from);
    case 'TermArg':
      return decodeTerm(from, state, depth + 1);
    case 'SimpleName':
      return decodeTerm(from, state, depth + 1, false);
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
