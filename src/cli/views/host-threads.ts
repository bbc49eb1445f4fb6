import type { Processor } from '../../cpc/ir.js';
import { short } from '../../diagnostics/words.js';

/** The longest set in a table; the JSON has the whole set. */
const MOST_CHARACTERS = 24;

/** The host threads of these vCPUs: single ones in order, else each set once. Empty if none is pinned. */
export function hostThreadsText(processors: readonly Processor[], between = ','): string {
  const pins = processors.flatMap(({ hostThreads }) => hostThreads ?? []);
  const single = pins.every(({ threads }) => threads.length === 1);
  const texts = single ? pins.map(({ text }) => text) : [...new Set(pins.map(({ text }) => text))];
  return single ? texts.join(between) : short(texts.join(' '), MOST_CHARACTERS);
}
