import type { AmlNode } from '../../aml/tree.js';
import { type CpcPackage, elementOf } from '../../cpc/package.js';
import {
  type Finding,
  type FindingPlace,
  groupEqual,
  inObject,
  objectsText,
  type Rule,
  toDiagnostic,
} from '../../cpc/rules/finding.js';
import { NUMBER_RULES } from '../../cpc/rules/numbers.js';
import { REGISTERS_RULES, SINGLE_REGISTER_RULES } from '../../cpc/rules/registers.js';
import { subjectOfPackage } from '../../cpc/rules/subject.js';
import type { Diagnostic, Place } from '../../diagnostics/diagnostic.js';
import type { Lifted } from '../lift.js';
import { LEVEL_RULES } from './levels.js';
import { MACHINE_RULES, machineSubject } from './neighbours.js';
import { PRIORITY_RULES } from './priorities.js';
import { TABLE_RULES, tableSubjects } from './processors.js';
import { DOMAIN_RULES, domainsOf, PSD_RULES } from './psd.js';
import { SHAPE_RULES } from './shape.js';

/** Rules of a package that only firmware can break. */
export const PACKAGE_RULES: readonly Rule<CpcPackage>[] = [...SHAPE_RULES, ...PRIORITY_RULES, ...LEVEL_RULES];

/** Rules of a package that specs have, too. */
export const CPC_RULES = [...SINGLE_REGISTER_RULES, ...REGISTERS_RULES, ...NUMBER_RULES];

/** A table as it was read: its name, and its terms. */
export interface ReadTable {
  readonly file: string;
  readonly terms: readonly AmlNode[];
}

/** Runs every rule over the tables of a machine. */
export function firmwareFindings(tables: readonly ReadTable[], { cpc, psd }: Lifted): Finding[] {
  return [
    ...tableSubjects(tables.map(({ terms }) => terms)).flatMap((subject) => checked(TABLE_RULES, subject)),
    ...cpc.flatMap(packageFindings),
    ...psd.flatMap((one) => inObject(one, checked(PSD_RULES, one))),
    ...domainsOf(psd).flatMap((domain) => {
      const [first] = domain.members;
      return first ? inObject(first, checked(DOMAIN_RULES, domain)) : [];
    }),
    ...checked(MACHINE_RULES, machineSubject(cpc, psd)),
  ];
}

/** The diagnostics of the tables of a machine; equal findings become one. */
export function firmwareProblems(tables: readonly ReadTable[], lifted: Lifted): Diagnostic[] {
  return groupEqual(firmwareFindings(tables, lifted)).map((equal) => {
    const [first] = equal as [Finding];
    return toDiagnostic(first, placeInTables(first.at, tables), { from: 'table' }, objectsText(equal));
  });
}

function checked<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Finding[] {
  return rules.flatMap((rule) => rule.check(subject));
}

function packageFindings(cpc: CpcPackage): Finding[] {
  return inObject(cpc, [...checked(PACKAGE_RULES, cpc), ...checked(CPC_RULES, subjectOfPackage(cpc))]);
}

/** The bytes that a finding is about: the element, else the whole object. */
export function placeInTables(
  { object, entry, element = entry && elementOf(entry) }: FindingPlace,
  tables: readonly ReadTable[],
): Place {
  const file = tables[object?.table ?? 0]?.file ?? '';
  if (!object) return { file };
  const { offset, length } = object.spans?.[element ?? -1] ?? object;
  return { file, offset, length };
}
