import { QEMU_CPU_TYPE } from '../../grammar/enlightenments.js';
import { DEVICE_CPU_PROPERTIES } from '../../grammar/layouts.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Enlightenments, flagName } from '../hyperv/enlightenments.js';
import { sharedCoreReason } from '../hyperv/pinning.js';
import type { QemuOption } from '../hyperv/qemu-flags.js';

const CORESHARING = 'no_nonarch_coresharing';

/**
 * Properties of the CPU for the acpi-cppc device. With `cppc` a guest reads the MSRs of addrspace 2, which the device does
 * not have in the others, and `-cpu host` of the patched QEMU sets it by itself. An Intel host cannot give `pstate`. The
 * patch up to QEMU 10.0 says that unpinned vCPUs share no core, so guests leave out mitigations.
 */
export function deviceFlags(table: CpcTable, { on }: Pick<Enlightenments, 'on'>): string[] {
  if (!table.device) return [];
  const { cppc, pstate } = DEVICE_CPU_PROPERTIES;
  const ofMsrs = table.device.addrspace === 2;
  const pstates = ofMsrs && table.hostVendor !== 'intel';
  const unsafe = sharedCoreReason(table) !== undefined && !on.some(({ key }) => key === CORESHARING);
  return [
    `${cppc}=${ofMsrs ? 'on' : 'off'}`,
    ...(pstates ? [`${pstate}=on`] : []),
    ...(unsafe ? [`${flagName(CORESHARING)}=off`] : []),
  ];
}

/** The same as options that add to the CPU of a libvirt domain. */
export function deviceFlagOptions(table: CpcTable, enlightenments: Pick<Enlightenments, 'on'>): QemuOption[] {
  return deviceFlags(table, enlightenments).map((flag) => ['-global', `${QEMU_CPU_TYPE}.${flag}`]);
}

/** Properties that an earlier spec can have left in a domain; stock QEMU does not start with them. */
export const DEVICE_PROPERTIES: readonly string[] = Object.values(DEVICE_CPU_PROPERTIES).map(
  (name) => `${QEMU_CPU_TYPE}.${name}`,
);
