import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { COORD_TYPES } from '../../grammar/psd.js';
import { commonest, coreDefaults, type FoundCore, namingOf } from '../../src/decompile/cores.js';
import { cases } from '../support/cases.js';

cases(
  'decompile: the number that most have',
  [
    { name: 'of none', values: [], most: undefined },
    { name: 'of one', values: [5], most: 5 },
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

const pattern = (format: (vcpu: number) => string, count: number) => Array.from({ length: count }, (_, i) => format(i));
const xen = (vcpu: number) => `\\_SB.PR${vcpu.toString(16).toUpperCase().padStart(2, '0')}`;

cases(
  'decompile: how the spec calls its processors',
  [
    { name: 'of QEMU, ours', given: paths(2), ours: true, guest: {} },
    { name: 'of QEMU, from elsewhere', given: paths(2), ours: false, guest: {} },
    { name: 'of Xen, ours', given: pattern(xen, 17), ours: true, guest: { machine: 'xen' } },
    { name: 'of Xen, from elsewhere', given: pattern(xen, 17), ours: false, guest: { processor_path: '\\_SB.PR%02X' } },
    { name: 'as many as its pattern can name', given: pattern(xen, 256), ours: true, guest: { machine: 'xen' } },
    { name: 'one more than its pattern can name', given: pattern(xen, 257), ours: true, guest: {} },
  ],
  ({ given, ours, guest }) => assert.equal(namingOf(given, ours).guest, guest),
);

type CoordType = (typeof COORD_TYPES)[number]['name'];

/** A core with this number of threads; only the number matters here. */
const core = (threads: number, domain?: bigint, coordType?: CoordType): FoundCore => {
  return { processors: Array(threads).fill(undefined), domain, coordType };
};

cases(
  'decompile: the value that most cores have',
  [
    { name: 'no core', cores: [], defaults: [1, 'SW_ANY', false] },
    { name: 'a core without _PSD', cores: [core(1)], defaults: [1, 'SW_ANY', false] },
    { name: 'one of two with _PSD', cores: [core(1), core(2, 0n, 'HW_ALL')], defaults: [1, 'HW_ALL', true] },
    { name: 'two of three of two threads', cores: [core(1), core(2), core(2)], defaults: [2, 'SW_ANY', false] },
    {
      name: 'a type that ACPI does not know is none',
      cores: [core(1, 0n), core(1, 1n), core(1, 2n, 'SW_ALL')],
      defaults: [1, 'SW_ALL', true],
    },
  ],
  ({ cores, defaults }) => {
    const { threads, coordType, withPsd } = coreDefaults(cores);
    assert.equal([threads, coordType, withPsd], defaults);
  },
);

test.run();
