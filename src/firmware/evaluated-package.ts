// Packages that the evaluator returns, in the shape that the rules and views read, with what code wrote into them.

import { CPC_HEAD, type CpcKey } from '../../grammar/cpc.js';
import { PCT_KEYS, PSS_KEYS } from '../../grammar/p-states.js';
import { PSD_KEYS } from '../../grammar/psd.js';
import { elementSpans } from '../aml/inner-spans.js';
import { type Span, spanOf } from '../aml/spans.js';
import { type CpcPackage, keysOf, type NamedPackage, type PackageValue, type Write } from '../cpc/package.js';
import type { PackageValue as EvaluatedPackage, Value } from '../objects/model.js';
import { evaluatedValue } from './evaluated-value.js';
import { isPackage } from './firmware-cpc.js';
import type { PackagePlace } from './package-places.js';

/** Where a package was made, with the processors that get it. */
interface PackageUse {
  readonly place: PackagePlace;
  readonly processors: readonly string[];
}

export function evaluatedCpc(value: EvaluatedPackage, { place, processors }: PackageUse): CpcPackage {
  const values = given(value.elements).map(evaluatedValue);
  const [numEntries = NONE, revision = NONE, ...rest] = values;
  const keys = keysOf(revision);
  return {
    ...place,
    processors,
    numEntries,
    revision,
    count: values.length,
    declared: BigInt(value.elements.length),
    elementSpans: () => spansOf(value, place),
    entries: new Map(keys.flatMap((key, i) => (rest[i] ? [[key, rest[i]] as const] : []))),
    extra: rest.slice(keys.length),
    writes: writesIn(value, (index, inner) => `${elementName(index, keys)}${inner === undefined ? '' : `[${inner}]`}`),
  };
}

const NONE: PackageValue = { kind: 'absent' };

/** Without the uninitialized elements at the end. */
function given(elements: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  return elements.slice(0, elements.findLastIndex((one) => one !== undefined) + 1);
}

function spansOf({ elements, origin }: EvaluatedPackage, { offset, length }: PackagePlace): readonly Span[] {
  const read = origin && isPackage(origin) && spanOf(origin) ? elementSpans(origin, offset) : [];
  return elements.map((_, i) => read[i] ?? { offset, length });
}

function elementName(index: number, keys: readonly CpcKey[]): string {
  return keys[index - CPC_HEAD.length] ?? CPC_HEAD[index] ?? String(index);
}

export function evaluatedNamed(value: EvaluatedPackage, { path, ...place }: PackagePlace): NamedPackage {
  const names = NAMES[path.slice(-4)] ?? String;
  return { path, ...place, value: evaluatedValue(value), writes: writesIn(value, names) };
}

/** The name of an element by its index, and of one in a package inside by both indexes. */
type NameOf = (index: number, inner?: number) => string;

const NAMES: Readonly<Record<string, NameOf>> = {
  // ACPICA adds an outer Package that is missing.
  _PSD: (index, inner = index) => PSD_KEYS[inner] ?? String(inner),
  _PCT: (index) => PCT_KEYS[index] ?? String(index),
  _PSS: (index, inner) => `states[${index}]${inner === undefined ? '' : `.${PSS_KEYS[inner] ?? inner}`}`,
};

/** The last write of each element and byte, also in the packages and Buffers inside. */
function writesIn(value: EvaluatedPackage, nameOf: NameOf): readonly Write[] {
  const own = lastOf(value.writes).map(({ index, value: text, by }) => ({ entry: nameOf(index), value: text, by }));
  const below = value.elements.flatMap((one, i): readonly Write[] => {
    if (one?.type === 'Buffer')
      return lastOf(one.writes).map(({ index, value: text, by }) => ({
        entry: nameOf(i),
        value: text,
        by,
        byte: index,
      }));
    return one?.type === 'Package' ? writesIn(one, (inner) => nameOf(i, inner)) : [];
  });
  return [...own, ...below];
}

function lastOf(writes: EvaluatedPackage['writes'] = []) {
  return writes.length < 2 ? writes : [...new Map(writes.map((one) => [one.index, one])).values()];
}
