import { accessBits, accessName, spaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { fixedHardwareWords } from '../cpc/fixed-hardware.js';
import { count, hex } from '../diagnostics/words.js';

/** A register in words: its space and address, its bits, and where `isNamed` its name in the manual of its architecture. */
export function registerWords(register: GenericRegister, isNamed = true): string {
  const { spaceId, bitWidth, bitOffset, accessSize, address } = register;
  const space = spaceName(spaceId);
  const bits = count(bitWidth, 'bit');
  const shifted = bitOffset > 0 ? ` from bit ${bitOffset}` : '';
  switch (space) {
    case 'FFixedHW': {
      const words = isNamed ? fixedHardwareWords(register) : undefined;
      return `FFixedHW ${hex(address)} ${bitRange(register)}${accessNote(accessSize)}${words ? ` (${words})` : ''}`;
    }
    case 'SystemIO':
      return `SystemIO port ${hex(address)}, ${bits}${shifted}, ${accessWords(accessSize)}`;
    case 'PCC':
      return `PCC subspace ${accessSize} offset ${hex(address)}, ${bits}${shifted}`;
    default:
      return `${space ?? `space ${hex(spaceId)}`} ${hex(address)}, ${bits}${shifted}, ${accessWords(accessSize)}`;
  }
}

function bitRange({ bitWidth, bitOffset }: GenericRegister): string {
  if (bitWidth === 0) return `no bits from bit ${bitOffset}`;
  return bitWidth === 1 ? `bit ${bitOffset}` : `bits ${bitOffset + bitWidth - 1}:${bitOffset}`;
}

/** MSRs, counters and SBI registers have 64 bits; only another access size is shown. ACPI 6.6 §8.4.6.1. */
function accessNote(accessSize: number): string {
  return accessName(accessSize) === 'QWord' ? '' : `, ${accessWords(accessSize)}`;
}

function accessWords(accessSize: number): string {
  const name = accessBits(accessSize) > 0 ? accessName(accessSize) : undefined;
  return name ?? `access size ${accessSize === 0 ? 'undefined' : accessSize}`;
}
