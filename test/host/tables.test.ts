// How a spec names the processors of a guest's tables.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Architecture } from '../../grammar/machines.js';
import { type GuestTables, inVcpuOrder } from '../../src/host/tables/guest-tables.js';
import { processorNames } from '../../src/host/tables/naming.js';
import { cases } from '../support/cases.js';

type TableProcessor = GuestTables['processors'][number];

const processor = (path: string, uid: TableProcessor['uid'] = null): TableProcessor => ({ path, uid, ownCpc: false });

const tablesOf = (paths: readonly string[], oemId = 'VENDOR'): GuestTables => ({
  name: 'dsdt.aml',
  processors: paths.map((path) => processor(path)),
  complete: true,
  oemId,
  ownOsc: true,
});

cases(
  'the order of vCPUs',
  [
    { name: 'by _UID', uids: [2n, 0n, 1n], order: [1, 2, 0] },
    { name: 'by large _UIDs, as numbers', uids: [10n, 9n, 0x1_0000_0000_0000_0000n], order: [1, 0, 2] },
    { name: 'of the tables, where two have the same', uids: [1n, 0n, 1n], order: [0, 1, 2] },
    { name: 'of the tables, where one has none', uids: [1n, null, 0n], order: [0, 1, 2] },
    { name: 'of the tables, where they are texts', uids: ['B', 'A'], order: [0, 1] },
  ],
  ({ uids, order }) => {
    const given = uids.map((uid, i) => processor(String(i), uid));
    assert.equal(
      inVcpuOrder(given).map(({ path }) => Number(path)),
      order,
    );
  },
);

const QEMU = ['\\_SB.CPUS.C000', '\\_SB.CPUS.C001', '\\_SB.CPUS.C002'];
const VIRT = ['\\_SB.C000', '\\_SB.C001', '\\_SB.C002'];
const XEN = Array.from({ length: 11 }, (_, i) => `\\_SB.PR0${i.toString(16).toUpperCase()}`);

interface Named {
  readonly name: string;
  readonly tables?: GuestTables;
  readonly architecture?: Architecture;
  readonly vcpus?: number;
  readonly names: ReturnType<typeof processorNames>;
}

const NAMED: readonly Named[] = [
  { name: 'no tables', names: { guest: {} } },
  { name: 'no tables, Arm', architecture: 'aarch64', names: { guest: { machine: 'qemu-virt-aarch64' } } },
  { name: 'of QEMU', tables: tablesOf(QEMU, 'BOCHS'), names: { guest: {} } },
  { name: 'as QEMU, of another', tables: tablesOf(QEMU), names: { guest: {} } },
  {
    name: 'of virt',
    tables: tablesOf(VIRT, 'BOCHS'),
    architecture: 'riscv64',
    names: { guest: { machine: 'qemu-virt-riscv64' } },
  },
  {
    name: 'of virt, on a host of x86',
    tables: tablesOf(VIRT, 'BOCHS'),
    names: { guest: { processor_path: '\\_SB.C%03X' } },
  },
  {
    name: 'as QEMU on x86, on Arm',
    tables: tablesOf(QEMU),
    architecture: 'aarch64',
    names: { guest: { machine: 'qemu-virt-aarch64', processor_path: '\\_SB.CPUS.C%03X' } },
  },
  {
    name: 'of Cloud Hypervisor on Arm',
    tables: tablesOf(QEMU, 'CLOUDH'),
    architecture: 'aarch64',
    names: { guest: { machine: 'cloud-hypervisor', architecture: 'aarch64' } },
  },
  { name: 'of Cloud Hypervisor', tables: tablesOf(QEMU, 'CLOUDH'), names: { guest: { machine: 'cloud-hypervisor' } } },
  { name: 'of Xen', tables: tablesOf(XEN, 'Xen'), names: { guest: { machine: 'xen' } } },
  {
    name: 'of an old Xen',
    tables: tablesOf(['\\_PR.PR00', '\\_PR.PR01'], 'Xen'),
    names: { guest: { machine: 'xen', processor_path: '\\_PR.PR%02X' } },
  },
  // Of the first ten alone, ACRN's decimal pattern would fit, too.
  { name: 'all of the tables decide', tables: tablesOf(XEN), names: { guest: { processor_path: '\\_SB.PR%02X' } } },
  {
    name: 'the first ones decide, where others differ',
    tables: tablesOf([...XEN, '\\_SB.OTHR']),
    names: { guest: { processor_path: '\\_SB.PR%02d' } },
  },
  {
    name: 'of Xen, without an _OSC',
    tables: { ...tablesOf(XEN, 'Xen'), ownOsc: false },
    names: { guest: { machine: 'xen' }, table: { objects: ['_OSC', '_CPC', '_PSD'] } },
  },
  {
    name: 'of Xen, without a DSDT that could have the _OSC',
    tables: { ...tablesOf(XEN, 'Xen'), ownOsc: false, complete: false },
    names: { guest: { machine: 'xen' } },
  },
  { name: 'of QEMU, without an _OSC', tables: { ...tablesOf(QEMU, 'BOCHS'), ownOsc: false }, names: { guest: {} } },
  {
    name: 'no pattern',
    tables: tablesOf(['\\_SB.AAAA', '\\_SB.BBBB', '\\_SB.CCCC']),
    names: { guest: {}, paths: ['\\_SB.AAAA', '\\_SB.BBBB'] },
  },
];

cases('the names of processors', NAMED, ({ tables, architecture = 'x86', vcpus = 2, names }) =>
  assert.equal(processorNames(architecture, vcpus, tables), names),
);

test.run();
