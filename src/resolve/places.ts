import { CPC_ENTRIES, type CpcEntryRow, type CpcKey } from '../../grammar/cpc.js';
import { LEVEL_KEYS, type LevelKey } from '../../grammar/spec-keys.js';
import type { Place, SpecPath } from '../diagnostics/diagnostic.js';
import type { Spec, SpecCore } from '../spec/spec.js';
import { countOf } from './topology.js';

/** The key that decides an entry of a guest core; without an entry, the core. */
export function entryPlace(spec: Spec, core: number, key?: CpcKey): Place {
  const of = specCore(spec, core);
  const at = of?.at ?? ['core'];
  if (key === undefined) return { file: spec.file, path: at };
  const level = key as LevelKey;
  const path =
    of?.registers[key] !== undefined
      ? [...at, 'registers', key]
      : of?.levels[level] !== undefined
        ? [...at, key]
        : spec.defaults[level] !== undefined
          ? ['defaults', key]
          : spec.registers[key] !== undefined
            ? ['registers', key]
            : decidingPath(spec, key);
  return { file: spec.file, path };
}

/** The key that decided an entry without a key of its own. */
function decidingPath({ defaults, layout }: Spec, key: CpcKey): SpecPath {
  const row: CpcEntryRow | undefined = CPC_ENTRIES.find((one) => one.key === key);
  if (LEVEL_KEYS.some((level) => level.key === key) && Object.keys(defaults).length > 0) return ['defaults'];
  if (layout.counters !== undefined && key.endsWith('_counter')) return ['registers', 'counters'];
  if (layout.controls !== undefined && row?.written) return ['registers', 'controls'];
  return ['registers', layout.addrspace === undefined ? 'layout' : 'addrspace'];
}

/** The `[[core]]` of a guest core; one with a count stands for several. */
function specCore(spec: Spec, core: number): SpecCore | undefined {
  let before = 0;
  for (const one of spec.cores) {
    before += countOf(one);
    if (core < before) return one;
  }
  return undefined;
}
