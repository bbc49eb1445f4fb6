import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, writeFiles } from '../host/machines.js';
import { inProcess } from '../support/in-process.js';

async function onHost(machine: string, work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-host-'));
  try {
    writeFiles(join(cwd, 'sys'), filesOf(machine));
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

test('host --json: the cores of a 7950X3D with their threads, levels and ranks', async () => {
  await onHost('7950x3d-frequency', async (cwd) => {
    const run = await inProcess(['host', '--sysfs', 'sys', '--json'], cwd);
    assert.is(run.status, 0, run.stderr);
    const made = JSON.parse(run.stdout);
    assert.is(made.source, 'cppc');
    assert.is(made.cores.length, 16);
    assert.equal(made.cores[8].threads, [8, 24]);
    assert.is(made.cores[8].highest_perf, 236);
    assert.is(made.cores[8].rank, 1);
    assert.is(made.cores[0].l3, null);
  });
});

test.run();
