import { count, list } from '../../words.js';
import { row } from '../row.js';

/** Processors whose numbers do not fit those beside them. */
export const FIRMWARE_NEIGHBOURS = {
  'firmware/odd-in-cluster': row<{
    odd: readonly string[];
    around: readonly [string, string];
    key: string;
    values: readonly [bigint, bigint];
  }>({
    severity: 'note',
    section: 'observed: https://github.com/intel/pepc/issues/10',
    message: (f) =>
      `${list(f.odd, 'and')} ${f.odd.length === 1 ? 'has' : 'have'} ${f.key} ${f.values[0]}; ${f.odd.length === 1 ? 'its' : 'their'} neighbours from ${f.around[0]} to ${f.around[1]} have ${f.values[1]}`,
    help: () =>
      'the cores of a cluster are of one kind, so they should have the same numbers; newer firmware may correct it',
  }),
  'firmware/siblings-differ': row<{
    a: string;
    key: string;
    values: readonly [bigint, bigint];
    pairs: number;
  }>({
    severity: 'warning',
    section: 'observed: Windows does not use CPPC then',
    message: (f) =>
      `${f.key} is ${f.values[1]}; for ${f.a}, the other thread of this core by _PSD, it is ${f.values[0]}${f.pairs > 1 ? `; ${count(f.pairs - 1, 'more core')} likewise` : ''}`,
    help: () => 'the threads of a core share its performance; newer firmware may correct it',
  }),
} as const;
