import { U32_MAX } from '../../grammar/limits.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Spec, SpecCore } from '../spec/spec.js';
import { levelIn } from './variants.js';

/** The lowest host thread of a core's first vCPU: it decides which offset applies. */
function firstHostThread({ host_threads: [first] = [] }: SpecCore): number | undefined {
  return typeof first === 'object' ? first[0] : first;
}

/** The number that `[[offset]]` adds to the core's highest_perf: from the first range with the core's first host thread. */
export function offsetOf(spec: Spec, core: SpecCore, variant: string | undefined): bigint {
  const index = rangeOf(spec, core);
  return (index === undefined ? undefined : levelIn(spec.offsets[index]?.highest_perf, variant)) ?? 0n;
}

function rangeOf(spec: Spec, core: SpecCore): number | undefined {
  const first = firstHostThread(core);
  if (first === undefined) return undefined;
  const ranges = RANGES.get(spec.offsets) ?? rangesOf(spec.offsets);
  RANGES.set(spec.offsets, ranges);
  return ranges.get(first);
}

/** The first range of each host thread, made once for a spec: it can have thousands of cores and of offsets. */
const RANGES = new WeakMap<Spec['offsets'], ReadonlyMap<number, number>>();

function rangesOf(offsets: Spec['offsets']): ReadonlyMap<number, number> {
  const ranges = new Map<number, number>();
  for (const [i, { host_threads = [] }] of offsets.entries())
    for (const thread of host_threads) if (!ranges.has(thread)) ranges.set(thread, i);
  return ranges;
}

export function offsetProblems(spec: Spec): Diagnostic[] {
  const used = new Set(spec.cores.map((core) => rangeOf(spec, core)));
  return spec.offsets.flatMap((offset, i) => {
    const at = (key: string) => ({ file: spec.file, path: ['offset', i, key] });
    const missing = (['host_threads', 'highest_perf'] as const).filter(
      (key) => offset[key] === undefined && !spec.unreadable(['offset', i, key]),
    );
    if (missing.length > 0) {
      return missing.map((key) =>
        diagnostic('spec/missing-key', { file: spec.file, path: ['offset', i] }, { key, about: '', table: 'offset' }),
      );
    }
    const unused = offset.host_threads && !used.has(i);
    return unused
      ? [diagnostic('resolve/offset-unused', at('host_threads'), { first: offset.host_threads[0] ?? 0 })]
      : [];
  });
}

/** Reports an offset for a core without a number for highest_perf in `[[core]]` or `[defaults]`. */
export function offsetBaseProblems(spec: Spec, core: SpecCore, offset: bigint): Diagnostic[] {
  const base = core.registers.highest_perf === undefined && (core.levels.highest_perf ?? spec.defaults.highest_perf);
  const unread = [
    [...core.at, 'highest_perf'],
    ['defaults', 'highest_perf'],
  ].some((path) => spec.unreadable(path));
  if (offset === 0n || base || unread) return [];
  const place = { file: spec.file, path: ['offset', rangeOf(spec, core) ?? 0, 'highest_perf'] };
  return [diagnostic('resolve/offset-without-base', place, { core: String(core.at.at(-1)) })];
}

/** Reports an offset whose sum with a core's highest_perf is below 1 or above 32 bits. */
export function offsetResultProblems(
  spec: Spec,
  { core, offset }: { readonly core: SpecCore; readonly offset: bigint },
  highest: bigint | undefined,
): Diagnostic[] {
  if (offset === 0n || highest === undefined || (highest >= 1n && highest <= U32_MAX)) return [];
  const place = { file: spec.file, path: ['offset', rangeOf(spec, core) ?? 0, 'highest_perf'] };
  return [diagnostic('resolve/offset-result', place, { given: highest - offset, offset, result: highest })];
}
