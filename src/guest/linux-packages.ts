import { CPC_ENTRIES, CPC_HEAD, type CpcKey, NEWEST_REVISION } from '../../grammar/cpc.js';
import type { Release } from '../../grammar/release.js';
import { GENERIC_REGISTER } from '../../grammar/structures.js';
import { sizeOfStructure } from '../aml/structure.js';
import { type CpcPackage, elementCount, integerOf, type PackageValue } from '../cpc/package.js';
import { finding } from '../cpc/rules/finding.js';
import type { Guest } from '../versions/guest.js';
import { isSince } from '../versions/release.js';
import { type GuestFinding, type GuestRule, X86_OR_UNKNOWN } from './rule.js';
import type { GuestSubject } from './subject.js';

/** First Linux that knows revision 4; older ones read more than 23 elements as revision 3 (71e1815113f7). */
const READS_REVISION_4: Release = [7, 2];

/** Requirements of acpi_cppc_processor_probe() on the package. ACPICA converts Strings to Integers before. */
export const LINUX_PACKAGES: readonly GuestRule[] = [
  { code: 'guest/linux-no-package', effect: 'refused', family: 'linux', check: isPackage },
  {
    code: 'guest/linux-processor-without-cpc',
    effect: 'refused',
    family: 'linux',
    architectures: X86_OR_UNKNOWN,
    check: eachHasOne,
  },
  { code: 'guest/linux-revision', effect: 'refused', family: 'linux', check: revisionIsRead },
  { code: 'guest/linux-count', effect: 'refused', family: 'linux', check: countFits },
  { code: 'guest/linux-elements', effect: 'refused', family: 'linux', check: elementsExist },
  { code: 'guest/linux-element-type', effect: 'refused', family: 'linux', check: elementTypes },
  { code: 'guest/linux-short-buffer', effect: 'refused', family: 'linux', check: buffersAreLong },
  { code: 'guest/linux-later-revision', effect: 'advice', family: 'linux', check: revisionIsPublished },
];

function isPackage({ notPackages }: GuestSubject): GuestFinding[] {
  return notPackages.map(({ path, why }) => finding('guest/linux-no-package', { why }, { path }));
}

/** acpi_cpc_valid(): one processor without a `_CPC` keeps the drivers from loading. */
function eachHasOne({ without }: GuestSubject): GuestFinding[] {
  return without.map((object) => finding('guest/linux-processor-without-cpc', { byCapacity: false }, { object }));
}

function revisionIsRead({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((one) => {
    const revision = integerOf(one.revision);
    return revision === undefined || revision >= 2n
      ? []
      : [finding('guest/linux-revision', { revision }, { object: one })];
  });
}

function countFits({ cpc }: Pick<GuestSubject, 'cpc'>, { version }: Pick<Guest, 'version'>): GuestFinding[] {
  return cpc.flatMap((one) => {
    const [stated, revision] = [integerOf(one.numEntries), integerOf(one.revision)];
    if (stated === undefined || revision === undefined || revision < 2n) return [];
    const newest = isSince(version, READS_REVISION_4) ? 4 : 3;
    const right = elementCount(Math.min(Number(revision), newest));
    const later = revision > BigInt(newest);
    if (later ? stated > BigInt(right) : stated === BigInt(right)) return [];
    return [finding('guest/linux-count', { stated, revision, right, later }, { object: one })];
  });
}

/** Linux uses NumEntries, up to the count of the newest revision that it knows. */
function elementsRead({ numEntries, revision }: CpcPackage, version: Release): number {
  const most = elementCount(isSince(version, READS_REVISION_4) ? 4 : 3);
  const stated = integerOf(numEntries) ?? BigInt(elementCount(Number(integerOf(revision) ?? 3n)));
  return Math.min(Number(stated), most);
}

function elementsExist({ cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  return cpc.flatMap((one) => {
    const needed = elementsRead(one, version);
    if (one.count >= needed) return [];
    return [finding('guest/linux-elements', { count: one.count, needed }, { object: one })];
  });
}

/** Linux reads a revision that it does not know as the newest that it knows. Nobody booted such a table. */
function revisionIsPublished({ cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  return cpc.flatMap((one) => {
    const revision = integerOf(one.revision) ?? 0n;
    if (revision <= NEWEST_REVISION || countFits({ cpc: [one] }, { version }).length > 0) return [];
    const readAs = isSince(version, READS_REVISION_4) ? 4 : 3;
    const facts = { revision, readAs, elements: elementsRead(one, version), count: one.count };
    return [finding('guest/linux-later-revision', facts, { object: one })];
  });
}

interface EntryRead {
  readonly key: CpcKey;
  readonly value: PackageValue;
}

/** By the number of elements that are read: many rules of several guests ask for the same. */
const readOf = new WeakMap<CpcPackage, Map<number, readonly EntryRead[]>>();

/** The entries that a kernel reads, with their values, except those that code replaces. */
export function entriesRead(one: CpcPackage, version: Release): readonly EntryRead[] {
  const count = elementsRead(one, version);
  const known = readOf.get(one) ?? new Map<number, readonly EntryRead[]>();
  const entries = known.get(count) ?? listed(one, count);
  if (known.size === 0) readOf.set(one, known);
  known.set(count, entries);
  return entries;
}

function listed(one: CpcPackage, count: number): EntryRead[] {
  const entries: EntryRead[] = [];
  for (const { key } of CPC_ENTRIES.slice(0, count - CPC_HEAD.length)) {
    const value = one.entries.get(key);
    if (value) entries.push({ key, value });
  }
  return entries;
}

function elementTypes({ cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  return cpc.flatMap((one) =>
    entriesRead(one, version)
      .filter(({ key, value }) => value.kind === 'package' && key !== 'resource_priority')
      .map(({ key }) => finding('guest/linux-element-type', { key }, { object: one, entry: key })),
  );
}

/** Tag, length, and the fields of a Generic Register Descriptor. */
const REGISTER_BYTES = 3 + sizeOfStructure(GENERIC_REGISTER);

/** No release checks the length: bytes after the buffer are read. */
function buffersAreLong({ cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  return cpc.flatMap((one) =>
    entriesRead(one, version).flatMap(({ key, value }) => {
      const bytes = value.kind === 'other' ? bytesIn(value.node) : undefined;
      if (bytes === undefined || bytes >= REGISTER_BYTES) return [];
      return [finding('guest/linux-short-buffer', { key, bytes, needed: REGISTER_BYTES }, { object: one, entry: key })];
    }),
  );
}

function bytesIn(node: Extract<PackageValue, { kind: 'other' }>['node']): number | undefined {
  if (node.term !== 'DefBuffer') return undefined;
  const declared = node.bufferSize.term === 'Integer' ? Number(node.bufferSize.value) : 0;
  return Math.max(node.bytes.length, declared);
}
