// The tables that a VM loads: two of the same processors, and tables that are not those of the spec.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';

const SPEC = `[guest]
variant = "cache"
[registers]
layout = "constant"
counters = "none"
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
nominal_freq = 4200
lowest_freq = 400
[[core]]
highest_perf = { cache = 236, frequency = 166 }
[[core]]
highest_perf = { cache = 166, frequency = 236 }
`;

async function tableOf(variant: string): Promise<Uint8Array> {
  const { value } = await compile({ text: SPEC, file: 'new.toml', variant });
  const [part] = value?.parts ?? [];
  if (!part) throw new Error('no table');
  return part.aml;
}

/** A folder with the spec as `new.toml`, its table of the variant cache as `new.aml` and `old.aml`, and a VM. */
async function inFolder(vm: (folder: string) => string, work: (folder: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'new.toml'), SPEC);
    for (const name of ['new.aml', 'old.aml']) writeFileSync(join(folder, name), await tableOf('cache'));
    writeFileSync(join(folder, 'licence.aml'), Buffer.from(SLIC, 'latin1'));
    writeFileSync(join(folder, 'vm'), vm(folder));
    await work(folder);
  });
}

/** A table without AML, of 36 bytes. */
const SLIC = `SLIC\u0024\0\0\0\u0001\0CPPC  CPPCACPI${'\0'.repeat(12)}`;

const domain = (
  ...paths: readonly string[]
) => `<domain type='kvm'><vcpu>2</vcpu><os><type arch='x86_64' machine='q35'>hvm</type>
<acpi>${paths.map((path) => `<table type='raw'>${path}</table>`).join('')}</acpi></os>
<features><acpi/></features><cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='1'/></cpu></domain>`;
const options = (...paths: readonly string[]) => paths.map((path) => `-acpitable file=${path}`).join(' ');

const TABLE_CODES = /^(?:error|warning|note)\[(audit\/(?:defined|table)[^\]]+)\]/gm;
const codesIn = (text: string) => [...text.matchAll(TABLE_CODES)].map(([, code]) => code);

interface Loaded {
  readonly name: string;
  readonly vm: (folder: string) => string;
  readonly args?: readonly string[];
  readonly codes: readonly string[];
  readonly not?: RegExp;
  readonly unexamined?: RegExp;
}

// biome-ignore format: a row a line
const LOADED: readonly Loaded[] = [
  { name: 'a domain with two', vm: (f) => domain(`${f}/old.aml`, `${f}/new.aml`), codes: ['audit/defined-twice'] },
  { name: 'a domain with one of each way', vm: (f) => domain(`${f}/old.aml`).replace('</cpu>', `</cpu><qemu:commandline><qemu:arg value='-acpitable'/><qemu:arg value='file=${f}/new.aml'/></qemu:commandline>`), codes: ['audit/defined-twice'] },
  { name: 'a domain with the same twice', vm: (f) => domain(`${f}/new.aml`, `${f}/new.aml`), codes: ['audit/defined-twice'] },
  { name: 'a command line', vm: (f) => `qemu-system-x86_64 -smp 2 ${options(`${f}/old.aml`, `${f}/new.aml`)}`, codes: ['audit/defined-twice'] },
  { name: 'one option with two files', vm: (f) => `qemu-system-x86_64 -smp 2 -acpitable file=${f}/old.aml:${f}/new.aml`, codes: ['audit/defined-twice'] },
  { name: 'Proxmox', vm: (f) => `cores: 2\nostype: l26\nargs: ${options(`${f}/old.aml`, `${f}/new.aml`)}\n`, codes: ['audit/defined-twice'] },
  { name: 'a table without AML', vm: (f) => domain(`${f}/licence.aml`, `${f}/new.aml`), codes: [] },
  { name: 'one that is not there', vm: (f) => domain(`${f}/gone.aml`, `${f}/new.aml`), codes: ['audit/table-unreadable'], unexamined: /whether two tables define the same _CPC: run it where .*gone\.aml can be read/ },
  { name: 'one that is no table', vm: (f) => domain(`${f}/new.toml`, `${f}/new.aml`), codes: ['audit/table-unreadable'], unexamined: /whether two tables define the same _CPC/ },
  { name: 'a relative path', vm: () => `qemu-system-x86_64 -smp 2 ${options('old.aml', 'new.aml')}`, codes: [], unexamined: /whether two tables define the same _CPC: run it where old\.aml and new\.aml can be read/ },
  { name: 'another host', vm: (f) => domain(`${f}/old.aml`, `${f}/new.aml`), args: ['--sysfs', 'sys', '--spec', 'new.toml'], codes: [], unexamined: /whether the tables exist, whether two tables define the same _CPC and whether the tables are those of the spec: run it on the host of the VM/ },
  { name: 'the table of the spec', vm: (f) => domain(`${f}/new.aml`), args: ['--spec', 'new.toml'], codes: [] },
  { name: 'the table of its variant', vm: (f) => domain(`${f}/new.aml`), args: ['--spec', 'new.toml', '--variant', 'cache'], codes: [] },
  { name: 'the table of another variant', vm: (f) => domain(`${f}/new.aml`), args: ['--spec', 'new.toml', '--variant', 'frequency'], codes: ['audit/table-stale'] },
  { name: 'in Proxmox', vm: (f) => `cores: 2\nostype: l26\nargs: ${options(`${f}/new.aml`)}\n`, args: ['--spec', 'new.toml', '--variant', 'frequency'], codes: ['audit/table-stale'] },
  { name: 'a part of more', vm: (f) => domain(`${f}/new.aml`, `${f}/new-2.aml`), args: ['--spec', 'new.toml'], codes: ['audit/table-unreadable'], unexamined: /whether the tables are those of the spec/ },
];

cases('audit: the tables of a VM', LOADED, async ({ vm, args = [], codes, unexamined }) => {
  await inFolder(vm, async (folder) => {
    mkdirSync(join(folder, 'sys'));
    const { stdout, stderr } = await inProcess(['audit', 'vm', ...args], folder);
    assert.equal(codesIn(stderr), codes, stderr);
    if (unexamined) assert.match(stdout, unexamined);
    else assert.not.match(stdout, /Not examined: whether (?:two|the) tables/);
  });
});

test('audit: a table of another encoding is that of the spec', async () => {
  await inFolder(
    (folder) => domain(`${folder}/new.aml`),
    async (folder) => {
      await inProcess(['build', 'new.toml', '--encoding', 'coreboot', '--emit', 'aml', '-o', '.'], folder);
      const { stderr } = await inProcess(['audit', 'vm', '--spec', 'new.toml'], folder);
      assert.equal(codesIn(stderr), []);
    },
  );
});

test('audit: the message of a stale table names the first difference and the variant', async () => {
  await inFolder(
    (folder) => domain(`${folder}/new.aml`),
    async (folder) => {
      const { stderr } = await inProcess(['audit', 'vm', '--spec', 'new.toml', '--variant', 'frequency'], folder);
      assert.match(
        stderr,
        /for variant frequency: highest_perf of \\_SB\.CPUS\.C000 is 236 in the table and 166 in the/,
      );
      assert.match(stderr, /, and 1 more\n --> vm:2:7\n/);
    },
  );
});

// biome-ignore format: a row a line
const WRITTEN: readonly { name: string; table: string; codes: readonly string[]; at?: RegExp }[] = [
  { name: 'none', table: 'new.aml', codes: [] },
  { name: 'another of the same processors', table: 'old.aml', codes: ['audit/defined-twice'], at: /defines \\_SB\.CPUS\.C000\._CPC, .*\n --> vm:/ },
  { name: 'another that cannot be read', table: 'gone.aml', codes: ['audit/table-not-compared'], at: /not examined: whether .*gone\.aml.*\n --> vm:/ },
  { name: 'another without AML', table: 'licence.aml', codes: [] },
];

cases('libvirt: the tables beside the one that it writes', WRITTEN, async ({ table, codes, at = /^/ }) => {
  await inFolder(
    (folder) => domain(`${folder}/${table}`),
    async (folder) => {
      const args = ['libvirt', 'new.toml', '--domain', 'vm', '--libvirt', '12.8', '--table-path', '/srv/other'];
      const { status, stdout, stderr } = await inProcess(args, folder);
      assert.equal([status, codesIn(stderr)], [0, codes], stderr);
      assert.match(stderr, at);
      assert.match(stdout, '/srv/other/new.aml');
    },
  );
});

cases('build --emit proxmox: the tables beside the one that it writes', WRITTEN, async ({ table, codes, at = /^/ }) => {
  await inFolder(
    (folder) => `cores: 2\nostype: l26\nargs: ${options(`${folder}/${table}`)}\n`,
    async (folder) => {
      const args = ['build', 'new.toml', '--domain', 'vm', '--emit', 'proxmox', '-o', 'out'];
      const { status, stderr } = await inProcess(args, folder);
      assert.equal([status, codesIn(stderr)], [0, codes], stderr);
      assert.match(stderr, at);
    },
  );
});

test.run();
