import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kindOfText } from '../../src/cli/files/kinds/other-text.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';

const DOMAIN = '<!-- a comment with <cpu> -->\n<domain type="kvm">\n  <name>x</name>\n</domain>\n';
const QM = '#a description\nagent: 1\ncores: 4\nmemory: 4096\nscsi0: local:vm-100-disk-0,size=32G\n';
const SPEC = '[[core]]\nhighest_perf = 1\n';

cases(
  'a text is',
  [
    { name: 'a domain', text: DOMAIN, kind: 'domain' },
    { name: 'a domain behind a declaration', text: `\uFEFF<?xml version="1.0"?>\n${DOMAIN}`, kind: 'domain' },
    { name: 'capabilities', text: '<domainCapabilities>\n</domainCapabilities>\n', kind: 'capabilities' },
    { name: 'other XML', text: '<network><name>x</name></network>', kind: 'xml' },
    { name: 'a report of a guest', text: '$ sh report.sh\ncppc-acpi report 1 linux\n==== x\n', kind: 'report' },
    { name: 'events of Windows', text: "<Event xmlns='x'><System/></Event>\n", kind: 'report' },
    { name: 'JSON', text: ' {"schema": 1}', kind: 'json' },
    { name: 'JSON of an array', text: '[{"vmid": 100}]', kind: 'json' },
    { name: 'ASL', text: '// x\nDefinitionBlock ("", "SSDT", 2, "A", "B", 1)\n{\n}\n', kind: 'asl' },
    { name: 'a part of ASL', text: 'Scope (\\_SB.CPUS.C000)\n{\n}\n', kind: 'asl' },
    { name: 'qm config', text: QM, kind: 'qm' },
    {
      name: 'qm config with snapshots named as tables',
      text: `${QM}\n[guest]\ncores: 2\n[core]\ncores: 2\n`,
      kind: 'qm',
    },
    { name: 'a QEMU command', text: '#!/bin/sh\nexec /usr/bin/qemu-system-x86_64 \\\n  -cpu host\n', kind: 'qemu' },
    { name: 'the command of Proxmox', text: "/usr/bin/kvm -id 100 -name 'x'\n", kind: 'qemu' },
    { name: 'arguments for QEMU', text: '-cpu host,hv-time=on\n-smp 4\n', kind: 'qemu' },
    { name: 'a value of -cpu', text: 'host,hv-time,+topoext\n', kind: 'cpu' },
    { name: 'a model with a flag', text: 'EPYC-Milan,-x2apic', kind: 'cpu' },
    { name: 'a model alone', text: 'host\n', kind: 'cpu' },
    { name: 'words with commas', text: 'apples,pears\n', kind: undefined },
    { name: 'YAML', text: 'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\n', kind: 'yaml' },
    {
      name: 'acpidump',
      text: 'SSDT @ 0x0000000000000000\n    0000: 53 53 44 54 24 00 00 00  SSDT$...\n',
      kind: 'dump',
    },
    { name: 'a spec', text: SPEC, kind: 'spec' },
    { name: 'a spec with a mistake', text: `a: b\n${SPEC}`, kind: 'spec' },
    { name: 'not known', text: 'hello', kind: undefined },
  ],
  ({ text, kind }) => assert.is(kindOfText(text, new TextEncoder().encode(text)), kind),
);

test('texts of line ends and of comments that do not end take no time', () => {
  const before = process.cpuUsage().user;
  for (const text of ['\n'.repeat(1 << 20), '<!--'.repeat(1 << 18), '<!-->'.repeat(1 << 18), '/'.repeat(1 << 20)])
    kindOfText(text, new TextEncoder().encode(text));
  assert.ok(process.cpuUsage().user - before < 2_000_000);
});

/** Files by their names, and how messages call them. */
const FILES: Readonly<Record<string, readonly [content: string | Uint8Array, text: string, use: RegExp]>> = {
  'vm.xml': [DOMAIN, 'a libvirt domain', /audit FILE/],
  'vm.conf': [QM, 'the configuration of a Proxmox VM', /audit FILE/],
  'vm.sh': ['qemu-system-x86_64 -cpu host\n', 'a QEMU command line', /audit FILE/],
  'vm.cpu': ['host,hv-time=on,topoext\n', 'a value of -cpu', /audit FILE/],
  'vm.json': ['{}', 'JSON', /a spec is TOML/],
  'x.asl': ['DefinitionBlock ("", "SSDT", 2, "A", "B", 1)\n{\n}\n', 'ASL source', /iasl FILE/],
  'x.gz': [gzipSync(SPEC), 'compressed with gzip', /zcat FILE/],
};

const READ_SPECS = [
  ['build'],
  ['check'],
  ['preview'],
  ['boot'],
  ['hyperv'],
  ['verify'],
  ['decompile'],
  ['diff', 'good.toml'],
];

cases(
  'is no spec for',
  READ_SPECS.map((args) => ({ name: args.join(' '), args })),
  async ({ args }) => {
    await inScratch(async (folder) => {
      for (const [file, [content, text, use]] of Object.entries(FILES)) {
        writeFileSync(join(folder, file), content);
        const { stderr } = await cppcAcpi([...args, file], { cwd: folder });
        if (file === 'x.gz' && /firmware\/compressed/.test(stderr)) continue;
        assert.match(stderr, new RegExp(`error\\[cli/other-input\\]: this is ${text}, not a spec`), `${args} ${file}`);
        assert.match(stderr, use);
      }
    });
  },
);

const OF_PROXMOX = ['build', 'good.toml', '--emit', 'proxmox', '--domain'] as const;

cases(
  'is empty',
  [
    {
      name: 'init',
      args: ['init', '--domain'],
      says: /name the output of `virsh dumpxml NAME` or of `qm config VMID`/,
    },
    { name: 'build', args: [...OF_PROXMOX], says: /name the output of `qm config VMID` or/ },
    {
      name: 'libvirt',
      args: ['libvirt', 'good.toml', '--domain'],
      says: /name the output of `virsh dumpxml NAME`, or/,
    },
    { name: 'audit', args: ['audit'], says: /`virsh dumpxml NAME` or `qm config VMID`, a QEMU command line/ },
    { name: 'capabilities', args: ['check', 'good.toml', '--capabilities'], says: /virsh domcapabilities/ },
  ],
  async ({ args, says }) => {
    await inScratch(async (folder) => {
      for (const content of ['', '\n\n']) {
        writeFileSync(join(folder, 'none'), content);
        const { status, stderr } = await cppcAcpi([...args, 'none'], { cwd: folder });
        assert.is(status, 1);
        assert.match(stderr, /^error\[cli\/empty-input\]: the file is empty$/m);
        assert.match(stderr, says);
      }
    });
  },
);

cases(
  'is no table, domain or capabilities',
  [
    { name: 'a spec for inspect', args: ['inspect', 'good.toml'], says: 'this is a spec, not a table' },
    { name: 'a domain for inspect', args: ['inspect', 'vm.xml'], says: 'this is a libvirt domain, not a table' },
    {
      name: 'a spec for --domain',
      args: ['libvirt', 'good.toml', '--domain', 'good.toml'],
      says: 'this is a spec, not a domain',
    },
    {
      name: 'a table for --domain',
      args: ['init', '--domain', 'good.aml'],
      says: 'this is a compiled table, not a libvirt domain or the configuration of a Proxmox VM',
    },
    {
      name: 'a domain for --capabilities',
      args: ['check', 'good.toml', '--capabilities', 'vm.xml'],
      says: 'this is a libvirt domain, not the output of `virsh domcapabilities`',
    },
    {
      name: 'a Proxmox VM for libvirt',
      args: ['libvirt', 'good.toml', '--domain', 'vm.conf'],
      says: 'this is the configuration of a Proxmox VM, not a domain',
    },
    {
      name: 'a spec for init --domain',
      args: ['init', '--domain', 'good.toml'],
      says: /this is a spec, not a libvirt domain or the configuration of a Proxmox VM\n.*\n {2}help: give --domain the output of `virsh dumpxml NAME`, or the output of `qm config VMID`/,
    },
    {
      name: 'a spec for build --domain',
      args: [...OF_PROXMOX, 'good.toml'],
      says: /this is a spec, not the configuration of a Proxmox VM\n.*\n {2}help: name the spec first: `cppc-acpi build SPEC --emit proxmox --domain FILE`/,
    },
    {
      name: 'a domain for build --domain',
      args: [...OF_PROXMOX, 'vm.xml'],
      says: /this is a libvirt domain, not the configuration of a Proxmox VM\n.*\n {2}help: for a libvirt domain use `cppc-acpi libvirt/,
    },
    {
      name: 'other XML for build --domain',
      args: [...OF_PROXMOX, 'network.xml'],
      says: /this is XML with the element <network>, not the configuration of a Proxmox VM/,
    },
  ],
  async ({ args, says }) => {
    await inScratch(async (folder) => {
      for (const [file, [content]] of Object.entries(FILES)) writeFileSync(join(folder, file), content);
      assert.match((await cppcAcpi(args, { cwd: folder })).stderr, says);
    });
  },
);

test('a spec whose strings look like another input is a spec', async () => {
  await inScratch(async (folder) => {
    const head = 'guest.variant = """cores: 4"""\n';
    writeFileSync(join(folder, 'x.toml'), `# <domain>\n${head}${readFileSync(join(folder, 'good.toml'), 'utf8')}`);
    const { stderr } = await cppcAcpi(['check', 'x.toml'], { cwd: folder });
    assert.not.match(stderr, 'other-input');
  });
});

test.run();
