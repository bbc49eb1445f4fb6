// Law 6 over random methods; `make fuzz TARGET=evaluate` looks at more. ROUNDS=300 SEED=7 for a longer run here.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeTable } from '../../src/aml/table.js';
import { testWith } from '../support/outside.js';
import { Random, ROUNDS, SEED } from '../support/random.js';
import { acpiexecAnswers, CorruptError, ourAnswers } from './acpiexec.js';
import { randomCode } from './random-code.js';

const TABLES = Number(ROUNDS ?? 24);
const METHODS = 60;
const FIRST = Number(SEED ?? 1);
/** acpiexec waits for most of its time. */
const AT_ONCE = 4;

interface Comparison {
  readonly compared: number;
  readonly values: number;
  /** acpiexec has lost count of its references. */
  readonly corrupt: boolean;
}

async function compareSeed(seed: number): Promise<Comparison> {
  const { table, paths } = randomCode(new Random(seed), METHODS);
  const bytes = encodeTable(table);
  const fill = seed % 3;
  try {
    const theirs = await acpiexecAnswers([bytes], paths, fill);
    const ours = ourAnswers([bytes], paths, fill);
    const at = paths.findIndex((_, i) => theirs[i] !== ours[i]);
    if (at >= 0) throw new Error(`SEED=${seed} ROUNDS=1: ${paths[at]}\nacpiexec ${theirs[at]}\nours     ${ours[at]}`);
    return { compared: paths.length, values: ours.filter((one) => !one.startsWith('AE_')).length, corrupt: false };
  } catch (error) {
    if (error instanceof CorruptError) return { compared: 0, values: 0, corrupt: true };
    throw error;
  }
}

testWith(['acpiexec'], `law 6: evaluate equals acpiexec over ${TABLES} random tables`, async () => {
  const seeds = Array.from({ length: TABLES }, (_, i) => FIRST + i);
  const results: Comparison[] = [];
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) results.push(await compareSeed(seed));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const sum = (of: (one: Comparison) => number) => results.reduce((total, one) => total + of(one), 0);
  const corrupt = sum((one) => Number(one.corrupt));
  assert.ok(corrupt <= TABLES / 5 + 1, `acpiexec failed in ${corrupt} of ${TABLES}`);
  assert.ok(sum((one) => one.values) * 5 > sum((one) => one.compared), 'too few methods come to an end');
});

test.run();
