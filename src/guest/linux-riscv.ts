import { CPC_ENTRIES, type CpcKey } from '../../grammar/cpc.js';
import { LINUX_CSR, RISCV_TYPES } from '../../grammar/fixed-hardware.js';
import { fixedHardwareOf, isFixedHardware, riscvAddress, sbiRegister } from '../cpc/fixed-hardware.js';
import { finding } from '../cpc/rules/finding.js';
import type { Guest } from '../versions/guest.js';
import { registersRead } from './linux-registers.js';
import type { GuestFinding, GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

/** What Linux does with RISC-V's FFixedHW: drivers/acpi/riscv/cppc.c. */
export const LINUX_RISCV: readonly GuestRule[] = [
  { code: 'guest/linux-riscv-unreadable', effect: 'unranked', family: 'linux', check: registersAreRead },
];

/** The driver does not need these. */
const UNUSED: readonly CpcKey[] = ['perf_limited', 'perf_reduction_tolerance', 'time_window', 'wraparound_time'];

const USED = CPC_ENTRIES.map(({ key }) => key).filter((key) => !UNUSED.includes(key));

/** Registers are not looked at when the table is taken; reading them fails later with EINVAL. */
function registersAreRead({ cpc }: GuestSubject, { version }: Guest): GuestFinding[] {
  return cpc.flatMap((object) => {
    if (fixedHardwareOf(object) !== 'riscv') return [];
    const keys = registersRead(object, version)
      .filter(({ key, register }) => USED.includes(key) && isFixedHardware(register) && !isRead(register.address))
      .map(({ key }) => key);
    const [entry] = keys;
    return entry ? [finding('guest/linux-riscv-unreadable', { keys }, { object, entry })] : [];
  });
}

function isRead(address: bigint): boolean {
  const { type, id } = riscvAddress(address);
  const name = RISCV_TYPES.find((row) => row.type === type)?.name;
  return name === 'CSR' ? id === LINUX_CSR : name === 'SBI' && sbiRegister(id) !== undefined;
}
