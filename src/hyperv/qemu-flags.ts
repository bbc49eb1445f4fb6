import { QEMU_CPU_TYPE } from '../../grammar/enlightenments.js';
import type { Release } from '../../grammar/release.js';
import { type Enlightenment, flagName, rowOf } from './enlightenments.js';
import { knownTo } from './releases.js';

/** An option of QEMU with its value, each one word. */
export type QemuOption = readonly [option: string, value: string];

/** Flags that follow the model in the only -cpu, and separate options. */
interface QemuFlags {
  readonly cpu: readonly string[];
  readonly options: readonly QemuOption[];
}

/** Writes the enlightenments for a QEMU of this release; by default the newest. */
export function qemuFlags(on: readonly Enlightenment[], qemu?: Release): QemuFlags {
  const known = knownTo(on, qemu);
  // -cpu ends a value at every comma, and a doubled one does not help there (target/i386/cpu.c, x86_cpu_parse_featurestr).
  const [inCpu, beside] = [known.filter((flag) => !hasComma(flag)), known.filter(hasComma)];
  return { cpu: inCpu.map(flagText), options: [...beside.map(globalOption), ...deviceOptions(known)] };
}

/** A flag as a property of every CPU. It adds to -cpu, which QEMU accepts only once. */
export function globalOption(flag: Enlightenment): QemuOption {
  return ['-global', `${QEMU_CPU_TYPE}.${flagText(flag)}`];
}

/** Devices that flags need. */
export function deviceOptions(on: readonly Enlightenment[]): QemuOption[] {
  return on.flatMap(({ key }): QemuOption[] => {
    const { device } = rowOf(key);
    return device === undefined ? [] : [['-device', device]];
  });
}

/** `hv-spinlocks=0xfff`. */
export function flagText({ key, value }: Enlightenment): string {
  return `${flagName(key)}=${valueText({ key, value })}`;
}

/** `on`, `0xfff`, `19041`, `KVM Hv`. */
export function valueText({ key, value }: Pick<Enlightenment, 'key' | 'value'>): string {
  if (value === true) return 'on';
  return key === 'spinlocks' && typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);
}

function hasComma({ value }: Enlightenment): boolean {
  return typeof value === 'string' && value.includes(',');
}
