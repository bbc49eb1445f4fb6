import { QEMU_CPU_TYPE } from '../../../grammar/enlightenments.js';
import { valueOfKey } from '../../emit/qemu-value.js';

/** A property of every CPU, set by `-global`: `x86_64-cpu.hv-time=on`, or `driver=x86_64-cpu,property=hv-time,value=on`. */
export function globalFlag(text: string): { readonly name: string; readonly value: string } | undefined {
  const [, short, property, rest] = /^([^.,=]+)\.([^=,]+)=(.*)$/s.exec(text) ?? [];
  const driver = short ?? valueOfKey(text, 'driver') ?? '';
  const name = property ?? valueOfKey(text, 'property');
  const value = rest ?? valueOfKey(text, 'value') ?? '';
  const isCpu = driver === QEMU_CPU_TYPE || driver.endsWith(`-${QEMU_CPU_TYPE}`);
  return isCpu && name !== undefined ? { name: name.replaceAll('_', '-'), value } : undefined;
}
