import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readCapabilities } from '../../src/libvirt/capabilities.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';

const FOLDER = join(FIXTURES, 'reject/scratch/capabilities');

function read(name: string) {
  return readCapabilities(readFileSync(join(FOLDER, name), 'utf8'), name);
}

cases(
  'what a file says',
  [
    { name: 'amd.xml', lacking: ['evmcs'], silent: ['time'] },
    { name: 'intel.xml', lacking: [], silent: ['time'] },
    { name: 'linux-6.1.xml', lacking: ['evmcs', 'tlbflush_direct', 'tlbflush_ext'], silent: [] },
    {
      name: 'debian-12.xml',
      lacking: ['evmcs'],
      silent: ['emsr_bitmap', 'xmm_input', 'stimer_direct', 'tlbflush_ext'],
    },
  ] as const,
  ({ name, lacking, silent }) => {
    const { value, diagnostics } = read(name);
    assert.equal(diagnostics, []);
    assert.equal([...(value?.lacking ?? [])], lacking);
    for (const key of silent) assert.not.ok(value?.offered.has(key) || value?.lacking.has(key), key);
    assert.ok(value?.offered.has('synic'));
  },
);

cases(
  'files of which nothing is known',
  [
    { name: 'libvirt-8.xml', code: 'libvirt/capabilities-without-hyperv', says: 'older than 9.0' },
    { name: 'tcg.xml', code: 'libvirt/capabilities-without-hyperv', says: 'without KVM (type "qemu")' },
    { name: 'aarch64.xml', code: 'libvirt/capabilities-without-hyperv', says: 'architecture "aarch64"' },
    {
      name: 'virsh-capabilities.xml',
      code: 'libvirt/bad-capabilities',
      says: '<capabilities>, not <domainCapabilities>',
    },
  ] as const,
  ({ name, code, says }) => {
    const { value, diagnostics } = read(name);
    assert.is(value, undefined);
    assert.equal(
      diagnostics.map((one) => one.code),
      [code],
    );
    assert.ok(diagnostics[0]?.message.includes(says), diagnostics[0]?.message);
  },
);

test('a KVM without Hyper-V offers nothing', () => {
  const { value } = read('kvm-without-hyperv.xml');
  assert.is(value?.unsupported, true);
  assert.ok(value?.lacking.has('relaxed') && value.lacking.has('time'));
});

cases(
  'texts that are no XML',
  [
    { name: 'a spec', text: '[hyperv]\npreset = "recommended"\n' },
    { name: 'nothing', text: '' },
    { name: 'not closed', text: '<domainCapabilities><features>' },
    { name: 'deep', text: '<a>'.repeat(60_000) },
    { name: 'many elements', text: `<domainCapabilities>${'<a/>'.repeat(65_536)}</domainCapabilities>` },
    { name: 'many characters', text: `<domainCapabilities>${' '.repeat(4 * 1024 * 1024)}</domainCapabilities>` },
    { name: 'a domain', text: "<domain type='kvm'/>" },
  ],
  ({ text }) => {
    const { diagnostics } = readCapabilities(text, 'f.xml');
    assert.equal(
      diagnostics.map(({ code }) => code),
      ['libvirt/bad-capabilities'],
    );
  },
);

test('default values that are off are not offered', () => {
  const text = readFileSync(join(FOLDER, 'amd.xml'), 'utf8').replace(
    '<stimer_direct>on</stimer_direct>',
    '<stimer_direct>off</stimer_direct><__proto__>on</__proto__>',
  );
  assert.ok(readCapabilities(text, 'f.xml').value?.lacking.has('stimer_direct'));
});

test.run();
