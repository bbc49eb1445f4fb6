// The command `boot` on both of QEMU's PC machines, with the newest kernel that is there.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi } from '../support/command-line.js';
import { guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { kernelsFrom, outside, testWith } from '../support/outside.js';
import { specText } from './spec-text.js';

const [KERNEL = '6.12'] = kernelsFrom('6.9', '6.12').toReversed();
const HIGHEST_PERF = [166, 236, 176, 206];

interface BootJson {
  readonly ok: boolean;
  readonly ranking: readonly number[];
  readonly processors: readonly { readonly seen: { readonly highest_perf: number } }[];
  readonly busy: readonly { readonly vcpus: readonly number[] }[];
}

for (const machine of ['q35', 'pc']) {
  testWith(guestNeeds(KERNEL), `boot: a machine ${machine} with Linux ${KERNEL} ranks its cores`, async () => {
    await inTemporaryFolder(async (cwd) => {
      await writeFile(join(cwd, 'guest.toml'), specText({ highestPerf: HIGHEST_PERF }));
      const guest = ['--machine', machine, '--accel', 'tcg', '--kernel', outside(`kernel ${KERNEL}`), '--busy', '2'];
      const run = await cppcAcpi(['boot', 'guest.toml', '--json', ...guest], { cwd, timeoutMs: 150_000 });
      const { ok, ranking, processors, busy } = JSON.parse(run.stdout) as BootJson;
      assert.is(ok, true, run.stderr);
      const seen = processors.map((one) => one.seen.highest_perf);
      assert.equal([seen, ranking], [HIGHEST_PERF, HIGHEST_PERF]);
      assert.equal(
        busy.map(({ vcpus }) => vcpus.toSorted()),
        [[1], [1, 3]],
      );
      assert.is(run.status, 0);
    });
  });
}

test.run();
