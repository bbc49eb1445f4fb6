import { CPC_ENTRIES, CPC_HEAD } from '../../grammar/cpc.js';
import { OBJECTS } from '../../grammar/spec-keys.js';
import type { CpcPackage } from '../cpc/package.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { groupBy } from '../diagnostics/group-by.js';
import { count, short } from '../diagnostics/words.js';
import { settingsOf } from '../resolve/settings.js';
import type { Spec } from '../spec/spec.js';
import { toSpecEntries } from './entries.js';
import { revisionOf } from './processors.js';
import { hasForeignOsc, hasObject, isText, type Source } from './source.js';

/** A line names this many paths and counts the rest. */
const MOST_NAMED = 4;

/** Comments at the top of a spec: its source, and what a spec cannot express of it. */
export function commentsOf(source: Source, spec: Spec, refused: readonly Diagnostic[]): string[] {
  const { header, processors } = source;
  const from = [header.signature, ...[header.oemId, header.oemTableId].map((id) => JSON.stringify(id))].join(' ');
  const inexpressible = [
    ...codeComments(source),
    ...packageComments(source),
    ...elementComments(source),
    ...domainComments(source),
    ...headComments(source, spec),
  ];
  return [
    `The _CPC of ${count(processors.length, 'processor')} of the table ${from}.`,
    ...(inexpressible.length > 0
      ? ['', 'Parts of the tables that this spec cannot express:', ...inexpressible.map(item)]
      : []),
    ...(refused.length > 0
      ? ['', '`build` refuses this spec, because the firmware breaks these rules:', ...messages(refused).map(item)]
      : []),
  ];
}

function item(text: string): string {
  return `- ${text}`;
}

function messages(problems: readonly Diagnostic[]): string[] {
  return [...new Set(problems.map(({ message }) => message))];
}

function paths(all: readonly string[]): string {
  const unique = [...new Set(all)];
  const more = unique.length - MOST_NAMED;
  const named = unique.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function codeComments({ processors, firmware }: Source): string[] {
  const methods = processors.filter(({ byMethod }) => byMethod).map(({ path }) => `${path}._CPC`);
  const used = new Set(processors.flatMap(({ cpc, others }) => [cpc, ...others]));
  const patched = firmware.lifted.cpc.filter((cpc) => used.has(cpc));
  const patches = patched.flatMap(({ path, patches }) =>
    patches.map(({ entry, value }) => `at run time code writes ${short(value)} into ${entry} of ${path}`),
  );
  return [
    ...(methods.length > 0 ? [`code of ${paths(methods)}: here is the package that it returns`] : []),
    ...new Set(patches),
  ];
}

/** Packages that are the `_CPC` of no processor, or only under conditions. */
function packageComments({ processors, firmware }: Source): string[] {
  const used = new Set(processors.map(({ cpc }) => cpc));
  const left = firmware.lifted.cpc.filter((cpc) => !used.has(cpc));
  const [others, unreturned] = [
    left.filter((cpc) => cpc.processors.length > 0),
    left.filter((cpc) => cpc.processors.length === 0),
  ];
  return [
    ...others.map((cpc) => `${named(cpc)}, which the code can return for ${paths(cpc.processors)}, too${faults(cpc)}`),
    ...unreturned.map((cpc) => `${named(cpc)}, which no processor here returns${faults(cpc)}`),
  ];
}

function faults(cpc: CpcPackage): string {
  return toSpecEntries(cpc)
    .inexpressible.map((text) => `; its ${text}`)
    .join('');
}

function named(cpc: CpcPackage): string {
  return `the package ${cpc.path} (revision ${revisionOf(cpc)}, ${count(cpc.count, 'element')})`;
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

function headComments({ header, namespace }: Source, spec: Spec): string[] {
  const { oemId, oemTableId } = header;
  const made = settingsOf(spec).objects;
  const left = OBJECTS.filter((name) => name !== '_OSC' && !made.includes(name) && hasObject(namespace, name));
  return [
    ...(isText(oemId) && isText(oemTableId) ? [] : ['header IDs that are not printable ASCII']),
    ...(left.length > 0 ? [`${left.join(', ')} beside the _CPC`] : []),
    ...(hasForeignOsc(namespace) ? ['code of \\_SB._OSC'] : []),
  ];
}
