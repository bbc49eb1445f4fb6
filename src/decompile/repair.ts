// Firmware breaks rules that `build` enforces. A spec of it changes as little as `build` needs: a level that is out of order
// is raised, a level of 0 becomes 1, anything else wrong is left out. Each change is said above the spec.

import { type CpcKey, NEWEST_REVISION } from '../../grammar/cpc.js';
import { ABSENT, type CpcEntries, type CpcValue } from '../cpc/ir.js';
import { packageOf } from '../cpc/package.js';
import { type Finding, toDiagnostic } from '../cpc/rules/finding.js';
import { NUMBER_RULES } from '../cpc/rules/numbers.js';
import { REGISTERS_RULES, SINGLE_REGISTER_RULES } from '../cpc/rules/registers.js';
import { subjectOfPackage } from '../cpc/rules/subject.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';

export interface Repaired {
  readonly entries: CpcEntries;
  readonly changes: readonly string[];
}

const RULES = [...NUMBER_RULES, ...SINGLE_REGISTER_RULES, ...REGISTERS_RULES];

/** More changes than entries and levels to raise are never needed. */
const MOST_CHANGES = 64;

/** Entries that `build` accepts. */
export function repaired(entries: CpcEntries, revision: number): Repaired {
  const changes: string[] = [];
  let now = entries;
  while (changes.length < MOST_CHANGES) {
    const [first] = errorsOf(now, revision);
    const change = first && changeFor(first, now);
    if (!change) break;
    now = { ...now, [change.key]: change.value };
    changes.push(change.text);
  }
  return { entries: now, changes };
}

/** True if registers are in different PCC subspaces. */
export function mixesSubspaces(entries: CpcEntries): boolean {
  return errorsOf(entries, NEWEST_REVISION).some(({ code }) => code === 'cpc/subspaces-differ');
}

function errorsOf(entries: CpcEntries, revision: number): Finding[] {
  const subject = subjectOfPackage(packageOf(entries, revision, []));
  return RULES.flatMap((rule) => rule.check(subject)).filter((one) => diagnosticOf(one).severity === 'error');
}

function diagnosticOf(finding: Finding): Diagnostic {
  return toDiagnostic(finding, undefined, { from: 'spec' });
}

interface Change {
  readonly key: CpcKey;
  readonly value: CpcValue;
  readonly text: string;
}

/** undefined where nothing is left to change. */
function changeFor(found: Finding, entries: CpcEntries): Change | undefined {
  const { message } = diagnosticOf(found);
  const raised = raisedLevel(found);
  if (raised) return { ...raised, text: `${message}; here ${raised.key} is ${raised.value.value}` };
  const { entry: key } = found.at;
  if (key === undefined || entries[key].kind === 'absent') return undefined;
  return { key, value: ABSENT, text: `${message}; here ${key} is left out` };
}

function raisedLevel({ code, facts, at: { entry } }: Finding) {
  if (code === 'cpc/level-zero' && entry) return { key: entry, value: integer(1n) };
  if (code !== 'cpc/level-order') return undefined;
  const { upper, lowerValue } = facts as { readonly upper: CpcKey; readonly lowerValue: bigint };
  return { key: upper, value: integer(lowerValue) };
}

function integer(value: bigint) {
  return { kind: 'integer', value } as const;
}
