import type { GenericRegister } from '../aml/tree.js';
import { ABSENT, type CpcValue, isNullRegister, NULL_REGISTER } from '../cpc/ir.js';
import { finding, toDiagnostic } from '../cpc/rules/finding.js';
import { registerFindings } from '../cpc/rules/registers.js';
import type { Diagnostic, Place, SpecPath } from '../diagnostics/diagnostic.js';
import type { Result } from '../diagnostics/result.js';
import type { SpecEntry, SpecPriority } from '../spec/spec.js';
import { genericRegister } from './register.js';

/** The value of a spec's entry in the table; the rules of `cpc` judge it later. ACPI 6.6 §8.4.6.1. */
export function entryValue(entry: SpecEntry | readonly SpecPriority[] | undefined, place: Place): Result<CpcValue> {
  if (entry === undefined || entry === 'none') return { value: ABSENT, diagnostics: [] };
  if (typeof entry === 'bigint') return { value: { kind: 'integer', value: entry }, diagnostics: [] };
  if ('space' in entry) return { value: registerValue(genericRegister(entry)), diagnostics: [] };
  return prioritiesValue(entry, place);
}

function registerValue(register: GenericRegister): CpcValue {
  return isNullRegister(register) ? ABSENT : { kind: 'register', register };
}

function prioritiesValue(list: readonly SpecPriority[], place: Place): Result<CpcValue> {
  const made = list.map((one, i) => priorityValue(one, (key) => placeBelow(place, [i, key])));
  const priorities = made.map(({ value }) => value);
  return { value: { kind: 'priorities', priorities }, diagnostics: made.flatMap(({ diagnostics }) => diagnostics) };
}

function placeBelow(place: Place, steps: SpecPath): Place {
  return 'path' in place ? { ...place, path: [...place.path, ...steps] } : place;
}

function priorityValue(one: SpecPriority, at: (key: keyof SpecPriority) => Place) {
  const enable = priorityRegister(one.enable_register, 'enable_register', at('enable_register'));
  const priority = priorityRegister(one.register, 'register', at('register'));
  const value = {
    resources: one.resources,
    enableValue: one.enable_value,
    enableRegister: enable.register,
    count: one.count,
    register: priority.register,
  };
  return { value, diagnostics: [...enable.diagnostics, ...priority.diagnostics] };
}

/** The rules of `cpc` judge entries; registers inside resource priorities are judged here. */
function priorityRegister(
  entry: SpecEntry,
  key: string,
  place: Place,
): { register: GenericRegister; diagnostics: Diagnostic[] } {
  if (typeof entry === 'bigint') {
    const wrong = finding('cpc/integer-not-register', { key, value: entry, refusedLater: false });
    return { register: NULL_REGISTER, diagnostics: [toDiagnostic(wrong, place, { from: 'spec' })] };
  }
  const register = entry === 'none' ? NULL_REGISTER : genericRegister(entry);
  const findings = isNullRegister(register) ? [] : registerFindings(key, register);
  return { register, diagnostics: findings.map((one) => toDiagnostic(one, place, { from: 'spec' })) };
}
