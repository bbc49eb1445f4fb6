// A target for the tests of the harness: it fails where there is an `x`, and some of its rounds do not end.

import type { Random } from '../../support/random.js';
import type { FuzzInput, Target } from '../target.js';

export const TARGET: Target = { name: 'broken', extension: 'txt', make, check };

const TEXTS = ['fine', 'fine', 'one\ntwo x three\nfour', 'x', 'hang', 'exhaust'];

function make(random: Random): FuzzInput {
  return { content: random.one(TEXTS), choice: random.below(1000) };
}

function check({ content }: FuzzInput): void {
  if (content === 'hang') for (;;);
  if (content === 'exhaust') for (const eaten: unknown[] = []; ; ) eaten.push(new Array(1000).fill(0));
  if (String(content).includes('x')) throw new Error('there is an x');
}
