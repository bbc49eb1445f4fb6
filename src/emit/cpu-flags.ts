import { LIBVIRT_CPU_MODES, QEMU_ONLY_CPU_FLAGS } from '../../grammar/libvirt.js';
import { hasFlag, modelName, physicalBitsOf } from '../cpc/cpu-model.js';
import { element, textElement, type XmlNode } from '../xml/xml-text.js';

const ADDRESS_BITS: readonly string[] = ['phys-bits', 'host-phys-bits'];

/** The mode and `<model>` of libvirt's `<cpu>` for a `-cpu` value. */
export function cpuMode(cpuModel: string): { mode: string; model: XmlNode[] } {
  const name = modelName(cpuModel);
  const mode = LIBVIRT_CPU_MODES[name];
  return mode === undefined ? { mode: 'custom', model: [textElement('model', {}, name)] } : { mode, model: [] };
}

/** The children of `<cpu>` for the flags, and properties of the CPU for the flags that have no element. */
export function cpuFlags(cpuModel: string): { children: XmlNode[]; others: string[] } {
  const flags = cpuModel.split(',').slice(1);
  const named = flags.map((word) => ({ word: word.trim(), ...featureOf(word.trim()) }));
  const last = new Map(named.map(({ name, word }) => [name ?? word, word] as const));
  const names = [...last].filter(([name]) => isFeature(name, named));
  const features = names.map(([name]) =>
    element('feature', { policy: hasFlag(cpuModel.replaceAll(' ', ''), name) ? 'require' : 'disable', name }),
  );
  const bits = addressBits(cpuModel.replaceAll(' ', ''));
  const taken = new Set([...names.map(([name]) => name), ...(bits.length > 0 ? ADDRESS_BITS : [])]);
  const others = named.filter(({ name, word }) => !taken.has(name ?? word.split('=')[0] ?? ''));
  return { children: [...bits, ...features], others: others.map(({ name, word }) => propertyOf(word, name)) };
}

/** `+cppc` as `-global` takes it: `cppc=on`. */
function propertyOf(word: string, name = word): string {
  return word.includes('=') ? word : `${name}=${word.startsWith('-') ? 'off' : 'on'}`;
}

function isFeature(name: string, named: readonly { readonly name?: string }[]): boolean {
  const isQemus = QEMU_ONLY_CPU_FLAGS.some((flag) => (flag.endsWith('-') ? name.startsWith(flag) : flag === name));
  return !isQemus && named.some((one) => one.name === name);
}

/** The name in `+name`, `-name`, `name`, `name=on` and `name=off`; none for other values. */
function featureOf(word: string): { name?: string } {
  const name = /^(?:[+-]([\w.-]+)|([\w.-]+?)(?:=(?:on|off))?)$/.exec(word);
  const found = name?.[1] ?? name?.[2];
  return found === undefined ? {} : { name: found };
}

/** https://libvirt.org/formatdomain.html, `<maxphysaddr>` */
function addressBits(cpuModel: string): XmlNode[] {
  const bits = physicalBitsOf(cpuModel);
  if (bits === undefined) return [];
  return [element('maxphysaddr', bits === 'host' ? { mode: 'passthrough' } : { mode: 'emulate', bits: String(bits) })];
}
