import { CPC_LEVELS } from '../../grammar/cpc.js';
import type { CpcTable, Device } from '../cpc/ir.js';
import { type Format, textFile } from './format.js';

/** The JSON argument of -device for the out-of-tree QEMU device `acpi-cppc`. */
export const ACPI_CPPC_DEVICE: Format = {
  name: 'acpi-cppc',
  about: 'the object for -device of the patched QEMU',
  text: true,
  lacks: lacksDevice,
  emit: ({ table }, { stem }) => [textFile(`${stem}.acpi-cppc.json`, `${deviceJson(table)}\n`)],
};

function lacksDevice({ layout }: CpcTable): string | undefined {
  return layout === 'acpi-cppc'
    ? undefined
    : `\`layout\` in [registers] is "${layout}"; set \`layout = "acpi-cppc"\` for the patched QEMU`;
}

/**
 * The object on one line. It always has the address, because the device does not check its own default, and all six numbers
 * of every vCPU, because the device replaces missing ones with zero.
 */
export function deviceJson(table: CpcTable): string {
  const { device } = table;
  const members = [
    '"driver":"acpi-cppc"',
    ...(device ? propertiesOf(device) : []),
    `"processors":${JSON.stringify(processorStrings(table))}`,
  ];
  return `{${members.join(',')}}`;
}

/** Written by hand: an address can exceed the integers that JSON.stringify writes exactly. */
function propertiesOf({ addrspace, address, addrShared, counterScale }: Device): string[] {
  return [
    `"addrspace":${addrspace}`,
    ...(addrspace < 2 ? [`"address":${address}`] : []),
    ...(addrspace < 2 && addrShared ? ['"addr_shared":true'] : []),
    ...(counterScale !== 1n ? [`"counter_scale":${counterScale}`] : []),
  ];
}

/** `vcpu:main_vcpu:highest:nominal:lowest_nonlinear:lowest`; siblings point at the first vCPU of their core. */
export function processorStrings({ processors }: CpcTable): string[] {
  const mains = new Map<number, number>();
  return processors.map(({ vcpu, core, thread, known: levels }) => {
    if (thread === 0) mains.set(core, vcpu);
    const main = mains.get(core) ?? processors.find((one) => one.core === core && one.thread === 0)?.vcpu ?? vcpu;
    return [vcpu, main, ...CPC_LEVELS.map((key) => levels[key] ?? 0n)].join(':');
  });
}
