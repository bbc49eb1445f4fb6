// How far code is followed, so that hostile code can take neither time nor memory without end, and how that is said.

import { thousands } from '../diagnostics/words.js';

/** Firmware takes some hundred steps; loops over all processors some thousand. */
export const MOST_STEPS = 50_000;
export const DEEPEST_CALL = 64;
/** So deep, the interpreter and then the decoder of a body need two thirds of the stack of Node. */
export const DEEPEST_TERM = 400;
const MEBIBYTES = 8;
export const MOST_MEMORY = MEBIBYTES * 1024 * 1024;
/** Firmware asks some ten questions on a way, hostile code thousands. */
export const MOST_DECISIONS = 256;
/** Turns of a loop each of which something unknown decides: firmware waits in most of them for hardware. */
export const MOST_UNKNOWN_TURNS = 16;
/** Of more ways that differ, the rest is not followed. */
export const MOST_WAYS = 64;
/** Runs for them: conditions that make no difference take runs, too. */
export const MOST_RUNS = 512;
/** Steps of all evaluations of a machine: hostile code could take as many for each processor and way. */
export const MOST_MACHINE_STEPS = 2_000_000;

/** What ends one way. */
const OF_WAYS = {
  steps: `a way of more than ${thousands(MOST_STEPS)} steps`,
  calls: `more than ${DEEPEST_CALL} calls in one another`,
  depth: `terms more than ${DEEPEST_TERM} deep`,
  memory: `values of more than ${MEBIBYTES} MiB`,
  conditions: `more than ${MOST_DECISIONS} conditions on a way`,
  turns: `a loop of more than ${MOST_UNKNOWN_TURNS} turns, whose end hardware decides`,
  circle: 'references in a circle, which ACPICA follows without end',
} as const;

/** What ends the evaluation of an object, with the words for it: `more than 64 ways`. */
export const LIMITS = {
  ...OF_WAYS,
  ways: `more than ${MOST_WAYS} ways`,
  runs: `more than ${MOST_RUNS} combinations of conditions`,
  machine: `more than ${thousands(MOST_MACHINE_STEPS)} steps in the objects of all processors`,
} as const;

export type Bound = keyof typeof OF_WAYS;
export type Limit = keyof typeof LIMITS;
