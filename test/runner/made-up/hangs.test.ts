// Starts a process that would outlive it, prints its number and waits for it.

import { execa } from 'execa';
import { test } from 'uvu';

test('a test that hangs', async () => {
  const child = execa('sleep', ['600']);
  process.stdout.write(`sleep ${child.pid}\n`);
  await child;
});

test.run();
