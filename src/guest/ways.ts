// Where firmware code chooses between packages, a guest gets one of them. What makes it refuse a package on some ways of a
// processor only does not decide the verdict: it is reported with the condition, and the other ways decide.

import { whenWords } from '../firmware/rules/by-way.js';
import type { GuestFinding, GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

/** A rule and what it found. */
export interface Hit {
  readonly rule: GuestRule;
  readonly findings: readonly GuestFinding[];
}

/** Findings that hold on some ways of every processor become advice, with the condition. */
export function byWays(hits: readonly Hit[], subject: GuestSubject): Hit[] {
  const { ways } = subject;
  if (!ways || [...ways.values()].every((objects) => objects.every(({ length }) => length < 2))) return [...hits];
  const faulty = faultyPackages(hits);
  return hits.flatMap((hit): Hit[] => {
    const { rule, findings } = hit;
    if (rule.compares) return [hit];
    const found = findings.map((one) => conditional(one, ways, faulty.get(rule.effect) ?? new Set()));
    const sure = found.filter(({ only }) => !only);
    const unsure = found.filter(({ only }) => only);
    const parts: Hit[] = [
      { rule, findings: sure },
      { rule: { ...rule, effect: 'advice' }, findings: unsure },
    ];
    return parts.filter((part) => part.findings.length > 0);
  });
}

/** The packages with a finding, by its effect. */
function faultyPackages(hits: readonly Hit[]): Map<GuestRule['effect'], Set<object>> {
  const faulty = new Map<GuestRule['effect'], Set<object>>();
  for (const { rule, findings } of hits) {
    const known = faulty.get(rule.effect) ?? new Set();
    faulty.set(rule.effect, known);
    for (const { at } of findings) if (at.object) known.add(at.object);
  }
  return faulty;
}

function conditional(
  found: GuestFinding,
  ways: NonNullable<GuestSubject['ways']>,
  faulty: ReadonlySet<object>,
): GuestFinding {
  const { object } = found.at;
  if (!object) return found;
  const choices = [...ways.values()].flat().filter((one) => one.some(({ value }) => value === object));
  const [first] = choices;
  if (!first || choices.some((one) => one.every(({ value }) => faulty.has(value)))) return found;
  const { path, table, offset } = object;
  const isThere = ({ value }: (typeof first)[number]) =>
    faulty.has(value) && value.path === path && value.table === table && value.offset === offset;
  return { ...found, only: { when: whenWords(first, isThere), severity: 'note' } };
}
