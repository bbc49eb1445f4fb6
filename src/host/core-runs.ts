import type { HostKey } from './cppc-files.js';
import type { NumberedCore } from './numbers.js';

/** The same guest core so many times, one after the other; its seats are those of the first. */
export interface CoreRun extends NumberedCore {
  readonly count: number;
}

/** Cores that no host thread tells apart are one `[[core]]` with a count. */
export function runsOf(cores: readonly NumberedCore[]): readonly CoreRun[] {
  const runs: CoreRun[] = [];
  for (const core of cores) {
    const last = runs.at(-1);
    if (last && isAlike(last, core)) runs[runs.length - 1] = { ...last, count: last.count + 1 };
    else runs.push({ ...core, count: 1 });
  }
  return runs;
}

function isAlike(a: NumberedCore, b: NumberedCore): boolean {
  const free = [...a.seats, ...b.seats].every(({ thread }) => thread === undefined);
  return free && a.numbers === b.numbers && a.seats.length === b.seats.length;
}

/** Keys that every core has, with the same number. */
export function sharedKeys(cores: readonly NumberedCore[]): readonly HostKey[] {
  const [first, ...others] = cores.map(({ numbers }) => numbers);
  if (!first) return [];
  return [...first.keys()].filter((key) => others.every((one) => one.get(key) === first.get(key)));
}
