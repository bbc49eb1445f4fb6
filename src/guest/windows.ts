import { LAST_IO_PORT } from '../../grammar/address-spaces.js';
import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import type { Release } from '../../grammar/release.js';
import { accessBits, accessName, spaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { identityOf } from '../diagnostics/identity.js';
import { type FoundCpc, integerOf } from '../firmware/found.js';
import { parentOf } from '../firmware/namespace.js';
import { NEWEST } from '../versions/release.js';
import { alike, registersRead } from './linux-registers.js';
import { found, type GuestFinding, type GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

const WINDOWS_11: Release = [11, 0];

/** What Windows' processor drivers were seen to ask for. No document of Microsoft says it. */
export const WINDOWS: readonly GuestRule[] = [
  windows('guest/windows-desired', 'refused', desiredIsRegister),
  windows('guest/windows-fixed-hw', 'refused', eachRegister('guest/windows-fixed-hw', fixedHardwareIsWide)),
  windows('guest/windows-port', 'refused', eachRegister('guest/windows-port', portIsWhole)),
  { ...windows('guest/windows-memory', 'refused', eachRegister('guest/windows-memory', isMemory)), before: WINDOWS_11 },
  { ...windows('guest/windows-memory', 'told', eachRegister('guest/windows-memory', isMemory)), from: WINDOWS_11 },
  windows('guest/windows-levels', 'refused', levelsInOrder),
  windows('guest/windows-siblings', 'refused', siblingsAreEqual),
  { ...windows('guest/windows10-hypervisor', 'unranked', withoutStub), before: WINDOWS_11 },
  { ...windows('guest/windows10-stub', 'told', withStub), before: WINDOWS_11 },
  { ...windows('guest/windows11-registry', 'told', wantsRegistry), from: WINDOWS_11 },
  windows('guest/all-equal', 'unranked', someCoreIsBetter),
];

function windows(
  code: GuestRule['code'],
  effect: GuestRule['effect'],
  check: (subject: GuestSubject) => GuestFinding[],
): GuestRule {
  return { code, effect, family: 'windows', check };
}

function desiredIsRegister({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((one) => {
    const value = one.entries.get('desired_perf');
    const missing = value?.kind === 'absent' || value?.kind === 'integer';
    return missing ? [found('guest/windows-desired', {}, { cpc: one, entry: 'desired_perf' })] : [];
  });
}

/** Windows reads every entry that the revision has, as the newest Linux does. */
function eachRegister(code: GuestRule['code'], check: (register: GenericRegister) => object | undefined) {
  return ({ cpc }: GuestSubject) => cpc.flatMap((one) => alike(code, one, registersRead(one, NEWEST), check));
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

function levelsInOrder({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.flatMap((one) => {
    const level = (key: CpcKey) => integerOf(one.entries.get(key));
    const [highest, nominal] = [level('highest_perf'), level('nominal_perf')];
    const [nonlinear, lowest] = [level('lowest_nonlinear_perf'), level('lowest_perf')];
    const zero = nominal === 0n ? [['nominal_perf', nominal, '1 or more'] as const] : [];
    const top = below(highest, nominal)
      ? [['highest_perf', highest, `nominal_perf (${nominal}) or more`] as const]
      : [];
    const bottom = below(nonlinear, lowest)
      ? [['lowest_nonlinear_perf', nonlinear, `lowest_perf (${lowest}) or more`] as const]
      : [];
    return [...zero, ...top, ...bottom].map(([key, value, wanted]) =>
      found('guest/windows-levels', { key, value: value ?? 0n, wanted }, { cpc: one, entry: key }),
    );
  });
}

function below(a: bigint | undefined, b: bigint | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}

/**
 * Processors of one domain must say the same; without `_PSD` all are one domain. Of a processor whose code chooses between
 * packages, any may be the one.
 */
function siblingsAreEqual({ cpc, psd }: GuestSubject): GuestFinding[] {
  const domainOf = new Map(psd.map((one) => [parentOf(one.path), domainIn(one.value)]));
  const packagesOf = new Map<string, FoundCpc[]>();
  for (const one of cpc) {
    for (const path of one.processors) {
      const known = packagesOf.get(path);
      if (known) known.push(one);
      else packagesOf.set(path, [one]);
    }
  }
  const levels = new Map(cpc.map((one) => [one, levelsOf(one)]));
  const first = new Map<string, { readonly path: string; readonly levels: ReadonlySet<string | undefined> }>();
  return [...packagesOf].flatMap(([path, packages]) => {
    const domain = String(domainOf.get(path) ?? (psd.length === 0 ? 'none' : path));
    const [mine] = packages;
    const other = first.get(domain);
    if (mine && !other) first.set(domain, { path: mine.path, levels: new Set(packages.map((one) => levels.get(one))) });
    if (!mine || !other || packages.some((one) => other.levels.has(levels.get(one)))) return [];
    return [found('guest/windows-siblings', { other: other.path, psd: psd.length > 0 }, { cpc: mine })];
  });
}

function domainIn(value: GuestSubject['psd'][number]['value']): bigint | undefined {
  const [inner] = value.kind === 'package' ? value.elements : [];
  return inner?.kind === 'package' ? integerOf(inner.elements[2]) : undefined;
}

/** The Integers of a package as one string. */
function levelsOf({ entries }: FoundCpc): string {
  return identityOf(CPC_ENTRIES.map(({ key }) => integerOf(entries.get(key))));
}

/** The driver leaves CPPC alone where a hypervisor does not give it the privilege CpuManagement. */
function withoutStub({ device, virtual }: GuestSubject): GuestFinding[] {
  return virtual && !device ? [found('guest/windows10-hypervisor', {})] : [];
}

function withStub({ device }: GuestSubject): GuestFinding[] {
  return device ? [found('guest/windows10-stub', {})] : [];
}

function wantsRegistry({ virtual, device }: GuestSubject): GuestFinding[] {
  return virtual || device ? [found('guest/windows11-registry', {})] : [];
}

function someCoreIsBetter({ cpc }: GuestSubject): GuestFinding[] {
  const highest = cpc.map(({ entries }) => integerOf(entries.get('highest_perf')));
  const [first] = highest;
  const [one] = cpc;
  if (first === undefined || !one || highest.some((level) => level !== first)) return [];
  return [found('guest/all-equal', { value: first }, { cpc: one, entry: 'highest_perf' })];
}
