// Regions as acpiexec simulates them: every byte has the fill value until code writes it.

import { abort } from './abort.js';
import type { FieldEntity } from './model.js';
import type { State } from './state.js';

/** Accesses of one size, at an offset in bytes. */
export interface Datum {
  readonly read: (offset: number, bytes: number) => bigint;
  readonly write: (offset: number, bytes: number, value: bigint) => void;
}

export function accessRegion(state: State, field: FieldEntity, selectBank: () => void): Datum {
  const place = (offset: number, bytes: number): string[] => {
    const { region } = field;
    if (region?.kind !== 'region') return abort('AE_AML_OPERAND_TYPE');
    const range = region.range();
    if (!range || BigInt(offset + bytes) > range.length) return abort('AE_AML_REGION_LIMIT', field.node.segment);
    return Array.from({ length: bytes }, (_, i) => `${region.space}:${range.offset + BigInt(offset + i)}`);
  };
  const { regionBytes, settings } = state;
  return {
    read: (offset, bytes) => {
      selectBank();
      const values = place(offset, bytes).map((key) => BigInt(regionBytes.get(key) ?? settings.fill ?? 0));
      return values.reduceRight((sum, byte) => (sum << 8n) | byte, 0n);
    },
    write: (offset, bytes, value) => {
      selectBank();
      for (const [i, key] of place(offset, bytes).entries())
        writeByte(state, key, Number((value >> BigInt(i * 8)) & 0xffn));
    },
  };
}

function writeByte(state: State, key: string, byte: number): void {
  const before = state.regionBytes.get(key);
  state.regionBytes.set(key, byte);
  state.changed(() => {
    if (before === undefined) state.regionBytes.delete(key);
    else state.regionBytes.set(key, before);
  });
}

/** A field as a register. */
interface Register {
  readonly read: () => bigint;
  readonly write: (value: bigint) => void;
  readonly bits: number;
}

/** IndexField: the offset goes to one register, the value to or from another. ACPI 6.6 §19.6.64. */
export function accessIndexed(index: Register, data: Register): Datum {
  const select = (offset: number): void => {
    if (index.bits < 53 && offset >= 2 ** index.bits) abort('AE_AML_REGISTER_LIMIT');
    index.write(BigInt(offset));
  };
  return {
    read: (offset, bytes) => {
      select(offset);
      return BigInt.asUintN(bytes * 8, data.read());
    },
    write: (offset, _bytes, value) => {
      select(offset);
      data.write(value);
    },
  };
}
