import { LAST_IO_PORT } from '../../grammar/address-spaces.js';
import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import type { Release } from '../../grammar/release.js';
import { accessBits, accessName, spaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { type CpcPackage, integerOf } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { finding } from '../cpc/rules/finding.js';
import { levelsOutOfOrder } from '../cpc/rules/numbers.js';
import { groupBy } from '../diagnostics/group-by.js';
import { identityOf } from '../diagnostics/identity.js';
import { parentOf } from '../firmware/namespace.js';
import { NEWEST } from '../versions/release.js';
import { allEqual } from './all-equal.js';
import { groupedByFault, registersRead } from './linux-registers.js';
import { ARM_AND_RISCV, type GuestFinding, type GuestRule, X86_OR_UNKNOWN } from './rule.js';
import type { GuestSubject } from './subject.js';

const WINDOWS_11: Release = [11, 0];

/** Observed requirements of Windows' processor drivers. Microsoft does not document them. */
export const WINDOWS: readonly GuestRule[] = [
  windows('guest/windows-desired', 'refused', desiredIsRegister),
  windows('guest/windows-fixed-hw', 'refused', eachRegister('guest/windows-fixed-hw', fixedHardwareIsWide)),
  windows('guest/windows-port', 'refused', eachRegister('guest/windows-port', portIsWhole)),
  { ...windows('guest/windows-memory', 'refused', eachRegister('guest/windows-memory', isMemory)), before: WINDOWS_11 },
  { ...windows('guest/windows-memory', 'advice', eachRegister('guest/windows-memory', isMemory)), from: WINDOWS_11 },
  windows('guest/windows-levels', 'refused', levelsInOrder),
  { ...windows('guest/windows-siblings', 'refused', siblingsAreEqual), compares: true },
  { ...windows('guest/windows10-hypervisor', 'unranked', withoutStub), before: WINDOWS_11 },
  { ...windows('guest/windows10-stub', 'advice', withStub), before: WINDOWS_11 },
  { ...windows('guest/windows11-registry', 'advice', needsRegistry), from: WINDOWS_11 },
  { ...windows('guest/all-equal', 'unranked', allEqual), compares: true },
  { ...windows('guest/windows-not-x86', 'unranked', nobodyTried), architectures: ARM_AND_RISCV },
];

function nobodyTried({ cpc, architecture = 'aarch64' }: GuestSubject): GuestFinding[] {
  return cpc.length > 0 ? [finding('guest/windows-not-x86', { architecture })] : [];
}

function windows(
  code: GuestRule['code'],
  effect: GuestRule['effect'],
  check: (subject: GuestSubject) => GuestFinding[],
): GuestRule {
  return { code, effect, family: 'windows', architectures: X86_OR_UNKNOWN, check };
}

function desiredIsRegister({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((one) => {
    const value = one.entries.get('desired_perf');
    const missing = value?.kind === 'absent' || value?.kind === 'integer';
    return missing ? [finding('guest/windows-desired', {}, { object: one, entry: 'desired_perf' })] : [];
  });
}

/** Windows reads every entry that the revision has, as the newest Linux does. */
function eachRegister(code: GuestRule['code'], check: (register: GenericRegister) => object | undefined) {
  return ({ cpc }: GuestSubject) => cpc.flatMap((one) => groupedByFault(code, one, registersRead(one, NEWEST), check));
}

function fixedHardwareIsWide({ spaceId, accessSize, address }: GenericRegister): object | undefined {
  const wrong = spaceName(spaceId) === 'FFixedHW' && (accessName(accessSize) !== 'QWord' || address === 0n);
  return wrong ? { accessSize, address } : undefined;
}

function portIsWhole({ spaceId, accessSize, bitWidth, bitOffset, address }: GenericRegister): object | undefined {
  if (spaceName(spaceId) !== 'SystemIO') return undefined;
  const bits = accessBits(accessSize);
  const inRange = address >= 1n && address <= LAST_IO_PORT;
  return inRange && bitWidth > 0 && bitOffset + bitWidth <= bits ? undefined : { address, bitWidth, bitOffset, bits };
}

function isMemory({ spaceId }: GenericRegister): object | undefined {
  return spaceName(spaceId) === 'SystemMemory' ? {} : undefined;
}

/** The pairs for which this was observed, and a nominal level of 0. */
function levelsInOrder({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((object) => {
    const known = (key: CpcKey) => integerOf(object.entries.get(key));
    const zero = known('nominal_perf') === 0n ? [levelFinding(object, 'nominal_perf', 0n, '1 or more')] : [];
    const short = WINDOWS_PAIRS.flatMap(([upper, lower]) =>
      levelsOutOfOrder((key) => (key === upper || key === lower ? known(key) : undefined)),
    );
    return [
      ...zero,
      ...short.map(({ upper, upperValue, lower, lowerValue }) =>
        levelFinding(object, upper, upperValue, `${lower} (${lowerValue}) or more`),
      ),
    ];
  });
}

const WINDOWS_PAIRS: readonly (readonly [CpcKey, CpcKey])[] = [
  ['highest_perf', 'nominal_perf'],
  ['lowest_nonlinear_perf', 'lowest_perf'],
];

function levelFinding(object: CpcPackage, key: CpcKey, value: bigint, right: string): GuestFinding {
  return finding('guest/windows-levels', { key, value, right }, { object, entry: key });
}

/**
 * Processors of one domain must have equal packages; without `_PSD` all are one domain. Where code chooses between the
 * packages of a processor, any of them counts.
 */
function siblingsAreEqual({ cpc, psd }: GuestSubject): GuestFinding[] {
  const domainOf = new Map(psd.map((one) => [parentOf(one.path), readPsd(one.value).integer('Domain')]));
  const used = cpc.flatMap((one) => one.processors.map((path) => ({ path, one })));
  const packagesOf = groupBy(used, ({ path }) => path);
  const levels = new Map(cpc.map((one) => [one, levelsOf(one)]));
  const first = new Map<string, { readonly path: string; readonly levels: ReadonlySet<string | undefined> }>();
  return [...packagesOf].flatMap(([path, uses]) => {
    const packages = uses.map(({ one }) => one);
    const domain = String(domainOf.get(path) ?? (psd.length === 0 ? 'none' : path));
    const [mine] = packages;
    const other = first.get(domain);
    if (mine && !other) first.set(domain, { path: mine.path, levels: new Set(packages.map((one) => levels.get(one))) });
    if (!mine || !other || packages.some((one) => other.levels.has(levels.get(one)))) return [];
    return [finding('guest/windows-siblings', { other: other.path, psd: psd.length > 0 }, { object: mine })];
  });
}

/** The Integers of a package as one string. */
function levelsOf({ entries }: CpcPackage): string {
  return identityOf(CPC_ENTRIES.map(({ key }) => integerOf(entries.get(key))));
}

/** The driver does not use CPPC if the hypervisor does not grant the privilege CpuManagement. */
function withoutStub({ device, virtual }: GuestSubject): GuestFinding[] {
  return virtual && !device ? [finding('guest/windows10-hypervisor', {})] : [];
}

function withStub({ device }: GuestSubject): GuestFinding[] {
  return device ? [finding('guest/windows10-stub', {})] : [];
}

function needsRegistry({ virtual, device }: GuestSubject): GuestFinding[] {
  return virtual || device ? [finding('guest/windows11-registry', {})] : [];
}
