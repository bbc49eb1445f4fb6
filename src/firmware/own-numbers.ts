// Firmware of hybrid machines asks of each processor for its own bit of a mask, as `((CORE >> 2) & 1)` of \_SB.PR02, or for
// a field of its own, as CM02. Processors that differ only in this have equal facts, written with n and nn for the number.

import type { ObjectFacts, When } from './facts.js';
import { UNKNOWN_MARK } from './package-content.js';

const BIT = /\((\([\w.\\^]+) >> (0x[0-9A-F]+|\d+)\) & 1\)/g;
const FIRST_BIT = /\((\\?[A-Z_][\w.]*) & 1\)/g;
const FIELD = /\b([A-Z_][A-Z0-9_])([0-9A-F]{2})\b/g;

/** ASL with n and nn for the number of a processor, which also ends its path. */
export function withOwnNumber(asl: string, path: string, number: number): string {
  const digits = path.slice(-2);
  const fields = asl.replace(FIELD, (text, name: string, end: string) => (end === digits ? `${name}nn` : text));
  const bits = fields.replace(BIT, (text, name: string, shift: string) =>
    Number(shift) === number ? `(${name} >> n) & 1)` : text,
  );
  return number === 0 ? bits.replace(FIRST_BIT, '(($1 >> n) & 1)') : bits;
}

/** The same of conditions and of the keys of contents. */
export function factsWithOwnNumber<P>(object: ObjectFacts<P>, path: string, number: number): ObjectFacts<P> {
  if (!mayAsk(object)) return object;
  const own = (text: string) => withOwnNumber(text, path, number);
  const inAll = (when: When) => when.map(own);
  const inWays = <W extends { readonly when: When }>(ways: readonly W[]) =>
    ways.map((way) => ({ ...way, when: inAll(way.when) }));
  return {
    ...object,
    ways: inWays(object.ways).map((way) => ({ ...way, content: own(way.content) })),
    fails: inWays(object.fails),
    nothing: object.nothing.map(inAll),
    unknown: inWays(object.unknown).map((way) => ({ ...way, text: own(way.text) })),
    absent: object.absent.map(inAll),
  };
}

/** Most objects have no conditions, and nothing that only the machine knows. */
function mayAsk({ ways, fails, nothing, unknown, absent }: ObjectFacts<unknown>): boolean {
  const [first, ...others] = ways;
  const rest = others.length + fails.length + nothing.length + unknown.length + absent.length;
  return rest > 0 || first === undefined || first.when.length > 0 || first.content.includes(UNKNOWN_MARK);
}
