import { COORD_TYPES, PSD_ENTRIES, PSD_REVISION } from '../../../grammar/psd.js';
import { type FoundValue, integerOf } from '../found.js';
import type { FoundPsd } from '../lift.js';
import { parentOf } from '../namespace.js';
import { type Finding, finding, type Rule } from './finding.js';
import { isReference, wordsFor } from './shape.js';

/** What `_PSD` must look like. ACPI 6.6 §8.4.5.5. */
export const PSD_RULES: readonly Rule<FoundPsd>[] = [
  { origins: ['L13'], check: onePackage },
  { origins: ['L13'], check: fiveIntegers },
  { origins: ['L13'], check: countIsSaid },
  { origins: ['L13', 'E6'], check: revisionIsZero },
  { origins: ['L13', 'E6'], check: coordinationIsKnown },
  { origins: ['E6'], check: someProcessors },
];

/** The packages inside, of which there should be one. */
function innerOf({ value }: FoundPsd): readonly FoundValue[] {
  return value.kind === 'package' ? value.elements : [];
}

function onePackage(psd: FoundPsd): Finding[] {
  const inner = innerOf(psd);
  const [first] = inner;
  if (inner.length === 1 && first && (first.kind === 'package' || isReference(first))) return [];
  const is = inner.length === 1 && first ? wordsFor(first) : `${inner.length} elements`;
  return [finding('table/psd-shape', { is })];
}

function entriesOf(psd: FoundPsd): readonly FoundValue[] | undefined {
  const [first, ...rest] = innerOf(psd);
  return first?.kind === 'package' && rest.length === 0 ? first.elements : undefined;
}

function fiveIntegers(psd: FoundPsd): Finding[] {
  const entries = entriesOf(psd);
  if (!entries) return [];
  if (entries.length !== PSD_ENTRIES.length) {
    return [finding('table/psd-elements', { is: `${entries.length} elements`, right: PSD_ENTRIES.length })];
  }
  const at = entries.findIndex((one) => one.kind !== 'integer' && !isReference(one));
  const wrong = entries[at];
  if (!wrong) return [];
  return [finding('table/psd-elements', { is: `${wordsFor(wrong)} as ${PSD_ENTRIES[at]}`, right: PSD_ENTRIES.length })];
}

/** An Integer of the package, where it is one. */
export function psdNumber(psd: FoundPsd, name: (typeof PSD_ENTRIES)[number]): bigint | undefined {
  return integerOf(entriesOf(psd)?.[PSD_ENTRIES.indexOf(name)]);
}

function countIsSaid(psd: FoundPsd): Finding[] {
  const said = psdNumber(psd, 'NumEntries');
  if (said === undefined || said === BigInt(PSD_ENTRIES.length)) return [];
  return [finding('table/psd-num-entries', { said, right: PSD_ENTRIES.length })];
}

function revisionIsZero(psd: FoundPsd): Finding[] {
  const revision = psdNumber(psd, 'Revision');
  if (revision === undefined || revision === PSD_REVISION) return [];
  return [finding('table/psd-revision', { revision, right: PSD_REVISION })];
}

function coordinationIsKnown(psd: FoundPsd): Finding[] {
  const type = psdNumber(psd, 'CoordType');
  if (type === undefined || COORD_TYPES.some((row) => row.id === type)) return [];
  return [finding('table/psd-coord-type', { type, known: COORD_TYPES.map((row) => row.id) })];
}

function someProcessors(psd: FoundPsd): Finding[] {
  return psdNumber(psd, 'NumProcessors') === 0n ? [finding('table/psd-no-processors', {})] : [];
}

/** Processors of one domain, with what each says of it. */
export interface PsdDomain {
  readonly domain: bigint;
  readonly members: readonly FoundPsd[];
}

/** What the processors of a domain must agree on. */
export const DOMAIN_RULES: readonly Rule<PsdDomain>[] = [
  { origins: ['L14'], check: membersAgree },
  { origins: [], check: membersAreThere },
];

/** The domains. A `_PSD` that code chooses or shares is written at run time as a rule, and belongs to none. */
export function domainsOf(found: readonly FoundPsd[]): PsdDomain[] {
  const paths = counted(found, ({ path }) => path);
  const packages = counted(found, ({ table, offset }) => `${table}:${offset}`);
  const domains = new Map<bigint, FoundPsd[]>();
  for (const psd of found) {
    const domain = psdNumber(psd, 'Domain');
    const single = paths.get(psd.path) === 1 && packages.get(`${psd.table}:${psd.offset}`) === 1;
    if (domain === undefined || !single) continue;
    const members = domains.get(domain);
    if (members) members.push(psd);
    else domains.set(domain, [psd]);
  }
  return [...domains].map(([domain, members]) => ({ domain, members }));
}

function counted<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  return counts;
}

function membersAgree({ domain, members }: PsdDomain): Finding[] {
  for (const name of ['CoordType', 'NumProcessors'] as const) {
    const [first, ...rest] = members.filter((one) => psdNumber(one, name) !== undefined);
    const other = first && rest.find((one) => psdNumber(one, name) !== psdNumber(first, name));
    if (!first || !other) continue;
    const [a, b] = [first, other].map((one) => ({ path: parentOf(one.path), value: psdNumber(one, name) ?? 0n }));
    if (a && b) return [finding('table/psd-domain-differs', { domain, name, a, b })];
  }
  return [];
}

function membersAreThere(of: PsdDomain): Finding[] {
  const [first] = of.members;
  const said = first && psdNumber(first, 'NumProcessors');
  const agreed = membersAgree(of).length === 0;
  if (!said || !agreed || said === BigInt(of.members.length)) return [];
  return [finding('table/psd-member-count', { domain: of.domain, said, members: of.members.length })];
}
