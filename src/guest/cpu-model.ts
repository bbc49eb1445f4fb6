import { CPPC_WITHOUT_OSC, CPU_MODELS, type CpuModelRow } from '../../grammar/cpu-models.js';

/** What is known of a guest's processor by QEMU's name for it. */
export type CpuModel = Pick<CpuModelRow, 'vendor' | 'family' | 'model'> & { readonly name: string };

/** Reads a `-cpu` word as `EPYC-Milan,model=97`; undefined for models that are what the host is. */
export function cpuModelOf(word: string): CpuModel | undefined {
  const [name = '', ...flags] = word.split(',');
  const row: CpuModelRow | undefined = CPU_MODELS.find(({ prefix }) => name.startsWith(prefix));
  if (!row) return undefined;
  const { vendor, family = numberIn(flags, 'family'), model } = row;
  const given = { family: numberIn(flags, 'family') ?? family, model: numberIn(flags, 'model') ?? model };
  return {
    name: word,
    vendor,
    ...(given.family !== undefined && { family: given.family }),
    ...(given.model !== undefined && { model: given.model }),
  };
}

function numberIn(flags: readonly string[], key: string): number | undefined {
  const flag = flags.find((one) => one.startsWith(`${key}=`));
  const value = Number(flag?.slice(key.length + 1));
  return flag !== undefined && Number.isInteger(value) ? value : undefined;
}

/** True where Linux asks no `_OSC` of the firmware. */
export function hasCppcWithoutOsc({ vendor, family, model }: CpuModel): boolean {
  if (vendor === 'Intel' || family === undefined || model === undefined) return false;
  return CPPC_WITHOUT_OSC.some((row) => row.family === family && row.first <= model && model <= row.last);
}
