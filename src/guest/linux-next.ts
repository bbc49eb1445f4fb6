import { LAST_IO_PORT } from '../../grammar/address-spaces.js';
import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import { NEXT_LINUX } from '../../grammar/guests.js';
import { U32_MAX } from '../../grammar/limits.js';
import { accessBits, spaceName } from '../aml/register-names.js';
import { overlapsOf, registersOf } from '../cpc/overlap.js';
import { allowsAsUnsupported, allowsInteger, type CpcPackage, type PackageValue } from '../cpc/package.js';
import { finding } from '../cpc/rules/finding.js';
import { isAutonomous } from '../cpc/rules/numbers.js';
import { registersRead } from './linux-registers.js';
import { type GuestFinding, type GuestRule, X86_OR_UNKNOWN } from './rule.js';
import type { GuestSubject } from './subject.js';

/** Announced checks that are in no release up to 7.3. */
export const LINUX_NEXT: readonly GuestRule[] = [
  // Guests on Arm and RISC-V have no counters that a register could be.
  { ...next('guest/next-counters', countersAreRegisters), architectures: X86_OR_UNKNOWN },
  next('guest/next-desired', desiredIsWritten),
  next('guest/next-min-max', bothOrNeither),
  next('guest/next-integer', integersAreAllowed),
  next('guest/next-register', registersAreWhole),
  next('guest/next-overlap', nothingOverlaps),
];

type NextCode = Extract<GuestRule['code'], `guest/next-${string}`>;

function next(code: NextCode, check: (cpc: CpcPackage, subject: GuestSubject) => GuestFinding[]): GuestRule {
  const all = (subject: GuestSubject) => subject.cpc.flatMap((cpc) => check(cpc, subject));
  return { code, effect: 'refused', family: 'linux', from: NEXT_LINUX, check: all };
}

function countersAreRegisters(cpc: CpcPackage): GuestFinding[] {
  return (['reference_counter', 'delivered_counter'] as const).flatMap((key) => {
    const value = cpc.entries.get(key);
    const missing = value?.kind === 'absent' || value?.kind === 'integer';
    return missing ? [finding('guest/next-counters', { key }, { object: cpc, entry: key })] : [];
  });
}

/** Optional only where `_OSC` acknowledged CPPC 2 and autonomous selection is always on. */
function desiredIsWritten(cpc: CpcPackage, { osc }: GuestSubject): GuestFinding[] {
  const desired = cpc.entries.get('desired_perf');
  const needless = osc !== false && isAutonomous(cpc);
  const missing = desired?.kind === 'absent' || desired?.kind === 'integer';
  return missing && !needless ? [finding('guest/next-desired', {}, { object: cpc, entry: 'desired_perf' })] : [];
}

function bothOrNeither(cpc: CpcPackage): GuestFinding[] {
  const [min, max] = [cpc.entries.get('min_perf'), cpc.entries.get('max_perf')];
  const [hasMin, hasMax] = [min?.kind === 'register', max?.kind === 'register'];
  if (hasMin === hasMax) return [];
  const [given, missing] = hasMin ? (['min_perf', 'max_perf'] as const) : (['max_perf', 'min_perf'] as const);
  return [finding('guest/next-min-max', { given, missing }, { object: cpc, entry: missing })];
}

/** An Integer 0 in place of a register means "not supported", with a warning in the log. */
function integersAreAllowed(cpc: CpcPackage): GuestFinding[] {
  return CPC_ENTRIES.flatMap((row) => {
    const value = cpc.entries.get(row.key);
    if (value?.kind !== 'integer' || isAllowed(row, value)) return [];
    return [finding('guest/next-integer', { key: row.key, value: value.value }, { object: cpc, entry: row.key })];
  });
}

type Row = (typeof CPC_ENTRIES)[number];

function isAllowed(row: Row, { value }: Extract<PackageValue, { kind: 'integer' }>): boolean {
  const { key, unit } = row;
  if (!allowsInteger(row)) return allowsAsUnsupported(row, value);
  if (unit === 'switch') return value <= 1n;
  return key === 'wraparound_time' || value <= U32_MAX;
}

/** Bits must fit the access size, ports 64 Ki, and a written register must fill its access size. */
function registersAreWhole(cpc: CpcPackage): GuestFinding[] {
  return registersRead(cpc, NEXT_LINUX).flatMap(({ key, register }) => {
    const why = faultOf(key, register);
    return why === undefined ? [] : [finding('guest/next-register', { key, why }, { object: cpc, entry: key })];
  });
}

type Register = ReturnType<typeof registersRead>[number]['register'];

function faultOf(key: CpcKey, { spaceId, bitWidth, bitOffset, accessSize, address }: Register): string | undefined {
  const space = spaceName(spaceId);
  if (space === 'SystemMemory' && address === 0n) return 'its address is 0, but its width is not';
  if (space !== 'SystemIO' && space !== 'SystemMemory') return undefined;
  if (space === 'SystemIO' && accessSize > 3) return 'ports have at most 32 bits';
  const bits = accessBits(accessSize) || bitWidth;
  if (bitWidth === 0) return 'its bit width is 0';
  if (bitOffset + bitWidth > bits) return `it reaches bit ${bitOffset + bitWidth} of an access of ${bits}`;
  if (space === 'SystemIO' && address + BigInt(Math.ceil(bits / 8)) > LAST_IO_PORT + 1n)
    return 'it reaches past the last port';
  const written = CPC_ENTRIES.some((row) => row.key === key && row.written);
  return written && bitWidth < bits ? `it is written, but has ${bitWidth} of the ${bits} bits of an access` : undefined;
}

function nothingOverlaps(cpc: CpcPackage, { device }: GuestSubject): GuestFinding[] {
  return overlapsOf(registersOf((key) => cpc.entries.get(key)))
    .filter(({ space }) => space !== 'FFixedHW')
    .map(({ keys, space }) =>
      finding('guest/next-overlap', { keys, space, device: device !== undefined }, { object: cpc, entry: keys[1] }),
    );
}
