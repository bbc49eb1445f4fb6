import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';

const ALLOWED = 'tests/qtest/bios-tables-test-allowed-diff.h';
const LINES = ['x86/pc', 'x86/q35'].map((folder) => `"tests/data/acpi/${folder}/SSDT.good",`);

function build(folder: string, ...args: readonly string[]): Promise<Run> {
  return cppcAcpi(['build', 'good.toml', '--iasl', 'off', '--emit', 'qemu-fixture', ...args], { cwd: folder });
}

test('an empty folder gets the layout of new trees, and the lines are printed', async () => {
  await inScratch(async (folder) => {
    const { status, stdout } = await build(folder, '-o', 'qemu');
    assert.is(status, 0);
    assert.is(readFileSync(join(folder, 'qemu/tests/data/acpi/x86/q35/SSDT.good')).toString('latin1', 0, 4), 'SSDT');
    for (const line of LINES) assert.match(stdout, `\n  ${line}\n`);
    assert.match(stdout, '.variant = ".good"');
  });
});

test('in a QEMU tree the list keeps its lines and rights, and twice is once', async () => {
  await inScratch(async (folder) => {
    const [list, head] = [join(folder, 'qemu', ALLOWED), '/* changed */\n"tests/data/acpi/x86/q35/DSDT",\n'];
    mkdirSync(join(folder, 'qemu/tests/qtest'), { recursive: true });
    mkdirSync(join(folder, 'qemu/tests/data/acpi/x86/q35'), { recursive: true });
    writeFileSync(list, head);
    chmodSync(list, 0o640);
    for (const _ of ['first', 'second']) {
      const { status, stdout } = await build(folder, '-o', 'qemu');
      assert.is(status, 0);
      assert.not.match(stdout, 'Add to');
      assert.is(readFileSync(list, 'utf8'), `${head}${LINES.join('\n')}\n`);
    }
    assert.is(statSync(list).mode & 0o777, 0o640);
    assert.is((await build(folder, '-o', 'qemu', '--check')).status, 0);
    writeFileSync(list, head);
    assert.match((await build(folder, '-o', 'qemu', '--check')).stderr, ALLOWED);
  });
});

test('without -o it is wrong usage', async () => {
  await inScratch(async (folder) => {
    const { status, stderr } = await build(folder);
    assert.is(status, 2);
    assert.match(stderr, 'needs -o DIR: the QEMU source tree');
  });
});

test.run();
