import { type EnlightenmentKey, QEMU_CPU_TYPE } from '../../grammar/enlightenments.js';
import type { VmKind } from '../../grammar/vm-kinds.js';
import { flagName, rowOf } from '../hyperv/enlightenments.js';
import { valueText } from '../hyperv/qemu-flags.js';

/** How to switch a flag on in this kind of configuration. */
export function switchOn(kind: VmKind, key: EnlightenmentKey): string {
  const value = valueText({ key, value: rowOf(key).presetValue ?? true });
  if (kind === 'libvirt') return elementText(key, value);
  return kind === 'proxmox' ? propertyOption(key, value) : `${flagName(key)}=${value}`;
}

/** The same for several flags, with where they belong. */
export function switchAllOn(kind: VmKind, keys: readonly EnlightenmentKey[]): string {
  const words = (some: readonly EnlightenmentKey[]) => some.map((key) => switchOn(kind, key));
  if (kind !== 'libvirt') return words(keys).join(kind === 'proxmox' ? ' ' : ',');
  const elsewhere = keys.filter((key) => rowOf(key).libvirt?.in !== 'hyperv' && rowOf(key).libvirt?.in !== 'part');
  const inside = keys.filter((key) => !elsewhere.includes(key));
  const parts = [
    ...(inside.length > 0 ? [`under <features><hyperv>: ${words(inside).join(', ')}`] : []),
    ...(elsewhere.length > 0 ? [`under <clock>: ${words(elsewhere).join(', ')}`] : []),
  ];
  return parts.join('; ');
}

function elementText(key: EnlightenmentKey, value: string): string {
  const { libvirt } = rowOf(key);
  switch (libvirt?.in) {
    case 'hyperv': {
      const own = libvirt.value === undefined ? '' : ` ${libvirt.value}='${value}'`;
      return `<${libvirt.element} state='on'${own}/>`;
    }
    case 'part':
      return `<${libvirt.element} state='on'/> in <${libvirt.of}>`;
    case 'timer':
      return "<timer name='hypervclock' present='yes'/>";
    case 'panic':
      return "<panic model='hyperv'/>";
    case 'mode':
      return "<hyperv mode='passthrough'/>";
    case undefined:
      return propertyOption(key, value);
  }
}

/** Beside a -cpu that another program writes. */
function propertyOption(key: EnlightenmentKey, value: string): string {
  return `-global ${QEMU_CPU_TYPE}.${flagName(key)}=${value}`;
}
