import { CPC_ENTRIES, CPC_HEAD } from '../../grammar/cpc.js';
import { OBJECTS } from '../../grammar/spec-keys.js';
import { lastSegment } from '../aml/name-string.js';
import type { CpcPackage } from '../cpc/package.js';
import { groupBy } from '../diagnostics/group-by.js';
import { count, short } from '../diagnostics/words.js';
import { settingsOf } from '../resolve/settings.js';
import type { Spec } from '../spec/spec.js';
import { toSpecEntries } from './entries.js';
import type { Replaced } from './override-ways.js';
import { type FoundProcessor, revisionOf } from './processors.js';
import { cpcShaped, hasForeignOsc, hasObject, isText, type Source } from './source.js';

/** A line names this many paths and counts the rest. */
const MOST_NAMED = 4;

/** Conditions of real firmware are longer than a line. */
const MOST_OF_CONDITIONS = 160;

/** Comments at the top of a spec: its source, and what differs from it. */
export function commentsOf(source: Source, spec: Spec): string[] {
  const { header, processors, changes } = source;
  const from = [header.signature, ...[header.oemId, header.oemTableId].map((id) => JSON.stringify(id))].join(' ');
  const inexpressible = [
    ...grouped(source.leftOut.map(({ path, why }) => ({ path, text: `left out, because ${why}` }))),
    ...codeComments(source),
    ...packageComments(source),
    ...elementComments(source),
    ...domainComments(source),
    ...headComments(source, spec),
  ];
  return [
    `The _CPC of ${count(processors.length, 'processor')} of the table ${from}.`,
    ...(spec.guest.os ? ['', 'os leaves out guests that this table can harm: `check --guest linux` names them.'] : []),
    ...section('Values that only the machine itself knows; write yours:', unknownComments(source)),
    ...section('Parts of the tables that this spec cannot express:', inexpressible),
    ...section('Values that `build` refuses, and what stands here instead:', grouped(changes)),
  ];
}

export function overrideComments({ header, later, lost, initrd }: Replaced): string[] {
  const raised = `oem_revision is above the firmware's, which is ${header.oemRevision}, so that it is loaded in its place.`;
  const machine = 'machine = "coreboot" stands for any machine that is not virtual.';
  return [
    '',
    ...(initrd
      ? ["For GRUB's command `acpi` only: Linux does not replace the table by one from the initrd."]
      : [later ? ADDED : raised]),
    machine,
    ...section('Also in the table of the firmware, and lost if this one replaces it:', initrd ? [] : lost).slice(1),
  ];
}

const ADDED =
  'The firmware loads its table at run time: Linux loads this one before, and then refuses its _CPC (AE_ALREADY_EXISTS).';

function section(title: string, items: readonly string[]): string[] {
  return items.length > 0 ? ['', title, ...items.map((text) => `- ${text}`)] : [];
}

function paths(all: readonly string[]): string {
  const unique = [...new Set(all)];
  const more = unique.length - MOST_NAMED;
  const named = unique.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function unknownComments({ processors }: Source): string[] {
  return grouped(
    processors.flatMap((one) =>
      [...one.expressed.unknown, ...unknownElsewhere(one)].map((text) => ({ text, path: one.path })),
    ),
  );
}

/** Entries that hardware decides on other ways only. */
function unknownElsewhere({ cpc, others }: FoundProcessor): string[] {
  const texts = others.flatMap(({ entries }) =>
    [...entries].flatMap(([key, value]) =>
      value.kind === 'unknown' && cpc.entries.get(key)?.kind !== 'unknown'
        ? [`${key} can be ${value.text}, on another way through the code`]
        : [],
    ),
  );
  return [...new Set(texts)];
}

/** Under which conditions a processor has the package of the spec. */
function codeComments({ processors }: Source): string[] {
  return grouped(
    processors.flatMap(({ path, when }) => {
      const text = `code decides what _CPC is; here is the package for ${short(when.join(' and '), MOST_OF_CONDITIONS)}`;
      return when.length > 0 ? [{ text, path }] : [];
    }),
  );
}

/** Packages that are the `_CPC` of a processor only on other ways, and those that are the `_CPC` of none. */
function packageComments({ processors, firmware: { facts } }: Source): string[] {
  const others = processors.flatMap(({ path, cpc, others }) =>
    others.filter((one) => placeKey(one) !== placeKey(cpc)).map((one) => ({ path, text: otherText(one) })),
  );
  const known = new Set(facts.cpc.map(placeKey));
  return [
    ...grouped(others),
    ...cpcShaped(facts)
      .filter((place) => !known.has(placeKey(place)))
      .map(({ path }) => `the package ${path}, which no processor here returns`),
  ];
}

function otherText(cpc: CpcPackage): string {
  const name = lastSegment(cpc.path);
  const size = `revision ${revisionOf(cpc)}, ${count(cpc.count, 'element')}`;
  return `the code can also return the package ${name} (${size})${faults(cpc)}`;
}

function placeKey({ table, offset }: { readonly table: number; readonly offset: number }): string {
  return `${table}:${offset}`;
}

function faults(cpc: CpcPackage): string {
  const { inexpressible } = toSpecEntries(cpc, () => undefined);
  return inexpressible.map((text) => `; its ${text}`).join('');
}

/** Malformed or superfluous elements; packages with the same ones share a comment. */
function elementComments({ processors, revision }: Source): string[] {
  const found: { readonly text: string; readonly path: string }[] = [];
  const packages = new Map(processors.map(({ cpc, expressed }) => [cpc, expressed]));
  for (const [cpc, { inexpressible }] of packages) {
    for (const text of [...headProblems(cpc, revision), ...inexpressible]) found.push({ text, path: cpc.path });
  }
  return grouped(found);
}

function headProblems(cpc: CpcPackage, revision: number): string[] {
  const own = revisionOf(cpc);
  const rows = CPC_ENTRIES.filter((row) => row.since <= (own || Number.POSITIVE_INFINITY));
  const right = CPC_HEAD.length + rows.length;
  const stated = cpc.numEntries.kind === 'integer' ? String(cpc.numEntries.value) : 'not an Integer';
  const missing = rows.filter((row) => !cpc.entries.has(row.key)).length;
  return [
    ...(own !== revision ? [`revision ${own || 'is not an Integer'}; here it is ${revision}`] : []),
    ...(stated !== String(right) ? [`NumEntries is ${stated}; here it is the number of the revision`] : []),
    ...(missing > 0 ? [`${count(missing, 'element')} of the revision missing; here the NULL register`] : []),
    ...(cpc.extra.length > 0 ? [`${count(cpc.extra.length, 'element')} past those of the revision`] : []),
  ];
}

function domainComments({ processors, cores }: Source): string[] {
  const members = new Map<bigint, number>();
  for (const { domain, processors: threads } of cores) {
    if (domain !== undefined) members.set(domain, (members.get(domain) ?? 0) + threads.length);
  }
  const found: { readonly text: string; readonly path: string }[] = [];
  for (const { path, domain: psd } of processors) {
    if (!psd && members.size > 0) found.push({ text: 'no _PSD; here each has its own domain', path });
    if (!psd) continue;
    const here = BigInt(members.get(psd.domain) ?? 0);
    if (psd.coordType === undefined)
      found.push({ text: 'a coordination type in _PSD that ACPI does not define', path });
    if (psd.numProcessors !== here)
      found.push({ text: `_PSD counts ${psd.numProcessors} processors; here its domain has ${here}`, path });
  }
  return grouped(found);
}

/** Equal texts become one line, with the paths that it holds for. */
function grouped(found: readonly { readonly text: string; readonly path: string }[]): string[] {
  return [...groupBy(found, ({ text }) => text)].map(
    ([text, same]) => `${text}: ${paths(same.map(({ path }) => path))}`,
  );
}

function headComments({ header, firmware: { facts } }: Source, spec: Spec): string[] {
  const { oemId, oemTableId } = header;
  const made = settingsOf(spec).objects;
  const left = OBJECTS.filter((name) => name !== '_OSC' && !made.includes(name) && hasObject(facts, name));
  return [
    ...(isText(oemId) && isText(oemTableId) ? [] : ['header IDs that are not printable ASCII']),
    ...(left.length > 0 ? [`${left.join(', ')} beside the _CPC`] : []),
    ...(hasForeignOsc(facts) ? ['code of \\_SB._OSC'] : []),
  ];
}
