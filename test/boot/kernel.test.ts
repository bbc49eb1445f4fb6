import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseKernel, kernelVersion } from '../../src/boot/kernel.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';
import { findOutside, type KernelSeries, testWith } from '../support/outside.js';
import { bzImage } from './bz-image.js';

test('the version is the first word of the text that the header points at', () => {
  assert.is(kernelVersion(bzImage('6.12.117+deb12-cloud-amd64 (debian@x) #1 SMP')), '6.12.117+deb12-cloud-amd64');
});

cases(
  'no kernel',
  [
    { name: 'empty', head: new Uint8Array() },
    { name: 'cut behind the magic', head: bzImage('6.1').subarray(0, 0x206) },
    { name: 'cut before the version', head: bzImage('6.1').subarray(0, 0x210) },
    { name: 'another magic', head: bzImage('6.1', 'HdrT') },
    { name: 'a pointer past the end', head: bzImage('6.1').with(0x20f, 0xff) },
  ],
  ({ head }) => {
    assert.is(kernelVersion(head), undefined);
  },
);

for (const series of ['6.1', '6.12'] as const satisfies readonly KernelSeries[]) {
  testWith([`kernel ${series}`], `a distribution's kernel says that it is ${series}`, async () => {
    const { value } = await chooseKernel(findOutside(`kernel ${series}`));
    assert.is(value?.release.join('.'), series);
    assert.ok(value?.version.startsWith(`${series}.`));
  });
}

test("the host's newest kernel comes before the cached ones, by number and not by letter", async () => {
  await inTemporaryFolder(async (folder) => {
    const folders = { host: join(folder, 'boot'), cache: join(folder, 'kernels') };
    assert.equal(
      (await chooseKernel(undefined, folders)).diagnostics.map(({ code }) => code),
      ['boot/no-kernel'],
    );
    put(join(folders.cache, '7.2'), 'vmlinuz', bzImage('7.2.1'));
    assert.is((await chooseKernel(undefined, folders)).value?.version, '7.2.1');
    put(folders.host, 'vmlinuz-6.9.0', bzImage('6.9.0'));
    put(folders.host, 'vmlinuz-6.12.0', bzImage('6.12.0'));
    put(folders.host, 'vmlinuz-9.9', new Uint8Array(0x300));
    put(folders.host, 'initrd.img-8.0', bzImage('8.0.0'));
    assert.is((await chooseKernel(undefined, folders)).value?.version, '6.12.0');
    assert.is((await chooseKernel(folders.host, folders)).value?.version, '6.12.0');
    assert.is((await chooseKernel(join(folders.host, 'vmlinuz-6.9.0'), folders)).value?.version, '6.9.0');
  });
});

test.run();

function put(folder: string, file: string, content: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), content);
}
