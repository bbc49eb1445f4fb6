// What `init` says about the domain and the offsets that a spec comes from.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOfList, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

async function onX3d(work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-words-'));
  try {
    writeFiles(join(cwd, 'sys'), filesOfList('9950x3d'));
    writeFileSync(join(cwd, 'vm.xml'), readFileSync(join(FIXTURES, 'hosts/windows-11-virt-manager.xml')));
    writeFileSync(join(cwd, 'pinned.xml'), readFileSync(join(FIXTURES, 'audit/pins-with-ranges.xml')));
    writeFileSync(join(cwd, '100.conf'), 'cores: 2\nostype: l26\n');
    writeFileSync(join(cwd, '101.conf'), 'cores: 2\nostype: l26\naffinity: 0,16\n');
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

cases(
  'init: where the vCPUs and pins come from',
  [
    { name: 'one for each core of the host', args: [] },
    { name: 'from a list of pins', args: ['--pin', '0:0,1:1'] },
    { name: 'pinned as in a libvirt domain', args: ['--domain', 'pinned.xml'] },
    { name: 'with the vCPUs of a libvirt domain, which has no pins', args: ['--domain', 'vm.xml'] },
    {
      name: 'with the vCPUs of a libvirt domain and the pins of --pin',
      args: ['--domain', 'vm.xml', '--pin', '0:0,1:1'],
    },
    { name: 'with the vCPUs of a Proxmox VM, which has no pins', args: ['--domain', '100.conf'] },
    { name: 'with the affinity of a Proxmox VM', args: ['--domain', '101.conf'] },
  ],
  async ({ name, args }) => {
    await onX3d(async (cwd) => {
      const { stdout } = await inProcess(['init', '--sysfs', 'sys', ...args], cwd);
      const [first] = stdout.split('\n');
      assert.ok(/^# A guest of \d+ cores?, /.test(first ?? '') && first?.endsWith(`, ${name}.`), first);
    });
  },
);

cases(
  'init: offsets past 255',
  [
    { name: 'after --prefer', args: ['--prefer', 'cache', '--offset', '0-7=+40'], sum: 295 },
    { name: 'of the firmware', args: ['--offset', '8-15=+20'], sum: 256 },
    { name: 'two ranges', args: ['--offset', '8=+20,9=+30'], sum: 256, more: 266 },
    { name: 'up to 255', args: ['--offset', '8-15=+19'] },
  ],
  async ({ args, sum, more }) => {
    await onX3d(async (cwd) => {
      for (const guest of ['linux', 'windows11']) {
        const { status, stderr } = await inProcess(['init', '--sysfs', 'sys', '--guest', guest, ...args], cwd);
        assert.is(status, 0);
        const warned = stderr.match(/^warning\[.*/gm) ?? [];
        const wanted = [sum, more].filter((one) => one !== undefined);
        assert.is(warned.length, wanted.length, stderr);
        for (const [i, one] of wanted.entries())
          assert.match(warned[i] ?? '', new RegExp(`^warning\\[host/offset-past-byte\\]: .* is ${one}, above 255`));
      }
    });
  },
);

test.run();
