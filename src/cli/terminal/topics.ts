import { countersExplained } from '../../hyperv/counters.js';

/** What `explain` knows beside codes: the lines of each topic. */
export const TOPICS = { counters: countersExplained } as const;
