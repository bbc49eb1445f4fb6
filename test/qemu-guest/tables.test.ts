// A guest whose DSDT names the processors otherwise than QEMU's reads the spec that `init --tables` makes for it: Linux puts the
// DSDT in the place of QEMU's, as a table of the initrd with its OEM ids and a higher revision.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LINUX_INITRD_FOLDER } from '../../grammar/machines.js';
import { filesOfList, writeFiles } from '../host/machines.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { bootGuest, guestNeeds, inTemporaryFolder, newcArchive } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';
import { testWith } from '../support/outside.js';

/** Host threads of vCPUs 0 to 3, and highest_perf of each. */
const PINS = '0:8,1:2,2:12,3:7';
const HIGHEST = ['236', '194', '221', '169'];

for (const name of ['board', 'sockets']) {
  testWith(guestNeeds('6.12'), `Linux 6.12 reads each _CPC at the processors of ${name}`, async () => {
    await inTemporaryFolder(async (folder) => {
      writeFiles(join(folder, 'sys'), filesOfList('9950x3d'));
      const dsdt = bytesOf(join(FIXTURES, 'guest-tables', `${name}.hex`));
      writeFileSync(join(folder, 'dsdt.aml'), dsdt);
      const pinned = ['--sysfs', 'sys', '--pin', PINS, '--tables', 'dsdt.aml'];
      const made = await inProcess(['init', ...pinned, '-o', 'x.toml'], folder);
      assert.is(made.status, 0, made.stderr);
      const tables = join(folder, LINUX_INITRD_FOLDER);
      const built = await inProcess(['build', 'x.toml', '--emit', 'aml', '-o', tables, '--iasl', 'off'], folder);
      assert.is(built.status, 0, built.stderr);
      mkdirSync(tables, { recursive: true });
      writeFileSync(join(tables, 'dsdt.aml'), inPlaceOfQemus(dsdt));
      const files = ['dsdt.aml', 'x.aml'].map((file) => join(LINUX_INITRD_FOLDER, file));
      const report = await bootGuest({ kernel: '6.12', initrdPrefix: await newcArchive(folder, files) });
      assert.match(report.log, /Table Upgrade: override \[DSDT-BOCHS/);
      assert.equal(
        [0, 1, 2, 3].map((vcpu) => report.cpus.get(vcpu)?.['highest_perf']),
        HIGHEST,
      );
    });
  });
}

/** The table with the OEM ids of QEMU's DSDT, whose revision is 1. ACPI 6.6 §5.2.6. */
function inPlaceOfQemus(table: Uint8Array): Uint8Array {
  const made = Buffer.from(table);
  made.write('BOCHS BXPC    ', 10, 'latin1');
  made.writeUInt32LE(2, 24);
  made[9] = ((made[9] ?? 0) - made.reduce((sum, byte) => sum + byte, 0)) & 0xff;
  return made;
}

test.run();
