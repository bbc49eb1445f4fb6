import { type CpcEntryRow, LEAST_PRIORITY_COUNT } from '../../grammar/cpc.js';
import type { GenericRegister } from '../aml/tree.js';
import { ABSENT, type CpcValue, isNullRegister, NULL_REGISTER } from '../cpc/ir.js';
import { diagnostic, type Place, type SpecPath } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import type { SpecEntry, SpecPriority } from '../spec/spec.js';
import { genericRegister } from './register.js';

/** What an entry of a spec is worth in a table, in the forms that its row allows. ACPI 6.6 §8.4.6.1. */
export function entryValue(
  row: CpcEntryRow,
  entry: SpecEntry | readonly SpecPriority[] | undefined,
  place: Place,
): Result<CpcValue> {
  if (entry === undefined || entry === 'none') return { value: ABSENT, diagnostics: [] };
  if (typeof entry === 'bigint') return integerValue(row, entry, place);
  if ('space' in entry) {
    const { value, diagnostics } = genericRegister(entry, place);
    if (!value || isNullRegister(value)) return { value: ABSENT, diagnostics };
    return { value: { kind: 'register', register: value }, diagnostics };
  }
  return prioritiesValue(entry, place);
}

function integerValue(row: CpcEntryRow, value: bigint, place: Place): Result<CpcValue> {
  if (!row.forms.includes('Integer')) {
    return { value: ABSENT, diagnostics: [diagnostic('cpc/integer-not-allowed', place, { title: row.title, value })] };
  }
  const wrongSwitch = row.unit === 'switch' && value > 1n;
  const diagnostics = wrongSwitch ? [diagnostic('cpc/switch-value', place, { title: row.title, value })] : [];
  return { value: { kind: 'integer', value }, diagnostics };
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
  const enable = priorityRegister(one.enable_register, 'Enable Register', at('enable_register'));
  const priority = priorityRegister(one.register, 'Priority Register', at('register'));
  const few =
    one.count < LEAST_PRIORITY_COUNT ? [diagnostic('cpc/priority-count', at('count'), { count: one.count })] : [];
  const value = {
    resources: one.resources,
    enableValue: one.enable_value,
    enableRegister: enable.value ?? NULL_REGISTER,
    count: one.count,
    register: priority.value ?? NULL_REGISTER,
  };
  return { value, diagnostics: [...enable.diagnostics, ...few, ...priority.diagnostics] };
}

function priorityRegister(entry: SpecEntry, title: string, place: Place): Result<GenericRegister> {
  if (typeof entry === 'bigint') return fail(diagnostic('cpc/integer-not-allowed', place, { title, value: entry }));
  return entry === 'none' ? ok(NULL_REGISTER) : genericRegister(entry, place);
}
