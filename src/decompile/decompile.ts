import { OBJECTS, TABLE_KEYS } from '../../grammar/spec-keys.js';
import { OUR_TABLE } from '../../grammar/structures.js';
import { spaceName } from '../aml/register-names.js';
import type { AmlTable } from '../aml/tree.js';
import { fixedHardwareOf } from '../cpc/fixed-hardware.js';
import type { CpcEntries, CpcValue } from '../cpc/ir.js';
import { virtMachine } from '../cpc/machine.js';
import { keysOf } from '../cpc/package.js';
import { settingsOf } from '../resolve/settings.js';
import type { Spec } from '../spec/spec.js';
import { commentsOf } from './comments.js';
import { coreDefaults, foundCores, type Naming, namingOf, specCores } from './cores.js';
import type { SpecEntries } from './entries.js';
import { spread } from './layout.js';
import { overriding } from './override.js';
import type { Replaced } from './override-ways.js';
import { type FoundProcessor, foundProcessors, revisionOf } from './processors.js';
import { type Repaired, repaired } from './repair.js';
import { type Firmware, hasObject, hasOurOsc, isText, type Source } from './source.js';

export interface FirmwareSpec {
  readonly spec: Spec;
  /** The source, and what the spec cannot express. */
  readonly comments: readonly string[];
  /** What differs from the firmware, because `build` would refuse it. */
  readonly changes: readonly string[];
  /** With `override`: the table that it replaces. */
  readonly replaced?: Replaced;
}

/** A spec with what the `_CPC` of the processors evaluates to; undefined if no processor has one. It always builds. */
export function specOfFirmware(firmware: Firmware, override = false): FirmwareSpec | undefined {
  const { processors: found, leftOut } = foundProcessors(firmware.facts);
  const [first] = found;
  const header = first && firmware.tables[first.cpc.table]?.header;
  if (!header) return undefined;
  const naming = namingOf(
    found.map(({ path }) => path),
    isOurs(header, firmware),
    found.some(({ cpc }) => fixedHardwareOf(cpc) === 'riscv'),
  );
  const revision = Math.max(OLDEST, ...found.map(({ cpc }) => Math.min(revisionOf(cpc), NEWEST)));
  const { processors, changes } = buildable(inOrder(found, naming), revision);
  const cores = foundCores(processors);
  const source: Source = { firmware, header, processors, leftOut, cores, revision, changes };
  const spec = specOf(source, naming);
  const made = {
    spec,
    comments: commentsOf(source, spec),
    changes: [...new Set(changes.map(({ text }) => text))],
  };
  return override ? { ...made, ...overriding(spec, made.comments, source, naming) } : made;
}

/** The processors with entries that `build` accepts, and what was changed for it. */
function buildable(found: readonly FoundProcessor[], revision: number): Pick<Source, 'processors' | 'changes'> {
  const known = new Map<SpecEntries, Repaired>();
  const repairedOf = ({ expressed }: FoundProcessor): Repaired => {
    const one = known.get(expressed) ?? repaired(expressed.entries, revision);
    known.set(expressed, one);
    return one;
  };
  return {
    processors: found.map((one) => ({ ...one, expressed: { ...one.expressed, entries: repairedOf(one).entries } })),
    changes: found.flatMap((one) => repairedOf(one).changes.map((text) => ({ text, path: one.path }))),
  };
}

const [OLDEST, NEWEST] = revisionsOfSpecs();

function revisionsOfSpecs(): readonly [number, number] {
  const row = TABLE_KEYS.find(({ key }) => key === 'cpc_revision');
  const of = row?.form === 'number' ? row.of.map(Number) : [];
  return [Math.min(...of), Math.max(...of)];
}

/** A spec can name another creator; our `_OSC` then shows that the table is ours. */
function isOurs({ creatorId }: AmlTable['header'], { facts }: Firmware): boolean {
  return creatorId === OUR_TABLE.creatorId || hasOurOsc(facts);
}

function inOrder(processors: readonly FoundProcessor[], { vcpuOf }: Naming): readonly FoundProcessor[] {
  return vcpuOf ? processors.toSorted((a, b) => (vcpuOf.get(a.path) ?? 0) - (vcpuOf.get(b.path) ?? 0)) : processors;
}

function specOf(source: Source, naming: Naming): Spec {
  const { cores, revision } = source;
  const empty: Spec = {
    file: '<decompiled>',
    table: {},
    guest: naming.guest,
    layout: {},
    registers: {},
    defaults: {},
    cores: [],
    offsets: [],
    unreadable: () => false,
  };
  const entries = cores.flatMap(({ processors: [first] }) => (first ? [first.expressed.entries] : []));
  const parts = spread(entries, revision, empty);
  const { threads } = coreDefaults(cores);
  const spec: Spec = {
    ...empty,
    guest: {
      ...naming.guest,
      ...unharmed(naming, entries, revision),
      ...(threads > 1 && { threads_per_core: BigInt(threads) }),
    },
    layout: parts.layout,
    registers: parts.registers,
    defaults: parts.defaults,
    cores: specCores(cores, parts.cores, naming),
  };
  return { ...spec, table: tableKeys(source, spec) };
}

/**
 * Guests of machine virt that the table cannot harm, where it may harm others: an error for each of them would keep the spec
 * from building. Memory of the machine can harm every Linux, missing frequencies those before 7.2.
 */
function unharmed(
  { guest: { machine } }: Naming,
  cores: readonly CpcEntries[],
  revision: number,
): Pick<Spec['guest'], 'os'> {
  if (!virtMachine(machine)) return {};
  const values = cores.flatMap((entries) => Object.values(entries));
  if (values.some((one) => one.kind === 'register' && spaceName(one.register.spaceId) === 'SystemMemory'))
    return { os: ['windows11'] };
  // A table can have values where the revision of the spec has none.
  const read = keysOf({ kind: 'integer', value: BigInt(revision) });
  const missing = (['nominal_freq', 'lowest_freq'] as const).some(
    (key) => !read.includes(key) || cores.some((entries) => isMissing(entries[key])),
  );
  return missing ? { os: ['linux-7.2'] } : {};
}

function isMissing(value: CpcValue): boolean {
  return value.kind === 'absent' || (value.kind === 'integer' && value.value === 0n);
}

function tableKeys({ header, revision, cores, firmware }: Source, spec: Spec): Spec['table'] {
  const { facts } = firmware;
  const usual = settingsOf(spec);
  const { coordType, withPsd } = coreDefaults(cores);
  const states = isOurs(header, firmware) && usual.layout !== 'custom';
  const objects = OBJECTS.filter((name) => {
    if (name === '_OSC') return hasOurOsc(facts);
    if (name === '_CPC') return true;
    return name === '_PSD' ? withPsd : states && hasObject(facts, name);
  });
  return {
    ...headerKeys(header),
    ...(revision !== usual.revision && { cpc_revision: BigInt(revision) as 2n | 3n | 4n }),
    ...(objects.join() !== usual.objects.join() && { objects }),
    ...(withPsd && coordType !== usual.coordType && { coord_type: coordType }),
  };
}

/** The creator only where it is another than a spec has by default. */
function headerKeys({ creatorId, creatorRevision, ...oem }: AmlTable['header']): Spec['table'] {
  const isDefault = creatorId === OUR_TABLE.creatorId && creatorRevision === OUR_TABLE.creatorRevision;
  return {
    ...(isText(oem.oemId) && { oem_id: oem.oemId }),
    ...(isText(oem.oemTableId) && { oem_table_id: oem.oemTableId }),
    oem_revision: BigInt(oem.oemRevision),
    ...(isText(creatorId) && !isDefault && { creator_id: creatorId, creator_revision: BigInt(creatorRevision) }),
  };
}
