import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DOMAINS, x3d } from '../libvirt/domains.js';
import { cases } from '../support/cases.js';
import { withScript } from './scripts.js';

const XML = readFileSync(join(DOMAINS, 'virt-manager.xml'), 'utf8');
const PREPARE = ['prepare', 'begin', '-'] as const;

test('libvirt hook: prepare begin makes the table, which everyone may read', async () => {
  await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
    copyFileSync(join(DOMAINS, 'x3d.toml'), join(folder, 'specs/win 11;$(id).toml'));
    const { status, stdout, stderr } = await run(['win 11;$(id)', ...PREPARE], XML);
    assert.equal([status, stdout, stderr], [0, '', '']);
    const table = join(folder, 'tables/win 11;$(id).aml');
    assert.equal(new Uint8Array(readFileSync(table)), (await x3d()).parts[0]?.aml);
    assert.is(statSync(table).mode & 0o777, 0o644);
    assert.equal(readdirSync(join(folder, 'tables')).length, 1);
  });
});

cases(
  'libvirt hook: exits 0, says and does nothing',
  [
    { name: 'start begin', args: ['x3d', 'start', 'begin', '-'] },
    { name: 'started begin', args: ['x3d', 'started', 'begin', '-'] },
    { name: 'stopped end', args: ['x3d', 'stopped', 'end', '-'] },
    { name: 'release end', args: ['x3d', 'release', 'end', 'shutdown'] },
    { name: 'migrate begin, whose output would be new XML', args: ['x3d', 'migrate', 'begin', '-'] },
    { name: 'restore begin, whose output would be new XML', args: ['x3d', 'restore', 'begin', '-'] },
    { name: 'reconnect begin, whose failure would kill the guest', args: ['x3d', 'reconnect', 'begin', '-'] },
    { name: 'attach begin', args: ['x3d', 'attach', 'begin', '-'] },
    { name: 'an operation of the future', args: ['x3d', 'prepare', 'middle', '-'] },
    { name: 'a domain without a spec', args: ['other', ...PREPARE] },
    { name: 'a name with a slash', args: ['../specs/x3d', ...PREPARE] },
    { name: 'no arguments', args: [] },
  ],
  async ({ args }) => {
    await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
      copyFileSync(join(DOMAINS, 'x3d.toml'), join(folder, 'specs/x3d.toml'));
      const { status, stdout, stderr } = await run(args, XML);
      assert.equal([status, stdout, stderr], [0, '', '']);
      assert.equal(readdirSync(join(folder, 'tables')), []);
    });
  },
);

cases(
  'libvirt hook: what is no regular file keeps the domain from starting',
  [
    { name: 'a folder', plant: (path: string) => mkdirSync(path) },
    { name: 'a pipe', plant: (path: string) => execFileSync('mkfifo', [path]) },
    { name: 'a link to nothing', plant: (path: string) => symlinkSync('nowhere', path) },
  ],
  async ({ plant }) => {
    await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
      plant(join(folder, 'specs/x3d.toml'));
      const { status, stdout, stderr } = await run(['x3d', ...PREPARE], XML);
      assert.equal([status, stdout], [1, '']);
      assert.match(stderr, /x3d\.toml is not a regular file; the domain does not start\n$/);
    });
  },
);

test('libvirt hook: a spec that does not compile keeps the domain from starting, with its old table', async () => {
  await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
    writeFileSync(join(folder, 'specs/x3d.toml'), 'nonsense = 1\n');
    writeFileSync(join(folder, 'tables/x3d.aml'), 'old');
    const { status, stdout, stderr } = await run(['x3d', ...PREPARE], XML);
    assert.equal([status, stdout], [1, '']);
    assert.match(stderr, /error\[spec\/unknown-key\].*cannot compile .*x3d\.toml; the domain does not start\n$/s);
    assert.is(readFileSync(join(folder, 'tables/x3d.aml'), 'utf8'), 'old');
  });
});

test('libvirt hook: without cppc-acpi the domain is not started', async () => {
  await withScript('libvirt/qemu', { CPPC_ACPI: '/nowhere/cppc-acpi' }, async ({ folder, run }) => {
    copyFileSync(join(DOMAINS, 'x3d.toml'), join(folder, 'specs/x3d.toml'));
    const { status } = await run(['x3d', ...PREPARE], XML);
    assert.is(status, 1);
    assert.not(existsSync(join(folder, 'tables/x3d.aml')));
  });
});

test.run();
