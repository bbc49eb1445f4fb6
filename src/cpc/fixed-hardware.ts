// Registers in FFixedHW mean something else on each architecture: an MSR on x86, an AMU counter on Arm, and on RISC-V a
// register of the SBI or a CSR, by the highest bits of the address.

import type { CpcKey } from '../../grammar/cpc.js';
import {
  AMU_ADDRESSES,
  AMU_COUNTERS,
  RISCV_CSRS,
  RISCV_TYPE_SHIFT,
  RISCV_TYPES,
  SBI_CPPC_REGISTERS,
} from '../../grammar/fixed-hardware.js';
import type { Architecture } from '../../grammar/machines.js';
import { MSRS, type MsrRow } from '../../grammar/msrs.js';
import { spaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { hex } from '../diagnostics/words.js';
import { registersOf } from './overlap.js';
import type { CpcPackage } from './package.js';

/** What the registers of a package in FFixedHW are. */
export type FixedHardware = 'msr' | 'amu' | 'riscv';

export function isFixedHardware({ spaceId }: GenericRegister): boolean {
  return spaceName(spaceId) === 'FFixedHW';
}

function fixedRegisters(cpc: CpcPackage): GenericRegister[] {
  return registersOf((key) => cpc.entries.get(key))
    .map(({ register }) => register)
    .filter(isFixedHardware);
}

/** What one address in FFixedHW is, as far as it shows. */
export function fixedHardwareAt(address: bigint): FixedHardware {
  if (typeOf(address) > 0) return 'riscv';
  return address < AMU_ADDRESSES ? 'amu' : 'msr';
}

/**
 * Tables do not name their architecture, but the addresses do: RISC-V has a type in bits 63:60, an MSR has 32 bits. Beside
 * a port only a type that RISC-V defines counts. Undefined if no register is in FFixedHW.
 */
export function fixedHardwareOf(cpc: CpcPackage): FixedHardware | undefined {
  const addresses = fixedRegisters(cpc).map(({ address }) => address);
  if (addresses.length === 0) return undefined;
  const kinds = addresses.map(fixedHardwareAt);
  const isDefined = addresses.some((address) => RISCV_TYPES.some(({ type }) => type === typeOf(address)));
  if (isDefined || (kinds.includes('riscv') && !hasPort(cpc))) return 'riscv';
  return kinds.every((kind) => kind === 'amu') ? 'amu' : 'msr';
}

/** The same where the machine is known: a spec names it. */
export function fixedHardwareIn(cpc: CpcPackage, architecture: Architecture | undefined): FixedHardware | undefined {
  const shown = fixedHardwareOf(cpc);
  if (shown === undefined || architecture === undefined || architecture === 'x86') return shown;
  return architecture === 'aarch64' ? 'amu' : 'riscv';
}

/** Ports are of x86, where nothing else contradicts. */
export function hasPort(cpc: CpcPackage): boolean {
  return registersOf((key) => cpc.entries.get(key)).some(({ register }) => spaceName(register.spaceId) === 'SystemIO');
}

/** The numbers of the MSRs that a package names. */
export function msrsIn(cpc: CpcPackage): ReadonlySet<bigint> {
  return new Set(fixedHardwareOf(cpc) === 'msr' ? fixedRegisters(cpc).map(({ address }) => address) : []);
}

/** The parts of an address in RISC-V's FFixedHW. */
interface RiscvAddress {
  readonly type: number;
  /** The number of the SBI register or CSR. */
  readonly id: bigint;
  /** Bits between the two, which must be 0. */
  readonly reserved: bigint;
}

function typeOf(address: bigint): number {
  return Number(address >> RISCV_TYPE_SHIFT);
}

export function riscvAddress(address: bigint): RiscvAddress {
  const type = typeOf(address);
  const idBits = BigInt(RISCV_TYPES.find((row) => row.type === type)?.idBits ?? RISCV_TYPE_SHIFT);
  const rest = address & ((1n << RISCV_TYPE_SHIFT) - 1n);
  return { type, id: rest & ((1n << idBits) - 1n), reserved: rest >> idBits };
}

export function riscvTypeName({ address }: GenericRegister): (typeof RISCV_TYPES)[number]['name'] | undefined {
  const { type } = riscvAddress(address);
  return RISCV_TYPES.find((row) => row.type === type)?.name;
}

export function isSbi(register: GenericRegister): boolean {
  return riscvTypeName(register) === 'SBI';
}

/** Whether a package has registers that machine virt of QEMU lacks: PCC, MSRs, counters of the AMU, the SBI's CPPC extension. */
export function hasHardwareOnly(cpc: CpcPackage): boolean {
  return registersOf((key) => cpc.entries.get(key)).some(({ register }) => {
    if (!isFixedHardware(register)) return spaceName(register.spaceId) === 'PCC';
    return fixedHardwareAt(register.address) !== 'riscv' || isSbi(register);
  });
}

/** A register of the SBI's CPPC extension; undefined for numbers that are not defined. */
export function sbiRegister(id: bigint): { readonly key?: CpcKey; readonly title: string } | undefined {
  return SBI_CPPC_REGISTERS.find((row) => row.id === id);
}

/** A number as manuals write it: 5, 0xC. */
export function numberText(id: bigint): string {
  return id < 10n ? String(id) : `0x${id.toString(16).toUpperCase()}`;
}

/** What a register in FFixedHW is, as the manual of its architecture calls it; undefined for an MSR without a name here. */
export function fixedHardwareWords(register: GenericRegister): string | undefined {
  const { address } = register;
  if (typeOf(address) > 0) return riscvWords(address);
  const counter = AMU_COUNTERS.find((row) => row.address === address);
  if (counter) return `Arm AMU ${counter.name}: ${counter.title}`;
  return msrWords(register);
}

function riscvWords(address: bigint): string {
  const { type, id } = riscvAddress(address);
  switch (RISCV_TYPES.find((row) => row.type === type)?.name) {
    case 'SBI':
      return `RISC-V SBI CPPC register ${numberText(id)}: ${sbiRegister(id)?.title ?? 'not defined'}`;
    case 'CSR':
      return `RISC-V CSR ${hex(id)}${csrName(id) ? `: ${csrName(id)}` : ''}`;
    default:
      return `RISC-V, type ${type} in bits 63:60 is not defined`;
  }
}

/** A CSR by its number, and its name where it is a counter. */
export function csrText(number: bigint): string {
  const name = csrName(number);
  return name ? `${name} (${hex(number)})` : hex(number);
}

function csrName(number: bigint): string | undefined {
  return RISCV_CSRS.find((row) => row.number === number)?.name;
}

function msrWords({ address, bitWidth, bitOffset }: GenericRegister): string | undefined {
  const row: MsrRow | undefined = MSRS.find((candidate) => candidate.address === address);
  if (!row) return undefined;
  const last = bitOffset + bitWidth - 1;
  const fields = row.fields.filter(([lastBit, firstBit]) => firstBit <= last && lastBit >= bitOffset);
  const titles = fields.map(([, , title]) => title).join(', ');
  return `${row.vendor ? `${row.vendor} ` : ''}${row.name}${titles ? `: ${titles}` : ''}`;
}
