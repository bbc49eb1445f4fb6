// The most vCPUs of a machine, as the QEMU in PATH answers itself.

import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { QEMU_MOST_VCPUS } from '../../grammar/machines.js';
import { mostVcpus } from '../../src/boot/machine-limit.js';
import { testWith } from '../support/outside.js';

testWith(['qemu-system-x86_64'], 'q35 has as many as QEMU says when it refuses one more; pc has 255', async () => {
  const most = await mostVcpus('q35');
  assert.ok(most > QEMU_MOST_VCPUS);
  const refused = await execa('qemu-system-x86_64', ['-accel', 'tcg', '-machine', 'q35', '-smp', String(most + 1)], {
    reject: false,
    timeout: 20_000,
  });
  assert.match(refused.stderr, new RegExp(`is ${most}$`, 'm'));
  assert.is(await mostVcpus('pc'), QEMU_MOST_VCPUS);
});

test.run();
