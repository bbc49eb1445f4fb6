import { CPC_ENTRIES, type CpcEntryRow, type CpcKey, RESOURCE_PRIORITY } from '../../grammar/cpc.js';
import { accessName, cpcSpaceName } from '../aml/register-names.js';
import type { GenericRegister } from '../aml/tree.js';
import {
  ABSENT,
  type CpcEntries,
  type CpcValue,
  isNullRegister,
  NULL_REGISTER,
  type ResourcePriority,
} from '../cpc/ir.js';
import { allowsInteger, type CpcPackage, type PackageValue } from '../cpc/package.js';
import { toDiagnostic } from '../cpc/rules/finding.js';
import { registerFindings } from '../cpc/rules/registers.js';
import { hasErrors } from '../diagnostics/diagnostic.js';
import type { SpecEntry, SpecPriority, SpecRegister } from '../spec/spec.js';
import type { InitialValue } from './initial-values.js';

/** The entries of a package for a spec, and a description of those that a spec cannot express. */
export interface SpecEntries {
  readonly entries: CpcEntries;
  readonly inexpressible: readonly string[];
  /** Entries that hardware decides, with where their values come from. */
  readonly unknown: readonly string[];
}

export function toSpecEntries(cpc: CpcPackage, initialOf: InitialValue): SpecEntries {
  const inexpressible: string[] = [];
  const unknown: string[] = [];
  const entries = CPC_ENTRIES.map((row): [CpcKey, CpcValue] => {
    const found = cpc.entries.get(row.key);
    if (found?.kind === 'unknown') {
      const initial = initialValue(row, initialOf(row.key));
      unknown.push(`${row.key} is ${found.text} ${initial ? HERE_INITIAL : HERE_LEFT_OUT}`);
      return [row.key, initial ?? ABSENT];
    }
    const value = found ? toSpecValue(row, found) : ABSENT;
    if (typeof value === 'object') return [row.key, value];
    inexpressible.push(`${row.key} ${value}`);
    return [row.key, ABSENT];
  });
  return { entries: Object.fromEntries(entries) as CpcEntries, inexpressible, unknown };
}

const HERE_INITIAL = 'on the machine itself; here it is what the table has';
const HERE_LEFT_OUT = 'on the machine itself; here it is left out';

/** What a table has where hardware decides: a register, or a number that a guest can use. */
function initialValue(row: CpcEntryRow, initial: PackageValue | undefined): CpcValue | undefined {
  const value = initial && toSpecValue(row, initial);
  if (typeof value !== 'object' || value.kind === 'absent') return undefined;
  return value.kind === 'integer' && value.value === 0n ? undefined : value;
}

/** The value for a spec, or the reason why a spec cannot express it. */
function toSpecValue(row: CpcEntryRow, found: PackageValue): CpcValue | string {
  switch (found.kind) {
    case 'integer':
      if (!allowsInteger(row)) return `is the Integer ${found.value}, which is not allowed there`;
      return { kind: 'integer', value: found.value };
    case 'register':
      return registerValue(row, found.register);
    case 'absent':
      return row.forms.includes('Register') ? ABSENT : 'is the NULL register; it must be a Package';
    case 'package':
      return prioritiesValue(row, found.elements);
    case 'unknown':
      return `is ${found.text} on the machine itself`;
    case 'other':
      return `is a term of another kind (${found.node.term})`;
  }
}

function registerValue(row: CpcEntryRow, register: GenericRegister): CpcValue | string {
  if (!row.forms.includes('Register')) return 'is a Register; it must be a Package';
  return isExpressible(register) ? { kind: 'register', register } : 'is a Register that breaks a rule';
}

function isExpressible(register: GenericRegister): boolean {
  const entry = registerEntry(register);
  if (entry === undefined) return false;
  if (entry === 'none') return true;
  const problems = registerFindings('', register).map((one) => toDiagnostic(one, undefined, { from: 'spec' }));
  return !hasErrors(problems);
}

function prioritiesValue(row: CpcEntryRow, elements: readonly PackageValue[]): CpcValue | string {
  if (!row.forms.includes('Package')) return 'is a Package, which is not allowed there';
  if (elements.length === 0) return ABSENT;
  const priorities = elements.flatMap((element) => priorityOf(element) ?? []);
  if (priorities.length < elements.length)
    return `is not a Package of Packages with ${RESOURCE_PRIORITY.length} elements and a resource each`;
  return { kind: 'priorities', priorities };
}

function priorityOf(found: PackageValue): ResourcePriority | undefined {
  if (found.kind !== 'package' || found.elements.length !== RESOURCE_PRIORITY.length) return undefined;
  const [resources, enableValue, enable, count, priority] = found.elements;
  if (resources?.kind !== 'package' || enableValue?.kind !== 'integer' || count?.kind !== 'integer') return undefined;
  const numbers = resources.elements.flatMap((one) => (one.kind === 'integer' ? [one.value] : []));
  const [enableRegister, register] = [registerIn(enable), registerIn(priority)];
  if (numbers.length === 0 || numbers.length < resources.elements.length) return undefined;
  if (!enableRegister || !register) return undefined;
  return { resources: numbers, enableValue: enableValue.value, enableRegister, count: count.value, register };
}

function registerIn(found: PackageValue | undefined): GenericRegister | undefined {
  if (found?.kind === 'absent') return NULL_REGISTER;
  return found?.kind === 'register' && isExpressible(found.register) ? found.register : undefined;
}

/** A value as a spec writes it. */
export function entryOf(value: CpcValue): SpecEntry | readonly SpecPriority[] {
  switch (value.kind) {
    case 'integer':
      return value.value;
    case 'register':
      return registerEntry(value.register) ?? 'none';
    case 'priorities':
      return value.priorities.map(priorityEntry);
    case 'absent':
      return 'none';
  }
}

function priorityEntry({ resources, enableValue, enableRegister, count, register }: ResourcePriority): SpecPriority {
  return {
    resources,
    enable_value: enableValue,
    enable_register: registerEntry(enableRegister) ?? 'none',
    count,
    register: registerEntry(register) ?? 'none',
  };
}

/** Undefined if a spec has no name for the space or the access size. */
function registerEntry(register: GenericRegister): SpecRegister | 'none' | undefined {
  const { spaceId, bitWidth, bitOffset, accessSize, address } = register;
  const space = cpcSpaceName(spaceId);
  const access = accessName(accessSize);
  if (!space || (space !== 'PCC' && !access)) return undefined;
  if (isNullRegister(register)) return 'none';
  return {
    space,
    bit_width: BigInt(bitWidth),
    bit_offset: BigInt(bitOffset),
    ...(space === 'PCC' ? { subspace: BigInt(accessSize) } : access && { access_size: access }),
    address,
  };
}
