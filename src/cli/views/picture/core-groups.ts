import { groupBy } from '../../../diagnostics/group-by.js';
import { count } from '../../../diagnostics/words.js';
import type { Ranked } from '../ranking.js';

interface CoreGroup {
  readonly label: string;
  readonly cores: readonly Ranked[];
}

/** No machine has more kinds of cores; a spec with more gets one group. */
const MOST_GROUPS = 6;

/** Groups cores with equal numbers of threads, and equal nominal and lowest levels. */
export function groupsOf(cores: readonly Ranked[]): readonly CoreGroup[] {
  const groups = groupBy(cores, labelOf);
  if (groups.size > MOST_GROUPS) return [{ label: count(cores.length, 'core'), cores }];
  return [...groups].map(([label, members]) => ({
    label: `${count(members.length, 'core')}: ${label}`,
    cores: members,
  }));
}

function labelOf({ first: { known: levels }, processors }: Ranked): string {
  const words = [
    count(processors.length, 'thread'),
    ...(levels.nominal_perf === undefined ? [] : [`nominal ${levels.nominal_perf}`]),
    ...(levels.nominal_freq === undefined ? [] : [`${levels.nominal_freq} MHz`]),
    ...(levels.lowest_perf === undefined ? [] : [`lowest ${levels.lowest_perf}`]),
  ];
  return words.join(', ');
}
