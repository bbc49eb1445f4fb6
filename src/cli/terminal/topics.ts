import { countersExplained } from '../../hyperv/counters.js';

/** The topics of `explain` that are not codes, with their lines. */
export const TOPICS = { counters: countersExplained } as const;
