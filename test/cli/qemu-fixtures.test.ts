import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import { inTemporaryFolder } from '../support/guest.js';

const SCRIPT = 'fixtures/qemu-fixtures.sh';
const TABLES = 'tests/data/acpi';
const ALLOWED = 'tests/qtest/bios-tables-test-allowed-diff.h';
const FOLDERS = ['aarch64/virt', 'riscv64/virt', 'x86/pc', 'x86/q35'];

test('the tables of the fixtures go into a QEMU tree, each named once as allowed to differ', async () => {
  await inTemporaryFolder(async (qemu) => {
    mkdirSync(join(qemu, TABLES, 'x86'), { recursive: true });
    mkdirSync(join(qemu, 'tests/qtest'), { recursive: true });
    writeFileSync(join(qemu, ALLOWED), '/* List of comma-separated changed AML files to ignore */\n');
    for (const _ of ['first', 'second']) await execa(SCRIPT, [qemu]);
    const tables = FOLDERS.flatMap((folder) =>
      readdirSync(join(qemu, TABLES, folder)).map((name) => join(folder, name)),
    );
    for (const table of [
      'x86/pc/SSDT.cppc-7950x3d',
      'x86/q35/SSDT.cppc-split-1',
      'aarch64/virt/SSDT.cppc-virt-aarch64',
    ])
      assert.ok(tables.includes(table), table);
    assert.not.ok(tables.some((table) => table.includes('machine-xen') || table.includes('processor-path')));
    for (const table of tables) {
      const { value, diagnostics } = decodeTable(readFileSync(join(qemu, TABLES, table)), table);
      assert.is(value?.header.signature, 'SSDT');
      assert.equal(diagnostics, []);
    }
    const lines = readFileSync(join(qemu, ALLOWED), 'utf8').trim().split('\n').slice(1);
    assert.equal(lines.sort(), tables.map((table) => `"${TABLES}/${table}",`).sort());
  });
});

test('a folder that is no QEMU tree is refused', async () => {
  await inTemporaryFolder(async (folder) => {
    const { exitCode, stderr } = await execa(SCRIPT, [folder], { reject: false });
    assert.is(exitCode, 1);
    assert.match(stderr, 'is no QEMU source tree');
    assert.equal(readdirSync(folder), []);
  });
});

test.run();
