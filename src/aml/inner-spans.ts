// Where the terms inside a term stand. Few places are asked for, so the decoder keeps them only of what names something
// and of packages; the others follow from how many bytes each term takes.

import type { OperandKind } from '../../grammar/aml-terms.js';
import { ByteWriter } from './bytes.js';
import { minimalPkgLengthBytes, type PkgLengthBytes } from './pkg-length.js';
import type { Span } from './spans.js';
import { encodeOperand, encodeTerm, isDefined, rowOfTerm } from './term.js';
import type { AmlNode, NodeOf, OperandValue } from './tree.js';

/** A term in its place. */
interface Placed {
  readonly node: AmlNode;
  readonly span: Span;
}

/** The terms directly inside a term that begins at `offset`, in the order of the bytes. */
export function innerSpans(node: AmlNode, offset: number): Placed[] {
  const parts = partsOf(node);
  const placed: Placed[] = [];
  let at = offset + headLength(node, parts);
  for (const { inner, length } of parts) {
    if (inner) placed.push({ node: inner, span: { offset: at, length } });
    at += length;
  }
  return placed;
}

/** The bytes of the elements of a package that begins at `offset`. */
export function elementSpans(node: NodeOf<'DefPackage'> | NodeOf<'DefVarPackage'>, offset: number): Span[] {
  const inner = innerSpans(node, offset);
  return inner.slice(inner.length - node.elements.length).map(({ span }) => span);
}

const lengths = new WeakMap<AmlNode, number>();

/** The number of bytes that a term takes. */
export function termLength(node: AmlNode): number {
  const known = lengths.get(node);
  if (known !== undefined) return known;
  const parts = partsOf(node);
  const length = parts.reduce((sum, part) => sum + part.length, headLength(node, parts));
  lengths.set(node, length);
  return length;
}

/** An operand, or one term of a list; `inner` if it is a term. */
interface Part {
  readonly inner?: AmlNode;
  readonly length: number;
}

function partsOf(node: AmlNode): Part[] {
  if (node.term === 'NameString' && node.args) {
    return [{ length: termLength({ term: 'NameString', name: node.name }) }, ...node.args.map(partOf)];
  }
  if (!isDefined(node)) return [{ length: written((out) => encodeTerm(node, out)) }];
  const values = node as unknown as Record<string, OperandValue>;
  return rowOfTerm(node).operands.flatMap(([name, kind]) => operandParts(kind, values[name] as OperandValue));
}

function operandParts(kind: OperandKind, value: OperandValue): readonly Part[] {
  if (Array.isArray(value)) return value.map(partOf);
  if (typeof value === 'object' && 'term' in value) return [partOf(value)];
  return [{ length: written((out) => encodeOperand(kind, value, out)) }];
}

function partOf(inner: AmlNode): Part {
  return { inner, length: termLength(inner) };
}

function written(write: (out: ByteWriter) => void): number {
  const out = new ByteWriter();
  write(out);
  return out.length;
}

/** The opcode, and the PkgLength of the parts. */
function headLength(node: AmlNode, parts: readonly Part[]): number {
  if (!isDefined(node)) return 0;
  const { opcode, pkgLength } = rowOfTerm(node);
  if (!pkgLength) return opcode.length;
  const body = parts.reduce((sum, { length }) => sum + length, 0);
  return opcode.length + ((node as { pkgLengthBytes?: PkgLengthBytes }).pkgLengthBytes ?? minimalPkgLengthBytes(body));
}
