import { LEVEL_KEYS, type LevelKey } from '../../../grammar/spec-keys.js';
import { type Diagnostic, diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import type { Spec, SpecCore, SpecLevel, SpecLevels } from '../../spec/spec.js';
import type { SpecComments } from '../../spec/write.js';
import type { InitRequest } from '../init-request.js';
import { type CommentedSpec, specFrom } from '../spec-from.js';
import type { Host } from '../sysfs.js';

/** One reading of a host, made while its firmware had one of several settings. */
export interface Reading {
  readonly name: string;
  readonly host: Host;
}

/** A spec whose levels have a variant for each reading of the same host. */
export function specFromReadings(readings: readonly Reading[], request: InitRequest): Result<CommentedSpec> {
  const other = readings.flatMap((one) => differentHost(readings[0] as Reading, one));
  if (other.length > 0) return fail(...other);
  const names = readings.map(({ name }) => name);
  const made = readings.map(({ host }) => specFrom(host, { ...request, variants: names }));
  const problems = withoutRepeats(made.map(({ diagnostics }) => diagnostics));
  const specs = made.flatMap(({ value }) => value ?? []);
  const [first] = specs;
  if (!first || specs.length < readings.length || hasErrors(problems)) return { diagnostics: problems };
  const spec = merged(
    names,
    specs.map((one) => one.spec),
  );
  const equal = spec.cores.every(({ levels }) => typeof levels.highest_perf !== 'object');
  const place = readings[1]?.host.placeOfFile(0, 'acpi_cppc/highest_perf');
  const notes = equal ? [diagnostic('host/variants-equal', place, { names })] : [];
  return ok({ spec, comments: withoutResults(first.comments) }, [...problems, ...notes]);
}

/** Readings must have the same CPUs in the same cores. */
function differentHost(a: Reading, b: Reading): Diagnostic[] {
  const cores = ({ host }: Reading) => [...host.online.values()].map(({ siblings }) => siblings.join());
  const [own, others] = [cores(a), cores(b)];
  if (own.join(' ') === others.join(' ')) return [];
  const facts = { first: a.name, other: b.name, cpus: own.length, others: others.length };
  return [diagnostic('host/variants-differ', { file: b.host.folder }, facts)];
}

/** The same problem in two readings has two files with one message, or one pin with the numbers of two readings. */
function withoutRepeats(readings: readonly (readonly Diagnostic[])[]): Diagnostic[] {
  const keysOf = ({ code, message, place }: Diagnostic) => [`${code} ${message}`, `${code} ${JSON.stringify(place)}`];
  const kept: Diagnostic[] = [];
  const earlier = new Set<string>();
  for (const reading of readings) {
    const own = reading.filter((one) => !keysOf(one).some((key) => earlier.has(key)));
    for (const one of own) kept.push(one);
    for (const key of own.flatMap(keysOf)) earlier.add(key);
  }
  return kept;
}

function merged(names: readonly string[], specs: readonly Spec[]): Spec {
  const [first] = specs as [Spec];
  const shared = LEVEL_KEYS.map(({ key }) => key).filter((key) =>
    specs.every(({ defaults }) => defaults[key] !== undefined),
  );
  const inDefaults = levelsOf(names, shared, (key) => specs.map(({ defaults }) => defaults[key]));
  const inCores = LEVEL_KEYS.map(({ key }) => key).filter((key) => !shared.includes(key));
  const cores = first.cores.map((core, i): SpecCore => {
    const levels = levelsOf(names, inCores, (key) =>
      specs.map(({ cores, defaults }) => cores[i]?.levels[key] ?? defaults[key]),
    );
    return { ...core, levels };
  });
  return { ...first, defaults: inDefaults, cores };
}

/** One number where all readings have the same one, else one for each; none where a reading lacks it. */
function levelsOf(
  names: readonly string[],
  keys: readonly LevelKey[],
  valuesOf: (key: LevelKey) => readonly (SpecLevel | undefined)[],
): SpecLevels {
  const pairs = keys.flatMap((key) => {
    const values = valuesOf(key).flatMap((one) => (typeof one === 'bigint' ? [one] : []));
    if (values.length < names.length) return [];
    const level = new Set(values).size === 1 ? values[0] : new Map(values.map((one, i) => [names[i] ?? '', one]));
    return [[key, level]];
  });
  return Object.fromEntries(pairs) as SpecLevels;
}

/** Comments on highest_perf hold for one reading only. */
function withoutResults(comments: SpecComments): SpecComments {
  return new Map([...comments].filter(([path]) => !path.endsWith('.highest_perf')));
}
