import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../grammar/release.js';
import { isSince, NEWEST } from '../../src/versions/release.js';
import { cases } from '../support/cases.js';

cases(
  'isSince',
  (
    [
      [[6, 14], [6, 14], true],
      [[6, 13], [6, 14], false],
      [[7, 0], [6, 14], true],
      [[5, 15], [6, 1], false],
      [NEWEST, [11, 2], true],
      [[7, 2, 6], [7, 2, 7], false],
      [[7, 2, 7], [7, 2, 7], true],
      [[7, 2, Infinity], [7, 2, 7], true],
      [[7, 1, 13], [7, 2, 7], false],
      [[7, 3], [7, 2, 7], true],
      [[7, 2], [7, 2, 7], false],
    ] as const satisfies readonly (readonly [Release, Release, boolean])[]
  ).map(([release, first, since]) => ({ name: `${release.join('.')}, ${first.join('.')}`, release, first, since })),
  ({ release, first, since }) => {
    assert.is(isSince(release, first), since);
  },
);

test.run();
