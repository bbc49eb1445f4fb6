import type { CpcKey } from '../../grammar/cpc.js';
import { AMD_PSTATE } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import type { CpcPackage } from '../cpc/package.js';
import { isSince } from '../versions/release.js';

/** Entries that drivers of Linux take the clock from. */
export const FREQUENCIES = ['nominal_freq', 'lowest_freq'] as const;

export function isGiven({ entries }: CpcPackage, key: CpcKey): boolean {
  const value = entries.get(key);
  const zero = value?.kind === 'integer' && value.value === 0n;
  return !(value === undefined || value.kind === 'absent' || zero);
}

/** SCHED_CAPACITY_SHIFT: up to 6.12 amd_pstate_init_freq() multiplies with a ratio of ten binary places. */
const RATIO_BITS = 10n;
export const KHZ = 1000n;

/** The frequency of a level in kHz, as the driver of a release computes it. */
export function frequencyOf(level: bigint, nominal: bigint, nominalFreq: bigint, version: Release): bigint {
  if (isSince(version, AMD_PSTATE.driverFirst)) return (nominalFreq * KHZ * level + nominal - 1n) / nominal;
  return ((nominalFreq * ((level << RATIO_BITS) / nominal)) >> RATIO_BITS) * KHZ;
}
