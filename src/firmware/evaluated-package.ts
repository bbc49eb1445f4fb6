// Packages that the evaluator returns, in the shape that the rules and views read, with what code wrote into them.

import { CPC_HEAD, type CpcKey } from '../../grammar/cpc.js';
import { PCT_ENTRIES, PSS_ENTRIES } from '../../grammar/p-states.js';
import { PSD_ENTRIES } from '../../grammar/psd.js';
import { spanOf } from '../aml/spans.js';
import { type CpcPackage, keysOf, type NamedPackage, type PackageValue, type Write } from '../cpc/package.js';
import type { PackageValue as EvaluatedPackage, Value } from '../objects/model.js';
import { evaluatedValue } from './evaluated-value.js';
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
    spans: spansOf(value, place),
    entries: new Map(keys.flatMap((key, i) => (rest[i] ? [[key, rest[i]] as const] : []))),
    extra: rest.slice(keys.length),
    patches: [],
    writes: writesIn(value, (index) => elementName(index, keys)),
  };
}

const NONE: PackageValue = { kind: 'absent' };

/** Without the uninitialized elements at the end. */
function given(elements: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  return elements.slice(0, elements.findLastIndex((one) => one !== undefined) + 1);
}

function spansOf({ elements, origin }: EvaluatedPackage, { offset, length }: PackagePlace): CpcPackage['spans'] {
  const nodes = origin && 'elements' in origin ? origin.elements : [];
  return elements.map((_, i) => (nodes[i] && spanOf(nodes[i])) ?? { offset, length });
}

function elementName(index: number, keys: readonly CpcKey[]): string {
  return keys[index - CPC_HEAD.length] ?? CPC_HEAD[index] ?? String(index);
}

export function evaluatedNamed(value: EvaluatedPackage, { path, ...place }: PackagePlace): NamedPackage {
  const titles = TITLES[path.slice(-4)];
  return {
    path,
    ...place,
    value: evaluatedValue(value),
    writes: titles ? writesIn(value, (index) => String(index), titles) : [],
  };
}

/** The elements of the packages inside, or where there are none inside, of the object. */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  _PSD: PSD_ENTRIES,
  _PCT: PCT_ENTRIES,
  _PSS: PSS_ENTRIES,
};

/** The last write of each element and byte; of `inner`, the elements of packages inside have names. */
function writesIn(
  value: EvaluatedPackage,
  nameOf: (index: number) => string,
  inner?: readonly string[],
): readonly Write[] {
  const own = lastOf(value.writes).map(({ index, value: text, by }) => ({ entry: nameOf(index), value: text, by }));
  const below = value.elements.flatMap((one, i): readonly Write[] => {
    if (one?.type === 'Buffer')
      return lastOf(one.writes).map(({ index, value: text, by }) => ({
        entry: nameOf(i),
        value: text,
        by,
        byte: index,
      }));
    if (one?.type !== 'Package') return [];
    return writesIn(one, (index) => inner?.[index] ?? `${nameOf(i)}[${index}]`);
  });
  return [...own, ...below];
}

function lastOf(writes: EvaluatedPackage['writes'] = []) {
  return writes.length < 2 ? writes : [...new Map(writes.map((one) => [one.index, one])).values()];
}
