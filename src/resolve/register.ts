import { accessId, spaceId } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import type { SpecRegister } from '../spec/spec.js';

/** A spec's register: names become ids; for PCC the subspace is the access size. ACPI 6.6 §6.4.3.7. */
export function genericRegister(from: SpecRegister): GenericRegister {
  return {
    spaceId: spaceId(from.space),
    bitWidth: Number(from.bit_width),
    bitOffset: Number(from.bit_offset),
    accessSize: accessSizeOf(from),
    address: from.address,
  };
}

function accessSizeOf({ access_size, subspace }: SpecRegister): number {
  return access_size === undefined ? Number(subspace ?? 0) : accessId(access_size);
}
