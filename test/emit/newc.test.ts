import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isNewcArchive, newcArchive, readNewcArchive } from '../../src/emit/newc.js';
import { sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { outside, testWith } from '../support/outside.js';

const FOLDER = 'kernel/firmware/acpi';

/** Files whose lengths leave every remainder by four, an empty one and one of a whole block. */
const LENGTHS = [0, 1, 2, 3, 4, 5, 511, 512, 513, 70_000];
const FILES = LENGTHS.map((length, i) => ({
  path: `${FOLDER}/${'x'.repeat((i % 5) + 1)}${i}.aml`,
  content: Uint8Array.from({ length }, (_, at) => (at * 7 + i) & 0xff),
}));

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cppc-acpi-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

testWith(['cpio'], 'cpio lists what is in it, folders first', async () => {
  const { stdout, stderr } = await execa(outside('cpio'), ['-t', '--quiet'], { input: newcArchive(FILES) });
  assert.equal(stdout.split('\n'), ['kernel', 'kernel/firmware', FOLDER, ...FILES.map(({ path }) => path)]);
  assert.is(stderr, '');
});

testWith(['cpio'], 'cpio unpacks every byte, as files that all may read', async () => {
  await inFolder(async (folder) => {
    const { stderr } = await execa(outside('cpio'), ['-i', '--quiet'], { cwd: folder, input: newcArchive(FILES) });
    assert.is(stderr, '');
    assert.is((await readdir(join(folder, FOLDER))).length, FILES.length);
    for (const { path, content } of FILES) sameBytes(await readFile(join(folder, path)), content, path);
  });
});

testWith(['cpio'], 'it fills whole blocks, and nothing in it depends on who made it, or when', async () => {
  const archive = newcArchive(FILES);
  assert.is(archive.length % 512, 0);
  const { stdout } = await execa(outside('cpio'), ['-t', '--quiet', '-v', '-n'], { input: archive });
  const [folder = '', ...others] = stdout.split('\n').filter((line) => !/kernel(?:\/firmware)?$/.test(line));
  assert.match(folder, /^drwxr-xr-x +2 0 +0 +0 Jan +1 +1970 kernel\/firmware\/acpi$/);
  assert.ok(
    others.every((line) => /^-rw-r--r-- +1 0 +0 +\d+ Jan +1 +1970 /.test(line)),
    others.join('\n'),
  );
});

const FIELDS = 'ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check'.split(' ');

/** A header of the archive, field by field. Linux: driver-api/early-userspace/buffer-format. */
function headerAt(archive: Uint8Array, at: number) {
  const text = String.fromCharCode(...archive.subarray(at, at + 110));
  const numbers = FIELDS.map((field, i) => [field, Number.parseInt(text.slice(6 + i * 8, 14 + i * 8), 16)]);
  return { magic: text.slice(0, 6), ...Object.fromEntries(numbers) };
}

test('a file by its bytes', () => {
  const archive = newcArchive([{ path: 'a', content: Uint8Array.of(0x41, 0x42, 0x43) }]);
  const zero = { uid: 0, gid: 0, mtime: 0, devmajor: 0, devminor: 0, rdevmajor: 0, rdevminor: 0, check: 0 };
  assert.equal(headerAt(archive, 0), {
    ...zero,
    magic: '070701',
    ino: 1,
    mode: 0o100644,
    nlink: 1,
    filesize: 3,
    namesize: 2,
  });
  sameBytes(archive.subarray(110, 116), Uint8Array.of(0x61, 0, 0x41, 0x42, 0x43, 0));
  assert.equal(headerAt(archive, 116), {
    ...zero,
    magic: '070701',
    ino: 0,
    mode: 0,
    nlink: 1,
    filesize: 0,
    namesize: 11,
  });
  assert.is(String.fromCharCode(...archive.subarray(226, 236)), 'TRAILER!!!');
  assert.is(archive.length, 512);
});

cases(
  'a name and a content end where four bytes do',
  [1, 2, 3, 4, 5].map((length) => ({ name: `a name of ${length}`, length })),
  ({ length }) => {
    const archive = newcArchive([{ path: 'n'.repeat(length), content: Uint8Array.of(1, 2, 3, 4, 5) }]);
    const start = Math.ceil((110 + length + 1) / 4) * 4;
    sameBytes(archive.subarray(start, start + 8), Uint8Array.of(1, 2, 3, 4, 5, 0, 0, 0));
    assert.is(headerAt(archive, start + 8).magic, '070701');
  },
);

test('a folder stands in it once, and the same files make the same bytes', () => {
  const two = [
    { path: 'd/a', content: Uint8Array.of(1) },
    { path: 'd/b', content: Uint8Array.of(2) },
  ];
  const text = String.fromCharCode(...newcArchive(two));
  assert.is(text.split('070701').length - 1, 1 + 2 + 1);
  sameBytes(newcArchive(two), newcArchive(two));
});

test('what it writes is read again, and bytes behind it are left out', () => {
  const archive = newcArchive(FILES);
  assert.ok(isNewcArchive(archive));
  for (const bytes of [archive, Buffer.concat([archive, Buffer.from('\x1f\x8b rest of an initrd')])]) {
    const read = readNewcArchive(bytes);
    assert.equal(
      read.map(({ path }) => path),
      FILES.map(({ path }) => path),
    );
    for (const [i, { path, content }] of FILES.entries())
      sameBytes(read[i]?.content ?? new Uint8Array(), content, path);
  }
});

test('an archive that is cut off has the files before', () => {
  const archive = newcArchive(FILES.slice(0, 3));
  for (let length = 0; length < archive.length; length += 7) {
    assert.ok(readNewcArchive(archive.subarray(0, length)).length <= 3);
  }
  const damaged = archive.slice();
  damaged.set(Buffer.from('GGGGGGGG'), 6 + 6 * 8);
  assert.equal(readNewcArchive(damaged), []);
});

test.run();
