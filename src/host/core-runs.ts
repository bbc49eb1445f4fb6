import type { HostKey } from './cppc-files.js';
import type { NumberedCore } from './numbers.js';

/** Consecutive guest cores with equal values; `vcpus` are those of the first. */
export interface CoreRun extends NumberedCore {
  readonly count: number;
}

/** Equal cores without pins become one `[[core]]` with a count, if the spec has no path for each of them. */
export function runsOf(cores: readonly NumberedCore[], counted = true): readonly CoreRun[] {
  const runs: CoreRun[] = [];
  for (const core of cores) {
    const last = runs.at(-1);
    if (counted && last && isRepeated(last, core)) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ ...core, count: 1 });
  }
  return runs;
}

function isRepeated(a: NumberedCore, b: NumberedCore): boolean {
  const free = [...a.vcpus, ...b.vcpus].every(({ thread }) => thread === undefined);
  return free && a.numbers === b.numbers && a.vcpus.length === b.vcpus.length;
}

/** Keys that every core has, with the same number. */
export function sharedKeys(cores: readonly NumberedCore[]): readonly HostKey[] {
  const [first, ...others] = cores.map(({ numbers }) => numbers);
  if (!first) return [];
  return [...first.keys()].filter((key) => others.every((one) => one.get(key) === first.get(key)));
}
