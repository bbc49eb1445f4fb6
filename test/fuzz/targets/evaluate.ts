// Code of tables: law 6 over random methods, and damaged tables, whose evaluation ends soon.

import { HEADER_BYTES } from '../../../src/aml/table.js';
import { compareSeed, tableOfSeed } from '../../evaluate/law-6.js';
import { machine, wayText } from '../../evaluate/sources.js';
import { withValidHeader } from '../../support/bytes.js';
import { findOutside } from '../../support/outside.js';
import type { Random } from '../../support/random.js';
import { tables } from '../corpus.js';
import { mutatedBytes } from '../mutate.js';
import { bytesIn, ensure, type FuzzInput, type Target } from '../target.js';

const corpus = await tables();

export const TARGET: Target = { name: 'evaluate', extension: 'aml', make, check };

/** An even choice is twice the seed of a table for law 6; its bytes are as they were made. */
function make(random: Random): FuzzInput {
  const choice = random.below(2 ** 30) * 2;
  if (random.below(2) === 0) return { content: tableOfSeed(choice / 2).bytes, choice };
  const start = random.below(2) === 0 ? tableOfSeed(choice / 2).bytes : random.one(corpus);
  const damaged = mutatedBytes(start, random, corpus);
  const whole = damaged.length >= HEADER_BYTES ? withValidHeader(damaged) : damaged;
  return { content: Uint8Array.from(whole), choice: choice + 1 };
}

/** What hostile code may take. */
const MOST_MS = 1000;

async function check(input: FuzzInput): Promise<void> {
  const bytes = bytesIn(input);
  evaluateAll(bytes);
  if (input.choice % 2 === 0) await law6(input.choice / 2);
}

function evaluateAll(bytes: Uint8Array): void {
  const before = performance.now();
  const made = machine([bytes]);
  const paths = made.processors.flatMap(({ path }) => ['_CPC', '_PSD', '_PSS'].map((name) => `${path}.${name}`));
  for (const path of [...paths, '\\M000', '\\M001']) (made.evaluate(path)?.ways ?? []).map(wayText);
  const ms = performance.now() - before;
  ensure(ms < MOST_MS, () => `evaluating took ${Math.round(ms)} ms`);
}

async function law6(seed: number): Promise<void> {
  if (!findOutside('acpiexec')) return;
  const { difference } = await compareSeed(seed);
  ensure(difference === undefined, () => `law 6, SEED=${seed}: ${difference}`);
}
