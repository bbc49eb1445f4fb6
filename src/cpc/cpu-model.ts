import {
  CPPC_WITHOUT_OSC,
  CPU_MODELS,
  type CpuModelRow,
  type CpuVendor,
  QEMU_BOOLEANS,
  VENDOR_IDS,
} from '../../grammar/cpu-models.js';
import { cpuFlags } from './cpu-flags.js';

/** The known facts of a guest's processor, by its QEMU CPU model. */
export type CpuModel = Pick<CpuModelRow, 'vendor' | 'family' | 'model'> & {
  readonly name: string;
  /** A model such as `host`, whose vendor is that of the host. */
  readonly ofHost?: true;
};

/** A model that copies the host, on a host of this vendor. */
export function cpuOfHost(name: string, vendor: CpuVendor): CpuModel {
  return { name, vendor: vendor === 'intel' ? 'Intel' : 'AMD', ofHost: true };
}

/** Reads a `-cpu` value such as `EPYC-Milan,model=97`; undefined for models that copy the host. */
export function cpuModelOf(word: string): CpuModel | undefined {
  const [name = '', ...flags] = word.split(',');
  const row: CpuModelRow | undefined = CPU_MODELS.find(({ prefix }) => name.startsWith(prefix));
  if (!row) return undefined;
  const family = numberIn(flags, 'family') ?? row.family;
  const model = numberIn(flags, 'model') ?? row.model;
  return {
    name: word,
    vendor: VENDOR_IDS[vendorIn(flags)] ?? row.vendor,
    ...(family !== undefined && { family }),
    ...(model !== undefined && { model }),
  };
}

/** The CPU model of a `-cpu` value, without the flags that follow a comma. */
export function modelName(word: string): string {
  return word.split(',', 1)[0]?.trim() ?? '';
}

/** Whether a `-cpu` value switches a flag on. */
export function hasFlag(word: string | undefined, flag: string): boolean {
  return flagOf(word, flag) === true;
}

/** Whether a `-cpu` value switches a flag on or off; undefined if it does not name the flag. */
export function flagOf(word = '', flag: string): boolean | undefined {
  return cpuFlags(word)
    .filter(({ name }) => name === flag.replaceAll('_', '-'))
    .map(({ value }) => booleanOf(value))
    .findLast((value) => value !== undefined);
}

/** A boolean of QEMU; undefined for another word. */
export function booleanOf(value: string): boolean | undefined {
  const { on, off } = QEMU_BOOLEANS;
  if ((on as readonly string[]).includes(value)) return true;
  return (off as readonly string[]).includes(value) ? false : undefined;
}

/** `host`: those of the host, whatever they are. */
export type PhysicalBits = number | 'host';

/** The physical address bits that a `-cpu` value asks for. host-phys-bits=on takes precedence (QEMU: host_cpu_adjust_phys_bits). */
export function physicalBitsOf(word = ''): PhysicalBits | undefined {
  if (hasFlag(word, 'host-phys-bits')) return 'host';
  return numberIn(word.split(',').slice(1), 'phys-bits') || undefined;
}

function numberIn(flags: readonly string[], key: string): number | undefined {
  const flag = flags.findLast((one) => one.startsWith(`${key}=`));
  const value = Number(flag?.slice(key.length + 1));
  return flag !== undefined && Number.isInteger(value) ? value : undefined;
}

function vendorIn(flags: readonly string[]): string {
  return flags.findLast((one) => one.startsWith('vendor='))?.slice('vendor='.length) ?? '';
}

/** Whether the model keeps its vendor on any host: under KVM, QEMU gives it that of the host unless `vendor=` follows. */
export function keepsVendor({ name }: CpuModel): boolean {
  return vendorIn(name.split(',')) !== '';
}

/** True if Linux needs no `_OSC` from the firmware. */
export function hasCppcWithoutOsc({ vendor, family, model }: CpuModel): boolean {
  if (vendor === 'Intel' || family === undefined || model === undefined) return false;
  return CPPC_WITHOUT_OSC.some((row) => row.family === family && row.first <= model && model <= row.last);
}
