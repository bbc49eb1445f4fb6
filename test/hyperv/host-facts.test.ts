import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ENLIGHTENMENTS, type EnlightenmentKey } from '../../grammar/enlightenments.js';
import { KVM_ENLIGHTENMENTS, REPORTED_ENLIGHTENMENTS, WITHOUT_KVM } from '../../grammar/kvm-enlightenments.js';
import type { Release } from '../../grammar/release.js';
import { compile } from '../../src/compile.js';
import { type HostCapabilities, type HostFacts, kvmSince } from '../../src/hyperv/host-facts.js';
import { cases } from '../support/cases.js';
import { hypervText } from './specs.js';

test('every flag is in the table of KVM, or QEMU does not ask KVM for it', () => {
  const known = [...KVM_ENLIGHTENMENTS.map(({ key }) => key), ...WITHOUT_KVM];
  assert.equal([...known].sort(), ENLIGHTENMENTS.map(({ key }) => key).sort());
});

test('what libvirt reports are flags of KVM', () => {
  const reported: readonly string[] = [
    ...REPORTED_ENLIGHTENMENTS.features,
    ...REPORTED_ENLIGHTENMENTS.laterFeatures,
    ...Object.values(REPORTED_ENLIGHTENMENTS.defaults),
  ];
  const known: readonly string[] = KVM_ENLIGHTENMENTS.map(({ key }) => key);
  assert.equal(
    reported.filter((key) => !known.includes(key)),
    [],
  );
});

cases(
  'the first KVM with a flag',
  [
    { name: 'xmm_input', cpu: undefined, since: [5, 14] },
    { name: 'tlbflush_ext', cpu: 'amd', since: [6, 2] },
    { name: 'tlbflush_direct', cpu: 'intel', since: [6, 2] },
    { name: 'emsr_bitmap', cpu: 'intel', since: [5, 17] },
    { name: 'emsr_bitmap', cpu: 'amd', since: [5, 18] },
    { name: 'emsr_bitmap', cpu: undefined, since: [5, 18] },
    { name: 'avic', cpu: 'amd', since: [5, 15] },
    { name: 'vendor_id', cpu: 'amd', since: undefined },
  ] as const,
  ({ name, cpu, since }) => assert.equal(kvmSince(name, cpu), since),
);

const ALL = KVM_ENLIGHTENMENTS.map(({ key }) => key);

function listed(file: string, lacking: readonly EnlightenmentKey[], silent: readonly EnlightenmentKey[] = []) {
  const offered = ALL.filter((key) => !lacking.includes(key) && !silent.includes(key));
  return { file, lacking: new Set(lacking), offered: new Set(offered) } satisfies HostCapabilities;
}

interface HostCase {
  readonly name: string;
  readonly hyperv: string;
  readonly host?: HostFacts;
  /** Keys of the preset that are off because of the hosts, with the reason. */
  readonly off?: Readonly<Record<string, string>>;
  readonly codes?: readonly string[];
}

const LATER = 'not in KVM before Linux 6.2 (the host runs 6.1)';
const NESTED = 'preset = "recommended"\ncpu = "amd"\nnested = true\n';
const kernel = (...release: Release): HostFacts => ({ kernel: release });

const HOSTS: readonly HostCase[] = [
  { name: 'no host is named', hyperv: NESTED },
  {
    name: 'the kernel of the spec',
    hyperv: `${NESTED}host_kernel = "6.1"`,
    off: { tlbflush_direct: LATER, tlbflush_ext: LATER },
    codes: ['hyperv/host-leaves-out'],
  },
  { name: 'a kernel that has all', hyperv: `${NESTED}host_kernel = "6.2"` },
  {
    name: 'the kernel of the command line wins',
    hyperv: `${NESTED}host_kernel = "6.12"`,
    host: kernel(6, 1),
    off: { tlbflush_direct: LATER, tlbflush_ext: LATER },
    codes: ['hyperv/host-leaves-out'],
  },
  {
    name: 'the name of a Debian kernel',
    hyperv: 'preset = "recommended"\nhost_kernel = "6.1.0-28-amd64"',
    off: { tlbflush_ext: 'not in KVM before Linux 6.2 (the host runs 6.1.0)' },
    codes: ['hyperv/host-leaves-out'],
  },
  {
    name: 'a flag by hand is an error',
    hyperv: 'preset = "recommended"\ntlbflush_ext = true\nhost_kernel = "6.1"',
    codes: ['hyperv/host-lacks'],
  },
  { name: 'a flag that is off is none', hyperv: 'relaxed = true\ntlbflush_ext = false\nhost_kernel = "6.1"' },
  {
    name: 'by hand, what it requires is missing',
    hyperv: 'cpu = "intel"\nvapic = true\nemsr_bitmap = true',
    host: { capabilities: [listed('a.xml', ['evmcs'])] },
    codes: ['hyperv/host-lacks', 'hyperv/requirements-added'],
  },
  {
    name: 'by the preset, what it requires is missing',
    hyperv: 'preset = "recommended"\ncpu = "intel"\nnested = true',
    host: { capabilities: [listed('a.xml', ['evmcs'])] },
    off: {
      tlbflush_direct: 'it requires evmcs, which is not listed in a.xml',
      evmcs: 'not listed in a.xml',
      emsr_bitmap: 'it requires evmcs, which is not listed in a.xml',
    },
    codes: ['hyperv/host-leaves-out'],
  },
  {
    name: 'several hosts: what all of them have',
    hyperv: 'preset = "recommended"',
    host: {
      kernel: [6, 1],
      capabilities: [listed('a.xml', ['xmm_input']), listed('b.xml', []), listed('c.xml', ['xmm_input'])],
    },
    off: { tlbflush_ext: LATER, xmm_input: 'not listed in a.xml and c.xml' },
    codes: ['hyperv/host-leaves-out'],
  },
  {
    name: 'a file that does not tell',
    hyperv: 'preset = "recommended"',
    host: { capabilities: [listed('a.xml', [], ['tlbflush_ext', 'tlbflush_direct'])] },
    off: {},
    codes: ['hyperv/host-not-told'],
  },
  {
    name: 'what it does not tell follows from newer flags',
    hyperv: 'preset = "recommended"',
    host: { capabilities: [listed('a.xml', [], ['stimer_direct'])] },
  },
  {
    name: 'what it does not tell follows from the kernel',
    hyperv: 'preset = "recommended"',
    host: { kernel: [6, 2], capabilities: [listed('a.xml', [], ['tlbflush_ext', 'tlbflush_direct'])] },
  },
  {
    name: 'passthrough takes what KVM has',
    hyperv: 'passthrough = true\nhost_kernel = "4.18"',
    codes: ['hyperv/debug-only'],
  },
  { name: 'the vendor is not of KVM', hyperv: 'relaxed = true\nvendor_id = "KVM Hv"\nhost_kernel = "3.14"' },
  {
    name: 'spinlocks that never notify',
    hyperv: 'vpindex = true\nspinlocks = 0xffffffff',
    host: { capabilities: [listed('a.xml', ['spinlocks'])] },
  },
];

cases('hosts', HOSTS, async ({ hyperv, host, off = {}, codes = [] }) => {
  const text = hypervText({ hyperv });
  const { value, diagnostics } = await compile({ text, file: 'spec.toml', ...(host && { host }) });
  const found = diagnostics.filter(({ code }) => code.startsWith('hyperv/')).map(({ code }) => code);
  assert.equal(found, codes);
  if (!value) return;
  const on: readonly string[] = value.hyperv.on.map(({ key }) => key);
  assert.equal(
    Object.keys(off).filter((key) => on.includes(key)),
    [],
  );
  const why = value.hyperv.leftOut.filter(({ key }) => key in off).map((one) => [one.key, one.why]);
  assert.equal(Object.fromEntries(why), off);
});

test('flags of one reason are named together', async () => {
  const text = hypervText({ hyperv: `${NESTED}host_kernel = "5.14"` });
  const { diagnostics } = await compile({ text, file: 'spec.toml' });
  const note = diagnostics.find(({ code }) => code === 'hyperv/host-leaves-out');
  assert.is(
    note?.message,
    'the preset leaves out tlbflush_direct and tlbflush_ext: not in KVM before Linux 6.2 (the host runs 5.14); emsr_bitmap: not in KVM before Linux 5.18 (the host runs 5.14)',
  );
});

test.run();
