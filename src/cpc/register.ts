import { ACCESS_SIZES, LAST_IO_PORT } from '../../grammar/address-spaces.js';
import { spaceText } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import type { FactsOf } from '../diagnostics/diagnostic.js';

/** Widths that Linux can read from memory (cppc_acpi.c, cpc_read). */
export const MEMORY_WIDTHS = [8, 16, 32, 64];

/** A problem of a register's fields; specs and tables have their own messages for it. */
type GeometryKind =
  | 'fixed-hw-access'
  | 'io-access-qword'
  | 'io-access-undefined'
  | 'io-port-too-high'
  | 'memory-address-zero'
  | 'memory-width'
  | 'register-past-access-size'
  | 'register-width-zero';

type GeometryFault = {
  [K in GeometryKind]: { readonly kind: K; readonly facts: Omit<FactsOf<`cpc/${K}`>, 'key' | 'from'> };
}[GeometryKind];

/** Problems of the fields of a register that is not NULL. ACPI 6.6 §6.4.3.7. */
export function geometryFaults(register: GenericRegister): GeometryFault[] {
  const { spaceId, bitWidth, bitOffset, address } = register;
  const space = spaceText(spaceId);
  if (bitWidth === 0) return [{ kind: 'register-width-zero', facts: { space } }];
  if (space === 'PCC') return [];
  const problems: GeometryFault[] = [];
  const access = accessOf(register);
  const bits = access.bits || 64;
  if (bitOffset + bitWidth > bits) {
    problems.push({ kind: 'register-past-access-size', facts: { bitWidth, bitOffset, access: access.asl, bits } });
  }
  if (space === 'SystemIO') problems.push(...ioProblems(access, address));
  if (space === 'SystemMemory') problems.push(...memoryProblems(access, register));
  if (space === 'FFixedHW' && access.asl !== 'QWord') {
    problems.push({ kind: 'fixed-hw-access', facts: { access: access.asl } });
  }
  return problems;
}

type Access = (typeof ACCESS_SIZES)[number];

/** Callers pass only registers with an access size that ACPI defines. */
function accessOf({ accessSize }: GenericRegister): Access {
  const access = ACCESS_SIZES.find((row) => row.id === accessSize);
  if (!access) throw new RangeError(`ACPI defines no access size ${accessSize}`);
  return access;
}

function ioProblems(access: Access, address: bigint): GeometryFault[] {
  if (access.asl === 'QWord') return [{ kind: 'io-access-qword', facts: {} }];
  const last = address + BigInt(Math.max(access.bits, 8) / 8) - 1n;
  if (last > LAST_IO_PORT) return [{ kind: 'io-port-too-high', facts: { last, highest: LAST_IO_PORT } }];
  return access.asl === 'Undefined' ? [{ kind: 'io-access-undefined', facts: {} }] : [];
}

function memoryProblems(access: Access, { address, bitWidth }: GenericRegister): GeometryFault[] {
  if (address === 0n) return [{ kind: 'memory-address-zero', facts: { bitWidth } }];
  const undefinedWidth = access.bits === 0 && !MEMORY_WIDTHS.includes(bitWidth);
  return undefinedWidth ? [{ kind: 'memory-width', facts: { bitWidth, widths: MEMORY_WIDTHS } }] : [];
}
