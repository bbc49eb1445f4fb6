import { cpuFlags } from '../../cpc/cpu-flags.js';
import { modelName } from '../../cpc/cpu-model.js';
import type { Place } from '../../diagnostics/diagnostic.js';
import type { Placed, Vm } from './vm.js';

/** A `-cpu` value as QEMU reads it: of a flag that is there twice, the last one holds. */
export function readCpuValue(text: string, placeAt: (index: number) => Place): Vm['cpu'] {
  const flags = new Map<string, Placed<string>>();
  for (const { name, value, index } of cpuFlags(text)) flags.set(name, { value, place: placeAt(index) });
  const model = modelName(text);
  return { ...(model !== '' && { model }), place: placeAt(0), flags };
}
