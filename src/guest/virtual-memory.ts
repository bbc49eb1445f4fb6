// Registers in SystemMemory of QEMU's machine virt. Linux maps RAM on RISC-V but not on Arm; a hole or an unaligned address is
// mapped on both, and the first access ends in an oops.

import type { CpcKey } from '../../grammar/cpc.js';
import { ARM64_PHYSICAL_BITS, VIRT_MEMORY, type VirtMemoryRow } from '../../grammar/virt-machines.js';
import { accessBits, spaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import type { CpcPackage } from '../cpc/package.js';
import type { Guest } from '../versions/guest.js';
import { groupedByFault, registersRead } from './linux-registers.js';
import { ARM, ARM_AND_RISCV, type GuestFinding, type GuestRule, type KnownOrNot, RISCV } from './rule.js';
import type { GuestSubject } from './subject.js';

/** What Linux does with registers in the memory of machine virt. */
export const VIRTUAL_MEMORY: readonly GuestRule[] = [
  memory('guest/linux-memory-ram', 'refused', ARM, isRam),
  memory('guest/linux-memory-past-48-bits', 'refused', ARM, isTooHigh),
  memory('guest/linux-memory-ram', 'harmful', RISCV, isRam),
  memory('guest/linux-memory-hole', 'harmful', ARM_AND_RISCV, isHole),
  memory('guest/linux-memory-unaligned', 'harmful', ARM, isUnaligned),
  memory('guest/linux-memory-device', 'advice', ARM_AND_RISCV, isDevice),
  memory('guest/linux-memory-behind-ram', 'advice', ARM_AND_RISCV, isBehindRam),
];

/** Entries that no release of Linux accesses. */
const UNUSED: readonly CpcKey[] = ['perf_limited', 'perf_reduction_tolerance', 'time_window'];

type Fault = (register: GenericRegister, map: readonly VirtMemoryRow[]) => object | undefined;

function memory(
  code: GuestRule['code'],
  effect: GuestRule['effect'],
  architectures: readonly KnownOrNot[],
  fault: Fault,
): GuestRule {
  const check = (subject: GuestSubject, guest: Guest) => subject.cpc.flatMap((one) => found(one, subject, guest));
  const found = (cpc: CpcPackage, { qemuVirt, architecture }: GuestSubject, { version }: Guest): GuestFinding[] => {
    if (!qemuVirt) return [];
    const map: readonly VirtMemoryRow[] = VIRT_MEMORY.filter((row) => row.architecture === architecture);
    const registers = registersRead(cpc, version).filter(({ key, register }) => isUsed(key, register));
    return groupedByFault(code, cpc, registers, (register) => fault(register, map));
  };
  return { code, effect, family: 'linux', architectures, check };
}

function isUsed(key: CpcKey, { spaceId, address }: GenericRegister): boolean {
  return spaceName(spaceId) === 'SystemMemory' && address !== 0n && !UNUSED.includes(key);
}

function rowAt(address: bigint, map: readonly VirtMemoryRow[]): VirtMemoryRow | undefined {
  return map.find(({ first, last }) => address >= first && address <= last);
}

function lastOf(map: readonly VirtMemoryRow[]): bigint {
  return map.reduce((most, { last }) => (last > most ? last : most), 0n);
}

function isRam({ address }: GenericRegister, map: readonly VirtMemoryRow[]): object | undefined {
  const row = rowAt(address, map);
  return row?.ram ? { address, riscv: row.architecture === 'riscv64' } : undefined;
}

function isTooHigh({ address }: GenericRegister): object | undefined {
  const bits = address.toString(2).length;
  return bits > ARM64_PHYSICAL_BITS ? { address, bits, most: ARM64_PHYSICAL_BITS } : undefined;
}

function isHole({ address }: GenericRegister, map: readonly VirtMemoryRow[]): object | undefined {
  return address <= lastOf(map) && !rowAt(address, map) ? { address } : undefined;
}

function isDevice({ address }: GenericRegister, map: readonly VirtMemoryRow[]): object | undefined {
  const row = rowAt(address, map);
  return row && !row.ram ? { name: row.name } : undefined;
}

function isBehindRam(register: GenericRegister, map: readonly VirtMemoryRow[]): object | undefined {
  return register.address > lastOf(map) && !isTooHigh(register) ? { behind: lastOf(map) + 1n } : undefined;
}

/** Linux maps registers as device memory, in which Arm requires aligned accesses. */
function isUnaligned({ address, accessSize, bitWidth }: GenericRegister): object | undefined {
  const bytes = BigInt(Math.max(1, (accessBits(accessSize) || bitWidth) / 8));
  return address % bytes === 0n ? undefined : { address, bytes };
}
