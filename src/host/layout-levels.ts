import { ACPI_CPPC, AMD, CONSTANT, INTEL_HWP, type LayoutMap } from '../../grammar/layouts.js';
import { U8_MAX, U32_MAX } from '../../grammar/limits.js';
import { type LayoutName, LEVEL_KEYS, type LevelKey } from '../../grammar/spec-keys.js';
import type { HostKey } from './cppc-files.js';

const MAPS: Readonly<Record<LayoutName, LayoutMap>> = {
  'acpi-cppc': ACPI_CPPC[0].map,
  constant: CONSTANT,
  amd: AMD,
  'intel-hwp': INTEL_HWP,
  custom: {},
};

/** Whether a spec of this layout takes a number: not where the device has no such property or an entry is a register. */
export function layoutTakesLevel(key: HostKey, layout: LayoutName): key is LevelKey {
  if (!LEVEL_KEYS.some((row) => row.key === key)) return false;
  const entry = MAPS[layout][key];
  return layout === 'acpi-cppc' ? entry !== undefined : typeof entry !== 'object';
}

/** The device packs levels into fields of 8 bits; other layouts have Integers, of which Linux keeps 32 bits. */
export function highestLevelOf(layout: LayoutName): bigint {
  return layout === 'acpi-cppc' ? U8_MAX : U32_MAX;
}
