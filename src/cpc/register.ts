import { ACCESS_SIZES, ADDRESS_SPACES, LAST_IO_PORT } from '../../grammar/address-spaces.js';
import type { GenericRegister } from '../aml/tree.js';
import { type Diagnostic, diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import type { SpecRegister } from '../spec/spec.js';
import { isNullRegister } from './ir.js';

/** Widths that Linux can read from memory (cppc_acpi.c, cpc_read). */
const MEMORY_WIDTHS = [8, 16, 32, 64];

/** The only way from a spec to a register: names become ids, and the geometry is checked. ACPI 6.6 §6.4.3.7. */
export function genericRegister(from: SpecRegister, at: Place): Result<GenericRegister> {
  const register: GenericRegister = {
    spaceId: ADDRESS_SPACES.find((row) => row.asl === from.space)?.id ?? 0,
    bitWidth: Number(from.bit_width),
    bitOffset: Number(from.bit_offset),
    accessSize: accessSizeOf(from),
    address: from.address,
  };
  return ok(register, isNullRegister(register) ? [] : geometry(register, from, at));
}

function accessSizeOf({ access_size, subspace }: SpecRegister): number {
  return ACCESS_SIZES.find((row) => row.asl === access_size)?.id ?? Number(subspace ?? 0);
}

function geometry(register: GenericRegister, { space }: SpecRegister, at: Place): Diagnostic[] {
  if (register.bitWidth === 0) return [diagnostic('cpc/register-width-zero', at, { space })];
  if (space === 'PCC') return [];
  const { bitWidth, bitOffset, address } = register;
  const problems = [];
  const access = ACCESS_SIZES.find((row) => row.id === register.accessSize) ?? ACCESS_SIZES[0];
  const bits = access.bits || 64;
  if (bitOffset + bitWidth > bits) {
    problems.push(diagnostic('cpc/register-past-access-size', at, { bitWidth, bitOffset, access: access.asl, bits }));
  }
  if (space === 'SystemIO') problems.push(...ioProblems(access, address, at));
  if (space === 'SystemMemory') problems.push(...memoryProblems(access, register, at));
  if (space === 'FFixedHW' && access.asl !== 'QWord') {
    problems.push(diagnostic('cpc/fixed-hw-access', at, { access: access.asl }));
  }
  return problems;
}

type Access = (typeof ACCESS_SIZES)[number];

function ioProblems(access: Access, address: bigint, at: Place): Diagnostic[] {
  if (access.asl === 'QWord') return [diagnostic('cpc/io-access-qword', at, {})];
  const last = address + BigInt(Math.max(access.bits, 8) / 8) - 1n;
  if (last > LAST_IO_PORT) return [diagnostic('cpc/io-port-too-high', at, { last, highest: LAST_IO_PORT })];
  return access.asl === 'Undefined' ? [diagnostic('cpc/io-access-undefined', at, {})] : [];
}

function memoryProblems(access: Access, { address, bitWidth }: GenericRegister, at: Place): Diagnostic[] {
  if (address === 0n) return [diagnostic('cpc/memory-address-zero', at, { bitWidth })];
  const undefinedWidth = access.bits === 0 && !MEMORY_WIDTHS.includes(bitWidth);
  return undefinedWidth ? [diagnostic('cpc/memory-width', at, { bitWidth, widths: MEMORY_WIDTHS })] : [];
}
