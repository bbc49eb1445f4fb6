import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findBusybox } from '../../src/boot/parts/busybox.js';
import { inTemporaryFolder } from '../support/guest.js';
import { outside, testWith } from '../support/outside.js';

test('a dynamically linked or foreign busybox is refused with its reason, and the next one is used', async () => {
  await inTemporaryFolder(async (folder) => {
    const dynamic = put(join(folder, 'busybox'), elf(62, '/lib64/ld-linux-x86-64.so.2'));
    assert.equal(await findBusybox({ path: folder }), { refused: [`${dynamic} is dynamically linked`] });
    const foreign = put(join(folder, 'busybox.static'), elf(183, ''));
    const refused = [`${dynamic} is dynamically linked`, `${foreign} is not for x86-64`];
    assert.equal(await findBusybox({ path: folder }), { refused });
    const fine = put(join(folder, 'busybox-static'), elf(62, ''));
    assert.equal(await findBusybox({ path: `/nonexistent${delimiter}${folder}` }), { file: fine, refused });
  });
});

test('rejects a busybox that cannot run', async () => {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'busybox'), elf(62, ''), { mode: 0o644 });
    assert.equal(await findBusybox({ path: folder }), { refused: [] });
  });
});

testWith(['busybox'], 'the one that the tests found is found', async () => {
  assert.is((await findBusybox()).file, outside('busybox'));
});

test.run();

function put(file: string, content: Uint8Array): string {
  writeFileSync(file, content, { mode: 0o755 });
  return file;
}

function elf(machine: number, loader: string): Uint8Array {
  const bytes = Buffer.alloc(256);
  bytes.write('\x7fELF', 0, 'latin1');
  bytes.writeUInt16LE(machine, 18);
  bytes.write(loader, 128, 'latin1');
  return bytes;
}
