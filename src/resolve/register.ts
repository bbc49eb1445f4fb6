import { ACCESS_SIZES, ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import type { GenericRegister } from '../aml/tree.js';
import { isNullRegister } from '../cpc/ir.js';
import { geometryProblems } from '../cpc/register.js';
import { diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import type { SpecRegister } from '../spec/spec.js';

/** The only way from a spec to a register: names become ids, and the geometry is checked. ACPI 6.6 §6.4.3.7. */
export function genericRegister(from: SpecRegister, at: Place): Result<GenericRegister> {
  const register: GenericRegister = {
    spaceId: ADDRESS_SPACES.find((row) => row.asl === from.space)?.id ?? 0,
    bitWidth: Number(from.bit_width),
    bitOffset: Number(from.bit_offset),
    accessSize: accessSizeOf(from),
    address: from.address,
  };
  const problems = isNullRegister(register) ? [] : geometryProblems(register);
  return ok(
    register,
    problems.map(({ kind, facts }) => diagnostic(`cpc/${kind}`, at, facts as never)),
  );
}

function accessSizeOf({ access_size, subspace }: SpecRegister): number {
  return ACCESS_SIZES.find((row) => row.asl === access_size)?.id ?? Number(subspace ?? 0);
}
