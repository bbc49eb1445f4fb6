// What `inspect --json` says of each processor.

import { PSS_KEYS } from '../../grammar/p-states.js';
import { PSD_KEYS } from '../../grammar/psd.js';
import type { CpcPackage, NamedPackage, PackageValue } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { foundEntriesToJson, foundToJson, integerToJson } from '../firmware/entry-json.js';
import type { ObjectFacts, PackageWay, ProcessorFacts } from '../firmware/facts.js';
import { droppedWith, secondDefinitions } from '../firmware/second-definitions.js';
import { coordTypeName, elementsOf } from './psd.js';
import type { MachineContents } from './table-contents.js';

/** `firstTable`: the number of the machine's first table among all tables. */
export function processorsToJson({ facts, tables }: MachineContents, firstTable: number) {
  const indexes = new Map(
    tables.flatMap(({ cpc }) => cpc.map((one, index) => [`${one.table}:${one.offset}`, index] as const)),
  );
  const packageAt = ({ table, offset }: CpcPackage) => {
    const index = indexes.get(`${table}:${offset}`);
    return index === undefined ? null : { table: firstTable + table, index };
  };
  const second = secondDefinitions(facts);
  const dropped = tables.flatMap(({ cpc }) =>
    cpc.flatMap((one) => {
      const path = droppedWith(one, second)?.path;
      return path === undefined ? [] : [{ path, package: packageAt(one) }];
    }),
  );
  return facts.processors.map((processor) => {
    const { path, uid, hid, cpc, psd, pct, pss } = processor;
    return {
      path,
      uid: typeof uid === 'bigint' ? integerToJson(uid) : uid,
      hid,
      cpc: (cpc?.ways ?? []).map((way) => cpcWay(way, way.made ? null : packageAt(way.value))),
      fails: objectsOf(processor).flatMap(failsToJson),
      nothing: cpc?.nothing ?? [],
      ...othersToJson(cpc),
      ...droppedToJson(dropped.filter((one) => one.path === `${path}._CPC`)),
      psd: (psd?.ways ?? []).map(psdWay),
      pct: (pct?.ways ?? []).map(pctWay),
      pss: (pss?.ways ?? []).map(pssWay),
    };
  });
}

function objectsOf({ cpc, psd, pct, pss }: ProcessorFacts): readonly ObjectFacts<unknown>[] {
  return [cpc, psd, pct, pss].filter((object) => object !== undefined);
}

function failsToJson({ path, fails }: ObjectFacts<unknown>) {
  return fails.map(({ reason, status, name, by, when }) => {
    return { object: path.slice(-4), reason, status, name: name ?? null, by, when };
  });
}

/** Packages of a second `_CPC`, which ACPICA drops. */
function droppedToJson(dropped: readonly { readonly package: unknown }[]) {
  return dropped.length === 0 ? {} : { dropped: dropped.map((one) => one.package) };
}

/** Ways of `_CPC` that few machines have. */
function othersToJson(cpc: ObjectFacts<CpcPackage> | undefined) {
  if (!cpc) return {};
  return {
    ...(cpc.unknown.length > 0 && { unknown: cpc.unknown.map(({ text, when }) => ({ value: text, when })) }),
    ...(cpc.absent.length > 0 && { absent: cpc.absent }),
    ...(cpc.limits.length > 0 && { cut: true, limits: cpc.limits }),
    ...(cpc.unresolved.length > 0 && { unresolved: cpc.unresolved }),
  };
}

function cpcWay({ when, value }: PackageWay<CpcPackage>, at: { table: number; index: number } | null) {
  const { numEntries, revision, entries, extra, writes = [] } = value;
  return {
    package: at,
    when,
    revision: foundToJson(revision),
    num_entries: foundToJson(numEntries),
    entries: foundEntriesToJson(entries),
    ...(extra.length > 0 && { extra: extra.map(foundToJson) }),
    writes,
  };
}

function psdWay({ when, value }: PackageWay<NamedPackage>) {
  const { elements = [] } = readPsd(value.value);
  const at = (key: (typeof PSD_KEYS)[number]) => elements[PSD_KEYS.indexOf(key)];
  return {
    when,
    domain: valueJson(at('domain')),
    coord_type: coordTypeName(at('coord_type')) ?? valueJson(at('coord_type')),
    num_processors: valueJson(at('num_processors')),
    writes: value.writes ?? [],
  };
}

function pctWay({ when, value }: PackageWay<NamedPackage>) {
  const [control, status] = elementsOf(value.value);
  return {
    when,
    control: valueJson(control),
    status: valueJson(status),
    writes: value.writes ?? [],
  };
}

function pssWay({ when, value }: PackageWay<NamedPackage>) {
  const states = elementsOf(value.value).map((state) =>
    Object.fromEntries(PSS_KEYS.map((key, i) => [key, valueJson(elementsOf(state)[i])])),
  );
  return { when, states, writes: value.writes ?? [] };
}

function valueJson(value: PackageValue | undefined) {
  return value ? foundToJson(value) : null;
}
