import { ByteWriter } from '../aml/bytes.js';
import { integer } from '../aml/integer.js';
import { minimalPkgLengthBytes } from '../aml/pkg-length.js';
import { HEADER_BYTES } from '../aml/table.js';
import { encodeOnce, encodeTerm } from '../aml/term.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { objectTypeId } from './object-type.js';
import type { ProcessorTerms } from './processor-terms.js';

interface Part {
  readonly terms: readonly AmlNode[];
  readonly processors: readonly ProcessorTerms[];
}

/**
 * Fills parts with processors in order, each up to `maxBytes` (0: no limit). The first part has the common terms; the
 * others declare the names that they use. A part has at least one processor, whatever its length.
 */
export function splitTerms(
  common: readonly AmlNode[],
  processors: readonly ProcessorTerms[],
  sharedExternals: readonly NodeOf<'DefExternal'>[],
  maxBytes: number,
): readonly Part[] {
  const parts = processorParts(lengthOf(common), processors, sharedExternals, maxBytes);
  return parts.map((part, i) => ({
    processors: part,
    terms: [
      ...externalsTerm([...(i > 0 ? sharedExternals : []), ...externalsOfPart(part)]),
      ...(i === 0 ? common : []),
      ...part.map((one) => one.scope),
    ],
  }));
}

function processorParts(
  commonLength: number,
  processors: readonly ProcessorTerms[],
  sharedExternals: readonly NodeOf<'DefExternal'>[],
  maxBytes: number,
): readonly (readonly ProcessorTerms[])[] {
  const parts: ProcessorTerms[][] = [[]];
  const filling = { externals: 0, rest: commonLength, known: new Set<string>() };
  for (const one of processors) {
    const rest = encodeOnce(one.scope).length;
    const current = parts.at(-1) ?? [];
    const externals = lengthOf(externalsOf(one, filling.known));
    const length = partLength(filling.externals + externals, filling.rest + rest);
    if (maxBytes > 0 && current.length > 0 && length > maxBytes) {
      parts.push([one]);
      filling.known.clear();
      filling.externals = lengthOf([...sharedExternals, ...externalsOf(one, filling.known)]);
      filling.rest = rest;
    } else {
      current.push(one);
      filling.externals += externals;
      filling.rest += rest;
    }
    for (const name of [one.defines, one.uses]) if (name !== undefined) filling.known.add(name);
  }
  return parts;
}

const PACKAGE = objectTypeId('PkgObj');

/** The declarations that a processor's terms need in a part with these known names. */
function externalsOf({ externals, uses }: ProcessorTerms, known: ReadonlySet<string>): NodeOf<'DefExternal'>[] {
  if (uses === undefined || known.has(uses)) return [...externals];
  return [...externals, { term: 'DefExternal', name: uses, objectType: PACKAGE, argumentCount: 0 }];
}

function externalsOfPart(part: readonly ProcessorTerms[]): NodeOf<'DefExternal'>[] {
  const known = new Set<string>();
  return part.flatMap((one) => {
    const externals = externalsOf(one, known);
    for (const name of [one.defines, one.uses]) if (name !== undefined) known.add(name);
    return externals;
  });
}

/** Interpreters older than ExternalOp (ACPI 6.0) skip the whole If. iasl does the same. */
function externalsTerm(externals: readonly NodeOf<'DefExternal'>[]): AmlNode[] {
  return externals.length > 0 ? [{ term: 'DefIf', predicate: integer(0), terms: externals }] : [];
}

function partLength(externals: number, rest: number): number {
  const predicate = 1;
  const opcode = 1;
  const body = predicate + externals;
  return HEADER_BYTES + opcode + minimalPkgLengthBytes(body) + body + rest;
}

function lengthOf(terms: readonly AmlNode[]): number {
  const out = new ByteWriter();
  for (const term of terms) encodeTerm(term, out);
  return out.length;
}
