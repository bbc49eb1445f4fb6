// What Linux guests do with registers in FFixedHW on Arm and RISC-V: cpc_ffh_supported() in arch/arm64/kernel/topology.c, and
// drivers/acpi/riscv/cppc.c.

import { CPC_ENTRIES, CPC_LEVELS, type CpcKey } from '../../grammar/cpc.js';
import { LINUX_CSR } from '../../grammar/fixed-hardware.js';
import type { GenericRegister } from '../aml/tree.js';
import {
  fixedHardwareOf,
  isFixedHardware,
  isSbi,
  riscvAddress,
  riscvTypeName,
  sbiRegister,
} from '../cpc/fixed-hardware.js';
import { finding } from '../cpc/rules/finding.js';
import type { Guest } from '../versions/guest.js';
import { groupedByFault, registersRead } from './linux-registers.js';
import { ARM, type GuestFinding, type GuestRule, RISCV } from './rule.js';
import type { GuestSubject } from './subject.js';

// biome-ignore format: one row a line
export const LINUX_FIXED_HARDWARE: readonly GuestRule[] = [
  { code: 'guest/linux-no-amu', effect: 'refused', family: 'linux', architectures: ARM, check: countersAreThere },
  // 30f3ffbee86b, released with 6.9 (from memory).
  { code: 'guest/linux-no-cppc', effect: 'refused', family: 'linux', architectures: RISCV, before: [6, 9], check: hasPackage },
  { code: 'guest/linux-riscv-levels', effect: 'refused', family: 'linux', architectures: RISCV, check: levelsAreRead },
  { code: 'guest/linux-riscv-unreadable', effect: 'unranked', family: 'linux', check: registersAreRead },
  { code: 'guest/linux-no-sbi', effect: 'advice', family: 'linux', architectures: RISCV, check: extensionIsThere },
];

/** One register in FFixedHW is enough: the kernel drops the whole package on CPUs without AMU, which every virtual one is. */
function countersAreThere({ virtual, cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  if (!virtual) return [];
  return cpc.flatMap((one) => groupedByFault('guest/linux-no-amu', one, registersRead(one, version), inFixedHardware));
}

function inFixedHardware(register: GenericRegister): object | undefined {
  return isFixedHardware(register) ? {} : undefined;
}

function hasPackage({ cpc }: GuestSubject): GuestFinding[] {
  return cpc.length > 0 ? [finding('guest/linux-no-cppc', {})] : [];
}

/** cppc_get_perf_caps() reads the levels; without one of them every file gives an error. */
function levelsAreRead({ virtual, cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  if (!virtual) return [];
  return cpc.flatMap((one) => {
    const levels = registersRead(one, version).filter(({ key }) => CPC_LEVELS.some((level) => level === key));
    return groupedByFault('guest/linux-riscv-levels', one, levels, inFixedHardware);
  });
}

/** The driver does not need these. */
const UNUSED: readonly CpcKey[] = ['perf_limited', 'perf_reduction_tolerance', 'time_window', 'wraparound_time'];

const USED = CPC_ENTRIES.map(({ key }) => key).filter((key) => !UNUSED.includes(key));

/** Registers are not looked at when the table is taken; reading them fails later with EINVAL. */
function registersAreRead({ cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  return cpc.flatMap((object) => {
    if (fixedHardwareOf(object) !== 'riscv') return [];
    const keys = registersRead(object, version)
      .filter(({ key, register }) => USED.includes(key) && isFixedHardware(register) && !isRead(register))
      .map(({ key }) => key);
    const [entry] = keys;
    return entry ? [finding('guest/linux-riscv-unreadable', { keys }, { object, entry })] : [];
  });
}

function isRead(register: GenericRegister): boolean {
  const { id } = riscvAddress(register.address);
  return riscvTypeName(register) === 'CSR' ? id === LINUX_CSR : isSbi(register) && sbiRegister(id) !== undefined;
}

/** The firmware of QEMU's machine virt, OpenSBI, has no CPPC extension there. */
function extensionIsThere({ virtual, cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  if (!virtual) return [];
  return cpc.flatMap((one) =>
    groupedByFault('guest/linux-no-sbi', one, registersRead(one, version), (register) =>
      isFixedHardware(register) && isSbi(register) ? {} : undefined,
    ),
  );
}
