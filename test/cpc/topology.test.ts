import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CpcTable } from '../../src/cpc/ir.js';
import { threadsPerCore } from '../../src/cpc/topology.js';
import { cases } from '../support/cases.js';

// The core of each vCPU, in the order of the table; a pair gives the vCPU, too.
cases(
  'threads of each core',
  [
    { name: 'one', cores: [0, 1, 2], threads: 1 },
    { name: 'two', cores: [0, 0, 1, 1], threads: 2 },
    { name: 'one core of three', cores: [0, 0, 0], threads: 3 },
    { name: 'two and one', cores: [0, 0, 1], threads: undefined },
    { name: 'one and two', cores: [0, 1, 1], threads: undefined },
    { name: 'two and three', cores: [0, 0, 1, 1, 1], threads: undefined },
    { name: 'apart', cores: [0, 1, 0, 1], threads: undefined },
    { name: 'apart in the second half', cores: [0, 0, 1, 2, 1, 2], threads: undefined },
    { name: 'one core of four between others of two', cores: [0, 0, 1, 1, 1, 1], threads: undefined },
  ],
  ({ cores, threads }) => {
    const processors = cores.map((core, vcpu) => ({ core, vcpu }));
    assert.is(threadsPerCore({ processors } as unknown as CpcTable), threads);
  },
);

test('the order of the table does not matter', () => {
  const processors = [
    { core: 1, vcpu: 2 },
    { core: 0, vcpu: 0 },
    { core: 1, vcpu: 3 },
    { core: 0, vcpu: 1 },
  ];
  assert.is(threadsPerCore({ processors } as unknown as CpcTable), 2);
});

test.run();
