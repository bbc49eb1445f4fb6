import { groupBy } from '../../diagnostics/group-by.js';
import { count } from '../../diagnostics/words.js';
import type { Ranked } from './ranking.js';

export interface CoreGroup {
  /** What its cores have in common. */
  readonly label: string;
  readonly cores: readonly Ranked[];
}

/** More kinds of cores than any machine has are no groups any more. */
const MOST_GROUPS = 6;

/** Cores of one kind, as far as the spec tells: those of equal threads, nominal and lowest levels. */
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
