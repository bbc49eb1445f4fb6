import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MOST_PROCESSORS } from '../../grammar/machines.js';
import { commonest, namingOf } from '../../src/decompile/cores.js';
import { cases } from '../support/cases.js';

cases(
  'decompile: the number that most have',
  [
    { name: 'of none', values: [], most: undefined },
    { name: 'of two that are equally common, the first', values: [2, 1, 1, 2], most: 2 },
    { name: 'of the later one, where it is more common', values: [2, 1, 1], most: 1 },
    { name: 'of three', values: [3, 1, 2, 2, 1, 2], most: 2 },
  ],
  ({ values, most }) => assert.is(commonest(values), most),
);

const qemu = (vcpu: number) => `\\_SB.CPUS.C${vcpu.toString(16).toUpperCase().padStart(3, '0')}`;
const paths = (count: number) => Array.from({ length: count }, (_, vcpu) => qemu(vcpu));

cases(
  'decompile: the paths are those of a machine',
  [
    { name: 'as many as there can be', given: paths(MOST_PROCESSORS), vcpus: [...paths(MOST_PROCESSORS).keys()] },
    { name: 'one more', given: paths(MOST_PROCESSORS + 1), vcpus: undefined },
    { name: 'in another order', given: paths(3).toReversed(), vcpus: [2, 1, 0] },
    { name: 'one is missing', given: [qemu(0), qemu(2)], vcpus: undefined },
    { name: 'one is another', given: [qemu(0), '\\_SB.PR01'], vcpus: undefined },
  ],
  ({ given, vcpus }) => {
    const { vcpuOf } = namingOf(given, true);
    assert.equal(vcpuOf && given.map((path) => vcpuOf.get(path)), vcpus);
  },
);

test.run();
