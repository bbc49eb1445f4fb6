import { ByteWriter } from '../aml/bytes.js';
import { encodeTerm } from '../aml/term.js';
import type { AmlNode } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';

/** The keys of nodes whose encoding is longer than necessary. */
const ENCODING_KEYS = ['width', 'sizeWidth', 'pkgLengthBytes'];

/**
 * The bytes of terms in their shortest encoding and without External declarations: equal for equal terms of two compilers.
 * iasl orders and adds Externals by its own rules.
 */
export function canonicalBytes(terms: readonly AmlNode[]): Uint8Array {
  const out = new ByteWriter();
  for (const term of canonicalList(terms)) encodeTerm(term, out);
  return out.result();
}

/** Whether nothing in the terms is longer than necessary: iasl then writes the same bytes. */
export function isShortest(terms: readonly AmlNode[]): boolean {
  return terms.every((term) => !ENCODING_KEYS.some((key) => key in term) && isShortest(innerNodes(term)));
}

function canonicalList(terms: readonly AmlNode[]): AmlNode[] {
  return terms.filter((term) => !isExternal(term)).map((term) => canonical(term) as AmlNode);
}

function isExternal(term: AmlNode): boolean {
  if (term.term === 'DefExternal') return true;
  const never = term.term === 'DefIf' && term.predicate.term === 'Integer' && term.predicate.value === 0n;
  return never && term.terms.every(isExternal);
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.some((one) => one?.term) ? canonicalList(value) : value;
  const kept = Object.entries(value).filter(([key]) => !ENCODING_KEYS.includes(key));
  return Object.fromEntries(kept.map(([key, operand]) => [key, canonical(operand)]));
}
