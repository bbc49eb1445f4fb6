import { ACCESS_SIZES } from '../../../grammar/address-spaces.js';
import { AMD, INTEL_HWP } from '../../../grammar/layouts.js';
import { cpcSpaceName, spaceName, spaceText } from '../../aml/register-names.js';
import type { GenericRegister } from '../../aml/tree.js';
import { type FixedHardware, fixedHardwareAt, fixedHardwareIn, isFixedHardware } from '../fixed-hardware.js';
import { type EntryRegister, otherSubspaces, overlapsOf, registersOf } from '../overlap.js';
import { geometryFaults, MEMORY_WIDTHS } from '../register.js';
import { type Finding, type FindingPlace, finding, type Rule } from './finding.js';
import { COUNTER_RULES, FIXED_HARDWARE_RULES } from './fixed-hardware.js';
import type { CpcSubject } from './subject.js';

/** Rules of single registers: a guest must be able to reach each. ACPI 6.6 §6.4.3.7. */
export const SINGLE_REGISTER_RULES: readonly Rule<CpcSubject>[] = [
  { origins: ['L11'], check: spaces },
  { origins: ['E5'], check: accessSizes },
  { origins: ['L10', 'L12'], check: geometry },
  { origins: ['L12'], check: pccWidths },
  { origins: [], check: perfLimitedRegister },
  { origins: [], check: perfLimitedBits },
  ...FIXED_HARDWARE_RULES,
];

/** Rules between the registers of a package. ACPI 6.6 §8.4.6.1. */
export const REGISTERS_RULES: readonly Rule<CpcSubject>[] = [
  { origins: ['L8'], check: oneSubspace },
  { origins: [], check: noOverlap },
  ...COUNTER_RULES,
];

function registersIn({ cpc }: CpcSubject): EntryRegister[] {
  return registersOf((key) => cpc.entries.get(key));
}

/** A finding for each register, and from each rule of one register. */
function each(
  subject: CpcSubject,
  check: (register: EntryRegister, at: FindingPlace) => readonly Finding[],
): Finding[] {
  return registersIn(subject).flatMap((one) => check(one, { entry: one.key }));
}

function isOfCpc({ spaceId }: GenericRegister): boolean {
  return cpcSpaceName(spaceId) !== undefined;
}

function spaces(subject: CpcSubject): Finding[] {
  return each(subject, ({ key, register }, at) =>
    isOfCpc(register) ? [] : [finding('cpc/address-space', { key, space: spaceText(register.spaceId) }, at)],
  );
}

const HIGHEST_ACCESS = Math.max(...ACCESS_SIZES.map((row) => row.id));

/** In PCC the field is the number of the subspace. */
function hasAccessSize({ spaceId, accessSize }: GenericRegister): boolean {
  return spaceName(spaceId) === 'PCC' || accessSize <= HIGHEST_ACCESS;
}

function accessSizes(subject: CpcSubject): Finding[] {
  return each(subject, ({ key, register }, at) =>
    hasAccessSize(register)
      ? []
      : [finding('cpc/access-size', { key, access: register.accessSize, highest: HIGHEST_ACCESS }, at)],
  );
}

function geometry(subject: CpcSubject): Finding[] {
  const kind = fixedHardwareIn(subject.cpc, subject.architecture);
  return each(subject, ({ key, register }, at) => registerFindings(key, register, at, kind));
}

/** Problems of the fields of a register that is not the NULL register. RISC-V's in FFixedHW have rules of their own. */
export function registerFindings(
  key: string,
  register: GenericRegister,
  at: FindingPlace = {},
  kind: FixedHardware | undefined = fixedHardwareAt(register.address),
): Finding[] {
  if (!isOfCpc(register) || !hasAccessSize(register)) return [];
  if (isFixedHardware(register) && kind === 'riscv') return [];
  return geometryFaults(register)
    .filter((fault) => fault.kind !== 'fixed-hw-access' || kind === 'msr')
    .map((fault) => ({ code: `cpc/${fault.kind}`, facts: { key, ...fault.facts }, at }));
}

function pccWidths(subject: CpcSubject): Finding[] {
  return each(subject, ({ key, register: { spaceId, bitWidth } }, at) => {
    const readable = bitWidth === 0 || MEMORY_WIDTHS.includes(bitWidth);
    return spaceName(spaceId) !== 'PCC' || readable
      ? []
      : [finding('cpc/pcc-width', { key, bitWidth, widths: MEMORY_WIDTHS }, at)];
  });
}

function oneSubspace(subject: CpcSubject): Finding[] {
  return otherSubspaces(registersIn(subject)).map((facts) =>
    finding('cpc/subspaces-differ', facts, { entry: facts.key }),
  );
}

/** One for each register that shares bits with an earlier one. */
function noOverlap(subject: CpcSubject): Finding[] {
  const overlaps = overlapsOf(registersIn(subject).filter(({ register }) => register.bitWidth > 0));
  const firsts = overlaps.filter(({ keys }, i) => overlaps.findIndex((one) => one.keys[1] === keys[1]) === i);
  return firsts.map((facts) => finding('cpc/registers-overlap', facts, { entry: facts.keys[1] }));
}

function perfLimitedIn(subject: CpcSubject, space: string): GenericRegister | undefined {
  const value = subject.cpc.entries.get('perf_limited');
  return value?.kind === 'register' && spaceName(value.register.spaceId) === space ? value.register : undefined;
}

/** AMD's CPPC MSRs follow each other; the excursions are in the last one, CPPC_STATUS. */
function perfLimitedRegister(subject: CpcSubject): Finding[] {
  const { address } = perfLimitedIn(subject, 'FFixedHW') ?? { address: 0n };
  const right = AMD.perf_limited.address;
  if (address < AMD.highest_perf.address || address >= right) return [];
  return [finding('cpc/perf-limited-msr', { address, right }, { entry: 'perf_limited' })];
}

function perfLimitedBits(subject: CpcSubject): Finding[] {
  const register = perfLimitedIn(subject, 'FFixedHW');
  const { address, bit_width: rightWidth, bit_offset: rightOffset } = INTEL_HWP.perf_limited;
  if (register?.address !== address) return [];
  const { bitWidth, bitOffset } = register;
  if (bitWidth === rightWidth && bitOffset === rightOffset) return [];
  return [
    finding('cpc/perf-limited-bits', { bitWidth, bitOffset, rightWidth, rightOffset }, { entry: 'perf_limited' }),
  ];
}
