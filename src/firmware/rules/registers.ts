import { ACCESS_SIZES } from '../../../grammar/address-spaces.js';
import { AMD, INTEL_HWP } from '../../../grammar/layouts.js';
import { cpcSpaceName, spaceName, spaceText } from '../../aml/register-names.js';
import type { GenericRegister } from '../../aml/tree.js';
import { type EntryRegister, overlapsOf, registersOf, strangersOf } from '../../cpc/overlap.js';
import { geometryProblems, MEMORY_WIDTHS } from '../../cpc/register.js';
import type { FoundCpc } from '../found.js';
import { elementOf, type Finding, finding, fixedValue, type Rule } from './finding.js';

/** What registers must be for a guest to reach them. ACPI 6.6 §6.4.3.7 and §8.4.6.1. */
export const REGISTER_RULES: readonly Rule<FoundCpc>[] = [
  { origins: ['L11'], check: spaces },
  { origins: ['E5'], check: accessSizes },
  { origins: ['L10', 'L12'], check: geometry },
  { origins: ['L12'], check: pccWidths },
  { origins: ['L8'], check: oneSubspace },
  { origins: [], check: noOverlap },
  { origins: [], check: perfLimitedRegister },
  { origins: [], check: perfLimitedBits },
];

function registersIn(cpc: FoundCpc): EntryRegister[] {
  return registersOf((key) => fixedValue(cpc, key));
}

/** A finding for each register, and from each rule of one register. */
function each(cpc: FoundCpc, check: (register: EntryRegister, at: number) => readonly Finding[]): Finding[] {
  return registersIn(cpc).flatMap((one) => check(one, elementOf(one.key)));
}

function isOfCpc({ spaceId }: GenericRegister): boolean {
  return cpcSpaceName(spaceId) !== undefined;
}

function spaces(cpc: FoundCpc): Finding[] {
  return each(cpc, ({ key, register }, at) =>
    isOfCpc(register) ? [] : [finding('table/address-space', { key, space: spaceText(register.spaceId) }, at)],
  );
}

const HIGHEST_ACCESS = Math.max(...ACCESS_SIZES.map((row) => row.id));

/** In PCC the field is the number of the subspace. */
function hasAccessSize({ spaceId, accessSize }: GenericRegister): boolean {
  return spaceName(spaceId) === 'PCC' || accessSize <= HIGHEST_ACCESS;
}

function accessSizes(cpc: FoundCpc): Finding[] {
  return each(cpc, ({ key, register }, at) =>
    hasAccessSize(register)
      ? []
      : [finding('table/access-size', { key, access: register.accessSize, highest: HIGHEST_ACCESS }, at)],
  );
}

function geometry(cpc: FoundCpc): Finding[] {
  return each(cpc, ({ key, register }, at) => {
    if (!isOfCpc(register) || !hasAccessSize(register)) return [];
    return geometryProblems(register).map(({ kind, facts }) => ({
      code: `table/${kind}` as const,
      facts: { key, ...facts },
      element: at,
    }));
  });
}

function pccWidths(cpc: FoundCpc): Finding[] {
  return each(cpc, ({ key, register: { spaceId, bitWidth } }, at) => {
    const readable = bitWidth === 0 || MEMORY_WIDTHS.includes(bitWidth);
    return spaceName(spaceId) !== 'PCC' || readable
      ? []
      : [finding('table/pcc-width', { key, bitWidth, widths: MEMORY_WIDTHS }, at)];
  });
}

function oneSubspace(cpc: FoundCpc): Finding[] {
  return strangersOf(registersIn(cpc)).map((facts) => finding('table/subspaces-differ', facts, elementOf(facts.key)));
}

/** One for each register that shares bits with an earlier one. */
function noOverlap(cpc: FoundCpc): Finding[] {
  const overlaps = overlapsOf(registersIn(cpc).filter(({ register }) => register.bitWidth > 0));
  const firsts = overlaps.filter(({ keys }, i) => overlaps.findIndex((one) => one.keys[1] === keys[1]) === i);
  return firsts.map((facts) => finding('table/registers-overlap', facts, elementOf(facts.keys[1])));
}

function perfLimitedIn(cpc: FoundCpc, space: string): GenericRegister | undefined {
  const value = fixedValue(cpc, 'perf_limited');
  return value?.kind === 'register' && spaceName(value.register.spaceId) === space ? value.register : undefined;
}

/** AMD's CPPC MSRs follow each other; the excursions are in the last one, CPPC_STATUS. */
function perfLimitedRegister(cpc: FoundCpc): Finding[] {
  const { address } = perfLimitedIn(cpc, 'FFixedHW') ?? { address: 0n };
  const right = AMD.perf_limited.address;
  if (address < AMD.highest_perf.address || address >= right) return [];
  return [finding('table/perf-limited-msr', { address, right }, elementOf('perf_limited'))];
}

function perfLimitedBits(cpc: FoundCpc): Finding[] {
  const register = perfLimitedIn(cpc, 'FFixedHW');
  const { address, bit_width: rightWidth, bit_offset: rightOffset } = INTEL_HWP.perf_limited;
  if (register?.address !== address) return [];
  const { bitWidth, bitOffset } = register;
  if (bitWidth === rightWidth && bitOffset === rightOffset) return [];
  return [
    finding('table/perf-limited-bits', { bitWidth, bitOffset, rightWidth, rightOffset }, elementOf('perf_limited')),
  ];
}
