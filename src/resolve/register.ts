import { accessId, spaceId } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import { isNullRegister } from '../cpc/ir.js';
import { geometryProblems } from '../cpc/register.js';
import { diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { ok, type Result } from '../diagnostics/result.js';
import type { SpecRegister } from '../spec/spec.js';

/** The only way from a spec to a register: names become ids, and the geometry is checked. ACPI 6.6 §6.4.3.7. */
export function genericRegister(from: SpecRegister, at: Place): Result<GenericRegister> {
  const register: GenericRegister = {
    spaceId: spaceId(from.space),
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
  return access_size === undefined ? Number(subspace ?? 0) : accessId(access_size);
}
