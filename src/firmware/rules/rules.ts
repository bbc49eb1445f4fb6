import { CPC_HEAD } from '../../../grammar/cpc.js';
import type { AmlTable } from '../../aml/tree.js';
import { type CpcPackage, elementOf } from '../../cpc/package.js';
import {
  type Finding,
  type FindingPlace,
  finding,
  groupEqual,
  objectsText,
  type Rule,
  toDiagnostic,
} from '../../cpc/rules/finding.js';
import { NUMBER_RULES } from '../../cpc/rules/numbers.js';
import { REGISTERS_RULES, SINGLE_REGISTER_RULES } from '../../cpc/rules/registers.js';
import { subjectOfPackage } from '../../cpc/rules/subject.js';
import type { Diagnostic, Place } from '../../diagnostics/diagnostic.js';
import type { MachineFacts } from '../facts.js';
import { objectPlaces } from '../object-places.js';
import { findingsByWay } from './by-way.js';
import { domainFindings } from './domains.js';
import { EVALUATION_RULES } from './evaluation.js';
import { LEVEL_RULES } from './levels.js';
import { MACHINE_RULES, machineSubject } from './neighbours.js';
import { PRIORITY_RULES } from './priorities.js';
import { PROCESSOR_RULES } from './processors.js';
import { PSD_RULES } from './psd.js';
import { SHAPE_RULES } from './shape.js';

/** Rules of a package that only firmware can break. */
export const PACKAGE_RULES: readonly Rule<CpcPackage>[] = [...SHAPE_RULES, ...PRIORITY_RULES, ...LEVEL_RULES];

/** Rules of a package that specs have, too. */
export const CPC_RULES = [...SINGLE_REGISTER_RULES, ...REGISTERS_RULES, ...NUMBER_RULES];

/** A table as it was read, and the name of its file. */
export interface ReadTable {
  readonly file: string;
  readonly table: AmlTable;
}

/** Runs every rule over the tables of a machine and what its processors evaluate to. */
export function firmwareFindings(tables: readonly ReadTable[], facts: MachineFacts): Finding[] {
  const { processors, machine } = facts;
  const places = objectPlaces(
    tables.map(({ table }) => table),
    () => machine.paths(),
  );
  return [
    ...checked([...EVALUATION_RULES, ...PROCESSOR_RULES], { facts, places, files: tables.map(({ file }) => file) }),
    ...findingsByWay(processors, ({ cpc }) => cpc, packageFindings),
    ...findingsByWay(
      processors,
      ({ psd }) => psd,
      (one) => checked(PSD_RULES, one),
    ),
    ...domainFindings(facts),
    ...checked(MACHINE_RULES, machineSubject(processors)),
  ];
}

/** The diagnostics of the tables of a machine; equal findings become one. */
export function firmwareProblems(tables: readonly ReadTable[], facts: MachineFacts): Diagnostic[] {
  return groupEqual(firmwareFindings(tables, facts)).map((equal) => {
    const [first] = equal as [Finding];
    return toDiagnostic(first, placeInTables(first.at, tables), { from: 'table' }, objectsText(equal));
  });
}

function checked<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Finding[] {
  return rules.flatMap((rule) => rule.check(subject));
}

function packageFindings(cpc: CpcPackage): Finding[] {
  // What is shorter has no revision, so no other rule knows what its elements are.
  if (cpc.count < CPC_HEAD.length) return [finding('firmware/cpc-no-package', { is: `a Package of ${cpc.count}` })];
  return [...checked(PACKAGE_RULES, cpc), ...checked(CPC_RULES, subjectOfPackage(cpc))];
}

/** The bytes that a finding is about: the element, else the whole object. */
export function placeInTables(
  { object, entry, element = entry && elementOf(entry) }: FindingPlace,
  tables: readonly ReadTable[],
): Place {
  const file = tables[object?.table ?? 0]?.file ?? '';
  // Of an object that no table has, only the file can be named.
  if (!object || object.length === 0) return { file };
  const { offset, length } = object.elementSpans?.()[element ?? -1] ?? object;
  return { file, offset, length };
}
