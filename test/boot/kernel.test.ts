import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseKernel } from '../../src/boot/parts/kernel.js';
import { kernelVersion } from '../../src/boot/parts/kernel-image.js';
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
    assert.is(value?.release.slice(0, 2).join('.'), series);
    assert.ok(value?.version.startsWith(`${series}.`));
  });
}

test("the host's newest kernel comes before the cached ones, by number and not by letter", async () => {
  await inTemporaryFolder(async (folder) => {
    const folders = { host: join(folder, 'host'), cache: join(folder, 'kernels') };
    assert.equal(
      (await chooseKernel(undefined, 'x86', folders)).diagnostics.map(({ code }) => code),
      ['boot/no-kernel'],
    );
    put(join(folders.cache, '7.2'), 'vmlinuz', bzImage('7.2.1'));
    assert.is((await chooseKernel(undefined, 'x86', folders)).value?.version, '7.2.1');
    const boot = join(folders.host, 'boot');
    put(boot, 'vmlinuz-6.9.0', bzImage('6.9.0'));
    put(boot, 'vmlinuz-6.12.0', bzImage('6.12.0'));
    put(boot, 'vmlinuz-9.9', new Uint8Array(0x300));
    put(boot, 'initrd.img-8.0', bzImage('8.0.0'));
    assert.is((await chooseKernel(undefined, 'x86', folders)).value?.version, '6.12.0');
    assert.is((await chooseKernel(boot, 'x86', folders)).value?.version, '6.12.0');
    assert.is((await chooseKernel(join(boot, 'vmlinuz-6.9.0'), 'x86', folders)).value?.version, '6.9.0');
    put(join(folders.host, 'usr/lib/modules/7.3.4+deb14-amd64'), 'vmlinuz', bzImage('7.3.4+deb14-amd64'));
    assert.is((await chooseKernel(undefined, 'x86', folders)).value?.version, '7.3.4+deb14-amd64');
    assert.equal((await chooseKernel(undefined, 'x86', folders)).value?.release, [7, 3, 4]);
  });
});

cases(
  'a kernel below the given folder',
  [
    { name: 'vmlinuz', at: 'vmlinuz' },
    { name: 'vmlinuz of a release', at: 'vmlinuz-7.2.12-amd64' },
    { name: 'bzImage', at: 'bzImage' },
    { name: 'bzImage of a release', at: 'bzImage-7.2.12' },
    { name: 'of Gentoo', at: 'kernel-7.2.12' },
    { name: 'the root of a system', at: 'boot/vmlinuz-7.2.12' },
    { name: 'the root of a system with the image beside its modules', at: 'usr/lib/modules/7.2.12/vmlinuz' },
    { name: 'a folder of modules', at: '7.2.12/vmlinuz' },
    { name: 'a source tree', at: 'arch/x86/boot/bzImage' },
  ],
  ({ at }) =>
    inTemporaryFolder(async (folder) => {
      put(join(folder, dirname(at)), basename(at), bzImage('7.2.12'));
      const { value } = await chooseKernel(folder);
      assert.equal([value?.file, value?.release], [join(folder, at), [7, 2, 12]]);
    }),
);

test.run();

function put(folder: string, file: string, content: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), content);
}
