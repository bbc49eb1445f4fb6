// QEMU hands a table of the output qemu-fixture to the guest byte for byte, as bios-tables-test then reads it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emitFormats } from '../../src/emit/formats.js';
import { compileText } from '../laws/specs.js';
import { CONSTANT } from '../resolve/specs.js';
import { inTemporaryFolder } from '../support/guest.js';
import { outside, testWith } from '../support/outside.js';

const TIME_LIMIT_SECONDS = 60;

const HEADER = '[table]\noem_id = "BOCHS "\noem_table_id = "BXPC    "\ncreator_id = "BXPC"\ncreator_revision = 1\n';

/** The memory of a guest, once its firmware has placed this table there; without it if it never does. */
async function memoryWith(machine: string, table: Buffer, folder: string): Promise<Buffer> {
  const [aml, ram] = [join(folder, 'table'), join(folder, 'ram')];
  writeFileSync(aml, table);
  const qemu = execa(
    outside('qemu-system-x86_64'),
    [
      ...['-machine', `${machine},memory-backend=ram`, '-m', '16', '-display', 'none', '-acpitable', `file=${aml}`],
      ...['-object', `memory-backend-file,id=ram,share=on,size=16M,mem-path=${ram}`],
    ],
    { reject: false },
  );
  let memory = Buffer.alloc(0);
  for (let second = 0; second < TIME_LIMIT_SECONDS && !memory.includes(table); second++) {
    await setTimeout(1000);
    if (existsSync(ram)) memory = readFileSync(ram);
  }
  qemu.kill();
  await qemu;
  return memory;
}

for (const machine of ['pc', 'q35']) {
  testWith(['qemu-system-x86_64'], `QEMU: the guest of ${machine} gets every byte of the table`, async () => {
    const compiled = await compileText(`${HEADER}${CONSTANT}`);
    const { value } = emitFormats(compiled, { stem: 'x' }, ['qemu-fixture']);
    const table = Buffer.from(value?.find(({ file }) => file.endsWith(`${machine}/SSDT.x`))?.content ?? []);
    assert.is(table.toString('latin1', 28, 32), 'BXPC');
    await inTemporaryFolder(async (folder) => {
      assert.ok((await memoryWith(machine, table, folder)).includes(table));
    });
  });
}

test.run();
