import { booleanOf } from '../../cpc/cpu-model.js';
import type { Place } from '../../diagnostics/diagnostic.js';
import type { Vm } from './vm.js';

/**
 * The place of what makes a guest seem to be Windows, where the configuration does not name a guest with rules: a Windows
 * without rules, or enlightenments that are on.
 */
export function signOfWindows({ guest, unruled, cpu }: Vm): Place | undefined {
  if (guest !== undefined || unruled?.value === 'other') return undefined;
  if (unruled) return unruled.place;
  const flags = [...cpu.flags].filter(([name, { value }]) => name.startsWith('hv-') && booleanOf(value) !== false);
  return flags[0]?.[1].place;
}
