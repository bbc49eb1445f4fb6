import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sharedCoreReason, unpinnedReason } from '../../src/hyperv/pinning.js';
import { cases } from '../support/cases.js';

/** A guest of these host threads, one vCPU each; cores by vCPU, or as given. */
function guest(threads: readonly (number | string | undefined)[], cores: readonly number[] = []) {
  const processors = threads.map((pin, vcpu) => ({
    vcpu,
    core: cores[vcpu] ?? vcpu,
    ...(pin !== undefined && { hostThreads: { threads: String(pin).split(',').map(Number), text: String(pin) } }),
    known: {},
    entries: { reference_counter: { kind: 'absent' } },
  }));
  return { layout: 'constant', machine: 'qemu', os: [], processors } as unknown as Parameters<typeof unpinnedReason>[0];
}

const none = (length: number) => Array.from({ length }, () => undefined);

cases(
  'reasons why vCPUs are not pinned one to one',
  [
    { name: 'no vCPUs', threads: [], reason: undefined },
    { name: 'each on its own thread', threads: [4, 5, 6], reason: undefined },
    { name: 'no pins', threads: [undefined, undefined], reason: 'no vCPU is pinned' },
    { name: 'one without a pin', threads: [4, undefined, 6], reason: 'vCPU 1 is not pinned' },
    { name: 'two without pins', threads: [undefined, 4, undefined], reason: 'vCPUs 0 and 2 are not pinned' },
    { name: 'hundreds without pins', threads: [4, ...none(500)], reason: 'vCPUs 1, 2, 3 and 497 more are not pinned' },
    { name: 'one thread twice', threads: [4, 5, 6, 5], reason: 'two vCPUs are pinned to host thread 5' },
    {
      name: 'one with a set',
      threads: [4, '5,21'],
      reason: 'vCPU 1 can run on several host threads, 5,21',
    },
    {
      name: 'two threads twice, the first pair',
      threads: [4, 5, 5, 4],
      reason: 'two vCPUs are pinned to host thread 5',
    },
  ],
  ({ threads, reason }) => assert.is(unpinnedReason(guest(threads)), reason),
);

test('cores with unequal numbers of threads have a reason of their own, after that of the pins', () => {
  assert.is(
    sharedCoreReason(guest([4, 5, 6], [0, 0, 1])),
    'cores have different numbers of threads, which QEMU cannot represent',
  );
  assert.is(sharedCoreReason(guest([4, 4, 6], [0, 0, 1])), 'two vCPUs are pinned to host thread 4');
  assert.is(sharedCoreReason(guest([4, 5, 6, 7], [0, 0, 1, 1])), undefined);
});

test('sets of one core may overlap; sets of two cores may not', () => {
  assert.is(sharedCoreReason(guest(['4,5', '4,5', '6,7', '6,7'], [0, 0, 1, 1])), undefined);
  assert.is(sharedCoreReason(guest(['4,5', '5,6'], [0, 0])), undefined);
  assert.is(sharedCoreReason(guest(['4,5', '5,6'])), 'two vCPUs are pinned to host thread 5');
  assert.is(sharedCoreReason(guest([5, '5,6'], [0, 0])), 'two vCPUs are pinned to host thread 5');
});

test.run();
