// Law 6 over random methods; `make fuzz TARGET=evaluate` looks at more. ROUNDS=334 compares 20,000 methods here.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testWith } from '../support/outside.js';
import { ROUNDS, SEED } from '../support/random.js';
import { acpiexecAnswers, acpiexecVersion, LeftOutError, ourAnswers } from './acpiexec.js';
import { type Comparison, compareSeed, METHODS } from './law-6.js';
import { compiled } from './sources.js';

const TABLES = SEED === undefined ? Number(ROUNDS ?? 24) : 1;
const FIRST = Number(SEED ?? process.env['FIRST'] ?? 1);
/** acpiexec waits for most of its time. */
const AT_ONCE = 4;

/** Of a hundred tables, so many may be left out because of what acpiexec does; more would make the law empty. */
const MOST_CORRUPT = 10;
/** acpiexec 20260408 can free an operand twice after an error, and then ends without a word. */
const MOST_STOPPED = 5;

testWith(['acpiexec'], `law 6: evaluate equals acpiexec over ${TABLES * METHODS} random methods`, async () => {
  const results = await comparisons();
  const sum = (of: (one: Comparison) => number) => results.reduce((total, one) => total + of(one), 0);
  const [compared, endless] = [sum((one) => one.compared), sum((one) => one.endless)];
  const leftOut = (why: LeftOutError['why']) => sum((one) => Number(one.leftOut === why));
  const numbers = `${compared} compared, ${endless} without end; left out of ${TABLES} tables: ${leftOut('corrupt')} corrupt, ${leftOut('stopped')} stopped; acpiexec ${acpiexecVersion().toString(16)}`;
  if (ROUNDS ?? SEED) process.stdout.write(`${numbers}\n`);
  if (SEED !== undefined) return;
  const allowed = (of100: number) => Math.max(1, Math.ceil((TABLES * of100) / 100));
  assert.ok(leftOut('corrupt') <= allowed(MOST_CORRUPT) && leftOut('stopped') <= allowed(MOST_STOPPED), numbers);
  assert.ok(endless * 1000 <= compared + 1000, numbers);
  assert.ok(sum((one) => one.values) * 5 > compared, 'too few methods come to an end');
});

async function comparisons(): Promise<Comparison[]> {
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
  return results;
}

testWith(['acpiexec', 'iasl'], 'a circle of references: acpiexec does not end, and is left out', async () => {
  const asl =
    'Method (M) { Local1 = RefOf (Local2) Local2 = Local1 Return (SizeOf (Local2)) } Method (N) { Return (3) }';
  const tables = [await compiled(asl)];
  assert.equal(await acpiexecAnswers(tables, ['N'], 0), ['0x3']);
  const error = await acpiexecAnswers(tables, ['N', 'M'], 0, 2000).catch((one: unknown) => one);
  assert.ok(error instanceof LeftOutError && error.why === 'stopped', String(error));
  assert.equal(ourAnswers(tables, ['N', 'M'], 0), ['0x3', 'not followed: circle']);
});

testWith(['acpiexec', 'iasl'], 'versions of ACPICA differ in conversions of an Integer and of a String', async () => {
  const asl = `Method (M) { Local0 = 0x1F Return (ToHexString (Local0)) }
    Name (S, "abc") Method (N) { S [1] = 0 Return (ToBuffer (S)) }`;
  const tables = [await compiled(asl)];
  assert.equal(ourAnswers(tables, ['M', 'N'], 0, 0x20200925), ['"000000000000001F"', 'buffer(61 00 00 00)']);
  assert.equal(ourAnswers(tables, ['M', 'N'], 0, 0x20240827), ['"0x1F"', 'buffer(61 00 00 00)']);
  assert.equal(ourAnswers(tables, ['M', 'N'], 0, 0x20250404), ['"0x1F"', 'buffer(61 00 63 00)']);
  assert.equal(await acpiexecAnswers(tables, ['M', 'N'], 0), ourAnswers(tables, ['M', 'N'], 0));
});

test.run();
