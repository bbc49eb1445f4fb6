import { LIBVIRT_CPU_MODES, QEMU_ONLY_CPU_FLAGS } from '../../grammar/libvirt.js';
import { hasFlag, modelName, physicalBitsOf } from '../cpc/cpu-model.js';
import { ownRow } from '../diagnostics/own-row.js';
import { element, textElement, type XmlNode } from '../xml/xml-text.js';

const ADDRESS_BITS: readonly string[] = ['phys-bits', 'host-phys-bits'];

/** The mode and `<model>` of libvirt's `<cpu>` for a `-cpu` value. */
export function cpuMode(cpuModel: string): { mode: string; model: XmlNode[] } {
  const name = modelName(cpuModel);
  const mode = ownRow(LIBVIRT_CPU_MODES, name);
  return mode === undefined ? { mode: 'custom', model: [textElement('model', {}, name)] } : { mode, model: [] };
}

/** The children of `<cpu>` for the flags, and properties of the CPU for the flags that have no element. */
export function cpuFlags(cpuModel: string): { children: XmlNode[]; others: string[] } {
  const trimmed = cpuModel.replaceAll(' ', '');
  const [, ...words] = trimmed.split(',');
  const flags = words.map((word) => ({ word, name: flagName(word) }));
  const names = new Set(flags.flatMap(({ name }) => (name === undefined || isQemuOnly(name) ? [] : [name])));
  const features = [...names].map((name) =>
    element('feature', { policy: hasFlag(trimmed, name) ? 'require' : 'disable', name }),
  );
  const bits = addressBits(trimmed);
  const taken = new Set([...names, ...(bits.length > 0 ? ADDRESS_BITS : [])]);
  const others = flags.filter(({ name, word }) => !taken.has(name ?? word.split('=')[0] ?? ''));
  return { children: [...bits, ...features], others: others.map(({ name, word }) => propertyOf(word, name)) };
}

/** `+cppc` as `-global` takes it: `cppc=on`. */
function propertyOf(word: string, name = word): string {
  return word.includes('=') ? word : `${name}=${word.startsWith('-') ? 'off' : 'on'}`;
}

/** The flags after the model of a `-cpu` value as `-global` takes them: a property with `-` in its name, the last of each. */
export function cpuProperties(cpu: string): string[] {
  const words = cpu.replaceAll(' ', '').split(',').slice(1);
  const properties = words.map((word) => {
    const [name = '', ...value] = propertyOf(word, flagName(word)).split('=');
    return [name.replaceAll('_', '-'), value.join('=')] as const;
  });
  return [...new Map(properties)].map(([name, value]) => `${name}=${value}`);
}

function isQemuOnly(name: string): boolean {
  return QEMU_ONLY_CPU_FLAGS.some((flag) => (flag.endsWith('-') ? name.startsWith(flag) : flag === name));
}

/** The name in `+name`, `-name`, `name`, `name=on` and `name=off`; none for other values. */
function flagName(word: string): string | undefined {
  const name = /^(?:[+-]([\w.-]+)|([\w.-]+?)(?:=(?:on|off))?)$/.exec(word);
  return name?.[1] ?? name?.[2];
}

/** https://libvirt.org/formatdomain.html, `<maxphysaddr>` */
function addressBits(cpuModel: string): XmlNode[] {
  const bits = physicalBitsOf(cpuModel);
  if (bits === undefined) return [];
  return [element('maxphysaddr', bits === 'host' ? { mode: 'passthrough' } : { mode: 'emulate', bits: String(bits) })];
}
