import { LEVEL_KEYS, type LevelKey } from '../../grammar/spec-keys.js';
import { type Diagnostic, diagnostic, type SpecPath } from '../diagnostics/diagnostic.js';
import { suggest } from '../diagnostics/suggest.js';
import type { Spec, SpecLevel } from '../spec/spec.js';

/** The variant to use: the requested one, else the spec's, else the first one in the file. */
export function variantOf(spec: Spec, requested?: string): string | undefined {
  return requested ?? spec.guest.variant ?? variantsOf(spec)[0];
}

export function variantsOf(spec: Spec): string[] {
  return [...new Set(values(spec).flatMap(({ level }) => [...level.keys()]))];
}

export function variantProblems(spec: Spec, requested?: string): Diagnostic[] {
  const names = variantsOf(spec);
  const variant = variantOf(spec, requested);
  if (variant === undefined) return [];
  if (!names.includes(variant)) {
    const place = requested === undefined ? { file: spec.file, path: ['guest', 'variant'] } : { file: spec.file };
    const suggestion = suggest(variant, names);
    return [diagnostic('resolve/unknown-variant', place, { variant, names, ...(suggestion && { suggestion }) })];
  }
  return values(spec)
    .filter(({ level }) => !level.has(variant))
    .map(({ path, level }) =>
      diagnostic('resolve/variant-missing', { file: spec.file, path }, { variant, has: [...level.keys()] }),
    );
}

type Levels = { readonly [K in LevelKey]?: SpecLevel };

interface VariantValue {
  readonly path: SpecPath;
  readonly level: ReadonlyMap<string, bigint>;
}

/** The number of a value in a variant. */
export function levelIn(level: SpecLevel | undefined, variant: string | undefined): bigint | undefined {
  return typeof level === 'object' ? level.get(variant ?? '') : level;
}

/** All values with variants, in the order of the spec's tables. */
function values(spec: Spec): VariantValue[] {
  const tables: [SpecPath, Levels][] = [
    [['defaults'], spec.defaults],
    ...spec.cores.map((core): [SpecPath, Levels] => [core.at, core.levels]),
    ...spec.offsets.map(({ highest_perf }, i): [SpecPath, Levels] => [
      ['offset', i],
      highest_perf === undefined ? {} : { highest_perf },
    ]),
  ];
  const varying = tables.filter(([, levels]) => Object.values(levels).some((level) => typeof level === 'object'));
  return varying.flatMap(([path, levels]) =>
    LEVEL_KEYS.flatMap(({ key }) => {
      const level: SpecLevel | undefined = levels[key];
      return typeof level === 'object' ? [{ path: [...path, key], level }] : [];
    }),
  );
}
