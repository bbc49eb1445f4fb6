import { EXT_OP_PREFIX, type OperandKind, STRING_PREFIX, TERMS, type TermRow } from '../../grammar/aml-terms.js';
import { ByteWriter } from './bytes.js';
import { encodeInteger } from './integer.js';
import { encodeNameString } from './name-string.js';
import { encodePkgLength, minimalPkgLengthBytes, type PkgLengthBytes } from './pkg-length.js';
import { bufferOf } from './resource-template.js';
import type { AmlNode, DefinedTerm, OperandValue } from './tree.js';

const ROW_OF_TERM = new Map<string, TermRow>(TERMS.map((row) => [row.term, row]));

export function rowOfTerm(node: DefinedTerm): TermRow {
  const row = ROW_OF_TERM.get(node.term);
  if (!row) throw new RangeError(`${node.term} is not a term of the grammar`);
  return row;
}

const ONE_BYTE: (TermRow | undefined)[] = [];
const TWO_BYTES: (TermRow | undefined)[] = [];
for (const row of TERMS as readonly TermRow[]) {
  const [lead = 0, second] = row.opcode;
  if (second === undefined) ONE_BYTE[lead] = row;
  else TWO_BYTES[second] = row;
}

/** The term whose opcode begins with these bytes. ACPI 6.6 §20.3. */
export function rowOfOpcode(lead: number, second: number | undefined): TermRow | undefined {
  return lead === EXT_OP_PREFIX ? TWO_BYTES[second ?? -1] : ONE_BYTE[lead];
}

/** True for a term that a row of the grammar describes, false for leaves such as Integer. */
export function isDefined(node: AmlNode): node is DefinedTerm {
  return ROW_OF_TERM.has(node.term);
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

export function encodeOperand(kind: OperandKind, value: OperandValue, out: ByteWriter): void {
  switch (kind) {
    case 'NameString':
      return encodeNameString(value as string, out);
    case 'TermArg':
    case 'SimpleName':
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
