import type { AmlNode } from '../../aml/tree.js';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostics/diagnostic.js';
import { identityOf } from '../../diagnostics/identity.js';
import { count } from '../../diagnostics/words.js';
import type { FoundCpc } from '../found.js';
import type { FoundPsd, Lifted } from '../lift.js';
import type { Finding, Rule } from './finding.js';
import { LEVEL_RULES } from './levels.js';
import { PRIORITY_RULES } from './priorities.js';
import { bytesOfObject, TABLE_RULES, tableSubjects } from './processors.js';
import { DOMAIN_RULES, domainsOf, PSD_RULES } from './psd.js';
import { REGISTER_RULES } from './registers.js';
import { SHAPE_RULES } from './shape.js';

/** Rules of one `_CPC`, under whatever name. */
export const CPC_RULES: readonly Rule<FoundCpc>[] = [
  ...SHAPE_RULES,
  ...PRIORITY_RULES,
  ...REGISTER_RULES,
  ...LEVEL_RULES,
];

/** A table as it was read: its name, and what it holds. */
export interface ReadTable {
  readonly file: string;
  readonly terms: readonly AmlNode[];
}

/** A finding in one place; what is found in many places is told once. */
interface Sighting extends Finding {
  readonly path: string;
  readonly table: number;
  readonly offset: number;
  readonly length: number;
  readonly processors: readonly string[];
}

/** Runs every rule over what firmware has. */
export function firmwareProblems(tables: readonly ReadTable[], { cpc, psd }: Lifted): Diagnostic[] {
  const sightings = [
    ...objectSightings(tables),
    ...cpc.flatMap(cpcSightings),
    ...psd.flatMap((one) => PSD_RULES.flatMap((rule) => rule.check(one)).map((found) => seenInPsd(found, one))),
    ...domainsOf(psd).flatMap((domain) => {
      const [first] = domain.members;
      const found = DOMAIN_RULES.flatMap((rule) => rule.check(domain));
      return first ? found.map((one) => seenInPsd(one, first)) : [];
    }),
  ];
  return alike(sightings).map((same) => told(same, tables));
}

function objectSightings(tables: readonly ReadTable[]): Sighting[] {
  return tableSubjects(tables.map(({ terms }) => terms)).flatMap((subject, table) =>
    TABLE_RULES.flatMap((rule) => rule.check(subject)).map((found) => ({
      ...found,
      ...bytesOfObject(found),
      table,
      processors: [],
    })),
  );
}

function cpcSightings(cpc: FoundCpc): Sighting[] {
  const { path, table, processors, spans, offset, length } = cpc;
  return CPC_RULES.flatMap((rule) => rule.check(cpc)).map((found) => {
    const at = spans[found.element ?? -1] ?? { offset, length };
    return { ...found, ...at, path, table, processors };
  });
}

function seenInPsd(found: Finding, { path, table, offset, length }: FoundPsd): Sighting {
  return { ...found, path, table, offset, length, processors: [] };
}

/** Sightings of the same thing, in the order of the first ones. */
function alike(sightings: readonly Sighting[]): Sighting[][] {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const { code, element, facts } = sighting;
    const key = identityOf([code, element, facts]);
    const known = groups.get(key);
    if (known) known.push(sighting);
    else groups.set(key, [sighting]);
  }
  return [...groups.values()];
}

function told(same: readonly Sighting[], tables: readonly ReadTable[]): Diagnostic {
  const [first] = same as [Sighting];
  const { code, facts, table, offset, length } = first;
  const place: Place = { file: tables[table]?.file ?? '', offset, length };
  return diagnostic(code, place, { ...facts, where: whereText(same) } as never);
}

/** The first object, how many others are like it, and how many processors share one that stands alone. */
function whereText(same: readonly Sighting[]): string {
  const [{ path }] = same as [Sighting];
  const paths = new Set(same.map((one) => one.path)).size;
  const processors = new Set(same.flatMap((one) => one.processors)).size;
  if (paths > 1) return `${path} and ${paths - 1} more`;
  return processors > 1 ? `${path}, of ${count(processors, 'processor')}` : path;
}
