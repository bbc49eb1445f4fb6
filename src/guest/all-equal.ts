import { integerOf } from '../cpc/package.js';
import { finding } from '../cpc/rules/finding.js';
import { commonLevel } from '../cpc/rules/numbers.js';
import type { GuestFinding } from './rule.js';
import type { GuestSubject } from './subject.js';

/** No core is better than the others: of a device, by what it answers. */
export function allEqual({ cpc, answered }: GuestSubject): GuestFinding[] {
  const [object] = cpc;
  const value = commonLevel(answered ?? cpc.map(({ entries }) => integerOf(entries.get('highest_perf'))));
  if (value === undefined || !object) return [];
  return [finding('guest/all-equal', { value }, { object, entry: 'highest_perf' })];
}
