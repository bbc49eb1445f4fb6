// Terms are read as ACPICA reads them: the tables of a machine go into one namespace in the order in which they are
// loaded, and a name is the invocation of a method when that namespace has a method there. The bytes of an invocation
// do not contain how many arguments follow. Bodies of methods are read when all names are known; names that a body makes
// hide outer ones until its end. Nobody calls most methods of a firmware: a body is read when its terms are asked for.
// Terms that say the same are one node where they are many: names, small Integers, locals and packages of literals.

import { type OperandKind, STRING_PREFIX, TERMS, type TermRow } from '../../grammar/aml-terms.js';
import { type ByteReader, TruncatedError, UnsupportedError } from './bytes.js';
import { type Declarations, declarations } from './declarations.js';
import { decodeInteger } from './integer.js';
import { LiteralPackages } from './literal-packages.js';
import { decodeNameString, startsNameString } from './name-string.js';
import { decodePkgLength, minimalPkgLengthBytes } from './pkg-length.js';
import { templateOf } from './resource-template.js';
import { DEEPEST, keepBody, keepLimit, keepSpan, LimitError, MOST_TERMS } from './spans.js';
import { rowOfOpcode } from './term.js';
import type { AmlNode, DefinedTerm, NodeOf, OperandValue } from './tree.js';

interface Decoding {
  readonly names: Declarations;
  readonly literals: LiteralPackages;
  termsLeft: number;
  /** In a body: the methods that it defines, which are read at its end. */
  methods: MethodBody[] | undefined;
}

interface MethodBody {
  readonly terms: AmlNode[];
  readonly from: ByteReader;
  readonly depth: number;
  readonly enter: () => () => void;
}

/**
 * Reads the terms of each table of one machine, in load order. Terms that cannot be read, or would be written back in
 * other bytes, stay Opaque: one term if its PkgLength gives its end, else the rest.
 */
export function decodeBodies(tables: readonly ByteReader[]): AmlNode[][] {
  const [names, literals] = [declarations(), new LiteralPackages()];
  return tables.map((from) => decodeTerms(from, { names, literals, termsLeft: MOST_TERMS, methods: undefined }, 0));
}

/** Methods whose bodies nobody has asked for yet. */
const unreadBodies = new WeakSet<AmlNode>();

/** Whether the terms of a method have been read, or were made. */
export function hasReadBody(method: NodeOf<'DefMethod'>): boolean {
  return !unreadBodies.has(method);
}

/** Reads a body, then the bodies of the methods that it defines: its names hold in them. */
function readBody({ terms, from, depth, enter }: MethodBody, state: Decoding): AmlNode[] {
  const leave = enter();
  const outer = state.methods;
  const inner: MethodBody[] = [];
  state.methods = inner;
  terms.push(...decodeTerms(from, state, depth));
  for (const body of inner) readBody(body, state);
  state.methods = outer;
  leave();
  return terms;
}

/** Elements of a Package behind the name of a method are its arguments; at the end it misses none. AcpiPsGetNextNamepath. */
type Invocation = 'none' | 'whole' | 'element';

function decodeTerms(from: ByteReader, state: Decoding, depth: number, names: Invocation = 'whole'): AmlNode[] {
  const terms: AmlNode[] = [];
  while (from.left > 0) terms.push(decodeTermOrOpaque(from, state, depth, names));
  return terms;
}

function decodeTermOrOpaque(from: ByteReader, state: Decoding, depth: number, names: Invocation): AmlNode {
  const start = from.at;
  const methods = state.methods?.length ?? 0;
  try {
    return decodeTerm(from, state, depth, names);
  } catch (error) {
    if (!(error instanceof TruncatedError || error instanceof UnsupportedError)) throw error;
    state.methods?.splice(methods);
    from.at = state.termsLeft > 0 ? endOfTerm(from, start) : from.end;
    const opaque = keepSpan<NodeOf<'Opaque'>>(
      { term: 'Opaque', bytes: from.all.subarray(start, from.at) },
      start,
      from.at,
    );
    if (error instanceof LimitError) keepLimit(opaque, error);
    return opaque;
  }
}

function endOfTerm(from: ByteReader, start: number): number {
  from.at = start;
  try {
    const row = rowOfOpcode(from.u8(), from.peek());
    if (row) from.skip(row.opcode.length - 1);
    if (row?.pkgLength) return decodePkgLength(from).bodyLength + from.at;
  } catch (error) {
    if (!(error instanceof TruncatedError || error instanceof UnsupportedError)) throw error;
  }
  return from.end;
}

function decodeTerm(from: ByteReader, state: Decoding, depth: number, names: Invocation = 'whole'): AmlNode {
  if (depth > DEEPEST) throw new LimitError('depth');
  if (state.termsLeft-- <= 0) throw new LimitError('terms');
  const lead = from.peek();
  if (lead === undefined) throw new TruncatedError();
  if (startsNameString(lead)) return decodeName(from, state, depth, names);
  const row = rowOfOpcode(lead, from.peek(1));
  if (row) return decodeDefined(row, from, state, depth);
  if (lead === STRING_PREFIX) return decodeString(from);
  const value = decodeInteger(from);
  if (!value) throw new UnsupportedError('no term of the grammar has this opcode');
  return value;
}

// Hostile tables must not fill the memory.
const MOST_REMEMBERED = 50_000;
const references = new Map<string, AmlNode>();

function referenceOf(name: string): AmlNode {
  const known = references.get(name);
  if (known) return known;
  if (references.size >= MOST_REMEMBERED) references.clear();
  const reference = { term: 'NameString', name } as const;
  references.set(name, reference);
  return reference;
}

function decodeName(from: ByteReader, state: Decoding, depth: number, names: Invocation): AmlNode {
  const name = decodeNameString(from);
  const count = names === 'none' ? 0 : state.names.argumentsOf(name);
  if (count === 0 || (names === 'element' && from.left === 0)) return referenceOf(name);
  const args: AmlNode[] = [];
  while (args.length < count && (names === 'whole' || from.left > 0)) args.push(decodeTerm(from, state, depth + 1));
  return { term: 'NameString', name, args };
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

/** Locals, arguments and statements without operands: one node each. */
const WITHOUT_OPERANDS = new Map<TermRow, AmlNode>(
  (TERMS as readonly TermRow[])
    .filter(({ operands }) => operands.length === 0)
    .map((row) => [row, { term: row.term } as AmlNode]),
);

/** Terms whose places are asked for: what names something, and packages. The others stand where these say. */
const KEEPS_SPAN = new Set(
  (TERMS as readonly TermRow[]).filter(({ operands }) =>
    operands.some(([name, kind]) => name === 'name' || kind === 'PackageElementList'),
  ),
);

function decodeDefined(row: TermRow, from: ByteReader, state: Decoding, depth: number): AmlNode {
  const start = from.at;
  from.skip(row.opcode.length);
  const alone = WITHOUT_OPERANDS.get(row);
  if (alone) return alone;
  if (!row.pkgLength) {
    const node = decodeOperands(row, from, state, depth);
    state.names.declare(node, from);
    return KEEPS_SPAN.has(row) ? keepSpan(node, start, from.at) : node;
  }
  const { bodyLength, size } = decodePkgLength(from);
  const body = from.part(bodyLength);
  const node = decodeOperands(row, body, state, depth);
  if (size !== minimalPkgLengthBytes(bodyLength)) Object.assign(node, { pkgLengthBytes: size });
  if (node.term === 'DefBuffer') return templateOf(node);
  state.names.declare(node, body);
  return KEEPS_SPAN.has(row) ? keepSpan(node, start, from.at) : node;
}

function decodeOperands(row: TermRow, from: ByteReader, state: Decoding, depth: number): DefinedTerm {
  const { operands } = row;
  const node: Record<string, unknown> = { term: row.term };
  for (let i = 0; i < operands.length; i++) {
    // Not taken apart: of a firmware's terms, each of a hundred thousand would make an iterator.
    const operand = operands[i] as TermRow['operands'][number];
    const name = operand[0];
    const kind = operand[1];
    if (kind !== 'TermList') node[name] = decodeOperand(kind, from, state, depth);
    else if (row.term === 'DefMethod') addBody(node as unknown as NodeOf<'DefMethod'>, from, state, depth);
    else node[name] = termList(node, from, state, depth);
  }
  if (row.pkgLength && from.left > 0) throw new UnsupportedError('bytes behind the last operand');
  return node as unknown as DefinedTerm;
}

/** The terms of a block; those of a scope have it as their scope. */
function termList(node: Record<string, unknown>, from: ByteReader, state: Decoding, depth: number): AmlNode[] {
  if (typeof node['name'] !== 'string') return decodeTerms(from, state, depth + 1);
  const leave = state.names.enter(node['name'], node['term'] === 'DefScope');
  const terms = decodeTerms(from, state, depth + 1);
  leave();
  return terms;
}

/** The body of a method is read when somebody asks for `terms`; of one that is defined in a method, with that method's. */
function addBody(node: NodeOf<'DefMethod'>, from: ByteReader, state: Decoding, depth: number): void {
  const enter = state.names.methodScope(node.name);
  keepBody(node, from.all.subarray(from.at, from.end));
  const body: MethodBody = { terms: [], from: from.part(from.left), depth: depth + 1, enter };
  if (state.methods) {
    state.methods.push(body);
    Object.assign(node, { terms: body.terms });
    return;
  }
  unreadBodies.add(node);
  const get = () => (unreadBodies.delete(node) ? readBody(body, state) : body.terms);
  Object.defineProperty(node, 'terms', { enumerable: true, configurable: true, get });
}

function decodeOperand(kind: OperandKind, from: ByteReader, state: Decoding, depth: number): OperandValue {
  switch (kind) {
    case 'TermArg':
      return decodeTerm(from, state, depth + 1);
    case 'NameString':
      return decodeNameString(from);
    case 'Target':
      return decodeTarget(from, state, depth);
    case 'SimpleName':
      return decodeTerm(from, state, depth + 1, 'none');
    case 'ByteData':
      return from.number(1);
    case 'WordData':
      return from.number(2);
    case 'DWordData':
      return from.number(4);
    case 'PackageElementList':
      return state.literals.elements(from, () => decodeTerms(from, state, depth + 1, 'element'));
    case 'TermList':
      return decodeTerms(from, state, depth + 1);
    case 'ByteList':
      return from.bytes(from.left);
  }
}

const NULL_NAME: AmlNode = { term: 'NullName' };

function decodeTarget(from: ByteReader, state: Decoding, depth: number): AmlNode {
  if (from.peek() !== 0) return decodeTerm(from, state, depth + 1);
  from.skip(1);
  return NULL_NAME;
}
