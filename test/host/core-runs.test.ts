import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runsOf } from '../../src/host/core-runs.js';
import type { HostKey } from '../../src/host/cppc-files.js';
import type { PlacedVcpu } from '../../src/host/guest-cores.js';
import { cases } from '../support/cases.js';

const NUMBERS = new Map<HostKey, bigint>([['highest_perf', 236n]]);
const OTHER = new Map<HostKey, bigint>([['highest_perf', 226n]]);
const core = (numbers: typeof NUMBERS, first: PlacedVcpu, ...others: PlacedVcpu[]) => ({
  vcpus: [first, ...others] as const,
  numbers,
});

cases(
  'runs of cores',
  [
    {
      name: 'equal cores without pins',
      cores: [core(NUMBERS, { vcpu: 0 }), core(NUMBERS, { vcpu: 1 }), core(NUMBERS, { vcpu: 2 })],
      counts: [3],
    },
    { name: 'other numbers', cores: [core(NUMBERS, { vcpu: 0 }), core(OTHER, { vcpu: 1 })], counts: [1, 1] },
    {
      name: 'another number of vCPUs',
      cores: [core(NUMBERS, { vcpu: 0 }, { vcpu: 1 }), core(NUMBERS, { vcpu: 2 })],
      counts: [1, 1],
    },
    {
      name: 'a pin in the first core',
      cores: [core(NUMBERS, { vcpu: 0, thread: 4 }), core(NUMBERS, { vcpu: 1 })],
      counts: [1, 1],
    },
    {
      name: 'a pin in the second core',
      cores: [core(NUMBERS, { vcpu: 0 }), core(NUMBERS, { vcpu: 1, thread: 4 })],
      counts: [1, 1],
    },
    {
      name: 'equal cores that another core separates',
      cores: [core(NUMBERS, { vcpu: 0 }), core(OTHER, { vcpu: 1 }), core(NUMBERS, { vcpu: 2 })],
      counts: [1, 1, 1],
    },
  ],
  ({ cores, counts }) => {
    assert.equal(
      runsOf(cores).map(({ count }) => count),
      counts,
    );
  },
);

test('a run has the vCPUs of its first core', () => {
  assert.equal(runsOf([core(NUMBERS, { vcpu: 4 }), core(NUMBERS, { vcpu: 5 })])[0]?.vcpus, [{ vcpu: 4 }]);
});

test.run();
