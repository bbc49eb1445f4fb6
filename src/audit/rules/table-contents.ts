import type { AmlTable } from '../../aml/tree.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { groupBy } from '../../diagnostics/group-by.js';
import { isOurTable } from '../../emit/our-tables.js';
import { type MachineFacts, machineFacts } from '../../firmware/facts.js';
import { objectPlaces } from '../../firmware/object-places.js';
import { secondDefinitions } from '../../firmware/second-definitions.js';
import { compare, type Difference } from '../../inspect/diff.js';
import { shownValue } from '../../inspect/entry-texts.js';
import type { Subject } from '../subject.js';
import type { TableFile } from '../table-files.js';

/** What the tables of a VM define, as far as their files can be read. */
export function contentRules(subject: Subject): Diagnostic[] {
  return [...definedTwice(subject), ...stale(subject)];
}

/** Two tables with the same objects, as those of an old and a new spec: only the first counts. */
function definedTwice({ vm, tableFiles, spec, isMerged }: Subject): Diagnostic[] {
  const owners = tableFiles.flatMap((file) => (file.trees ?? []).map((tree) => ({ file, tree })));
  if (owners.length < 2) return [];
  const trees = owners.map(({ tree }) => tree);
  const facts = machineFacts(trees);
  const places = objectPlaces(trees, () => facts.machine.paths());
  const second = secondDefinitions(facts).map(({ path, table }) => ({ path, table, first: places.ofPath(path).table }));
  return [...groupBy(second, ({ first, table }) => `${first} ${table}`)].flatMap(([, all]) => {
    const [{ first, table } = { first: 0, table: 0 }] = all;
    const [kept, dropped] = [owners[first]?.file, owners[table]?.file];
    if (!kept || !dropped) return [];
    const paths = all.map(({ path }) => path).sort((a, b) => Number(isCpc(b)) - Number(isCpc(a)));
    // A table that was just written has no place in the given text.
    const { place } = isMerged && spec && isOurTable(dropped.value, spec.stem) ? kept : dropped;
    return [
      diagnostic('audit/defined-twice', place, { first: kept.value, second: dropped.value, paths, kind: vm.kind }),
    ];
  });
}

function isCpc(path: string): boolean {
  return path.endsWith('._CPC');
}

/** The tables of the spec, which can be of an earlier build or of another variant. */
function stale({ tableFiles, spec }: Subject): Diagnostic[] {
  const own = spec ? tableFiles.filter(({ value }) => isOurTable(value, spec.stem)) : [];
  const [first] = own;
  if (!spec || !first || own.some(({ trees }) => trees === undefined) || isSame(own, spec.compiled.parts)) return [];
  const [built, wanted] = [treesOf(own), spec.compiled.parts.map(({ tree }) => tree)].map(machineFacts);
  const what = built && wanted && differenceText(built, wanted);
  if (what === undefined) return [];
  const facts = {
    tables: own.map(({ value }) => value),
    what,
    ...(spec.variant !== undefined && { variant: spec.variant }),
  };
  return [diagnostic('audit/table-stale', first.place, facts)];
}

function treesOf(files: readonly TableFile[]): readonly AmlTable[] {
  return files.flatMap(({ trees }) => trees ?? []);
}

function isSame(files: readonly TableFile[], parts: readonly { readonly aml: Uint8Array }[]): boolean {
  const isPart = (bytes: Uint8Array) =>
    parts.some(({ aml }) => aml.length === bytes.length && aml.every((byte, i) => byte === bytes[i]));
  return files.length === parts.length && files.every(({ bytes }) => bytes && isPart(bytes));
}

/** The first difference of the processors, or of the predefined names; undefined if only the encoding differs. */
function differenceText(built: MachineFacts, wanted: MachineFacts): string | undefined {
  const { differences } = compare(built, wanted);
  const [first] = differences;
  if (first) return `${differenceOf(first)}${differences.length > 1 ? `, and ${differences.length - 1} more` : ''}`;
  const [names, others] = [built, wanted].map(predefinedNames);
  const extra = [...(names ?? [])].find((path) => !others?.has(path));
  const lacking = [...(others ?? [])].find((path) => !names?.has(path));
  if (extra !== undefined) return `it defines ${extra}`;
  return lacking === undefined ? undefined : `it does not define ${lacking}`;
}

/** An encoding can have names of its own, but not those that ACPI gives a meaning. */
function predefinedNames({ machine }: MachineFacts): ReadonlySet<string> {
  return new Set([...machine.paths().values()].filter((path) => /\._[A-Z0-9]{3}$/.test(path)));
}

function differenceOf({ processor, object, entry, a, b }: Difference): string {
  const what = entry === null ? object : object === '_CPC' ? entry : `${object}.${entry}`;
  return `${what} of ${processor} is ${shownValue(a)} in the table and ${shownValue(b)} in the spec`;
}
