// Law 6 over random methods; `make fuzz TARGET=evaluate` looks at more. ROUNDS=334 compares 20,000 methods here.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testWith } from '../support/outside.js';
import { ROUNDS, SEED } from '../support/random.js';
import { type Comparison, compareSeed, METHODS } from './law-6.js';

const TABLES = SEED === undefined ? Number(ROUNDS ?? 24) : 1;
const FIRST = Number(SEED ?? 1);
/** acpiexec waits for most of its time. */
const AT_ONCE = 4;

testWith(['acpiexec'], `law 6: evaluate equals acpiexec over ${TABLES * METHODS} random methods`, async () => {
  const seeds = Array.from({ length: TABLES }, (_, i) => FIRST + i);
  const results: Comparison[] = [];
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const result = await compareSeed(seed);
      assert.is(result.difference, undefined, `SEED=${seed} ${result.difference}`);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const sum = (of: (one: Comparison) => number) => results.reduce((total, one) => total + of(one), 0);
  const corrupt = sum((one) => Number(one.corrupt));
  if (ROUNDS) process.stdout.write(`${sum((one) => one.compared)} compared; acpiexec failed in ${corrupt} tables\n`);
  if (SEED !== undefined) return;
  assert.ok(corrupt <= TABLES / 5, `acpiexec failed in ${corrupt} of ${TABLES} tables`);
  assert.ok(sum((one) => one.values) * 5 > sum((one) => one.compared), 'too few methods come to an end');
});

test.run();
