// The entries of evaluated packages as values that can be compared and shown. Registers and packages are text, as ASL
// writes them, so that a register and an Integer differ.

import { PCT_KEYS, PSS_KEYS } from '../../grammar/p-states.js';
import { PSD_KEYS } from '../../grammar/psd.js';
import type { CpcPackage, NamedPackage, PackageValue } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { foundToJson, type JsonEntry } from '../firmware/entry-json.js';
import { coordTypeName, elementsOf } from './psd.js';

/** An Integer as number, a register or package as text; `null` is the NULL register. */
export type DiffValue = number | string | null;

export type Entries = ReadonlyMap<string, DiffValue>;

const NULL_TEXT = 'NULL register';

/** A value, for people. */
export function shownValue(value: DiffValue): string {
  return value === null ? NULL_TEXT : String(value);
}

export function cpcEntries({ numEntries, revision, entries, extra }: CpcPackage): Entries {
  return new Map([
    ['num_entries', textOf(numEntries)],
    ['revision', textOf(revision)],
    ...[...entries].map(([key, value]): [string, DiffValue] => [key, textOf(value)]),
    ...extra.map((value, i): [string, DiffValue] => [`extra ${i}`, textOf(value)]),
  ]);
}

export function psdEntries({ value: psd }: NamedPackage): Entries {
  const { elements } = readPsd(psd);
  if (!elements) return whole(psd);
  const coordType = coordTypeName(elements[PSD_KEYS.indexOf('coord_type')]);
  const named = new Map(elements.map((value, i) => [PSD_KEYS[i] ?? `extra ${i - PSD_KEYS.length}`, textOf(value)]));
  return coordType === undefined ? named : named.set('coord_type', coordType);
}

export function pctEntries({ value }: NamedPackage): Entries {
  if (value.kind !== 'package') return whole(value);
  return new Map(value.elements.map((one, i) => [PCT_KEYS[i] ?? `extra ${i - PCT_KEYS.length}`, textOf(one)]));
}

export function pssEntries({ value }: NamedPackage): Entries {
  if (value.kind !== 'package') return whole(value);
  return new Map(
    value.elements.flatMap((state, nth): [string, DiffValue][] =>
      state.kind === 'package'
        ? elementsOf(state).map((one, i) => [`states[${nth}].${PSS_KEYS[i] ?? i}`, textOf(one)])
        : [[`states[${nth}]`, textOf(state)]],
    ),
  );
}

function whole(value: PackageValue): Entries {
  return new Map([['package', textOf(value)]]);
}

function textOf(value: PackageValue): DiffValue {
  return jsonText(foundToJson(value));
}

/** Bytes of other terms are in hex. */
function jsonText(entry: JsonEntry): DiffValue {
  if (entry === null || typeof entry !== 'object') return entry;
  if ('package' in entry) return `Package { ${entry.package.map((one) => shownValue(jsonText(one))).join(', ')} }`;
  if ('opaque' in entry) return `bytes ${entry.opaque}`;
  if ('unknown' in entry) return entry.unknown;
  const { space, bit_width, bit_offset, address } = entry;
  return `Register (${space}, ${bit_width}, ${bit_offset}, ${address}, ${entry.subspace ?? entry.access_size})`;
}
