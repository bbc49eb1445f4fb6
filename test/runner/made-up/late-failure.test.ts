// Every test passes, and then something throws.

import { test } from 'uvu';

test('a test that leaves a timer', () => {
  setTimeout(() => {
    throw new Error('thrown after the last test');
  }, 100);
});

test.run();
