// The command `boot`, as a new user runs it.

import { mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, interruptedCppcAcpi } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { guestNeeds, inTemporaryFolder } from '../support/guest.js';
import { outside, testWith } from '../support/outside.js';

const SPEC = join(FIXTURES, 'accept/7950x3d/spec.toml');

interface BootJson {
  readonly ok: boolean;
  readonly processors: readonly { readonly expected: Levels; readonly seen: Levels }[];
  readonly driver: string;
  readonly ranking: readonly number[];
  readonly itmt: boolean;
  readonly ranked: boolean;
  readonly busy: readonly { readonly vcpus: readonly number[] }[];
}

type Levels = Readonly<Record<'highest_perf' | 'nominal_perf' | 'nominal_freq', number>>;

testWith(guestNeeds('6.12'), 'boot: all values of the 7950X3D, and a ranking that follows them', async () => {
  const args = ['boot', SPEC, '--json', '--accel', 'tcg', '--kernel', outside('kernel 6.12')];
  const { status, stdout } = await cppcAcpi(args, { cwd: FIXTURES, timeoutMs: 120_000 });
  const { ok, processors, driver, ranking, itmt, ranked, busy } = JSON.parse(stdout) as BootJson;
  assert.is(status, 0);
  assert.is(ok, true);
  const highest = [236, 236, 226, 216, 231, 221, 211, 206].flatMap((value) => [value, value]);
  assert.equal(
    processors.map(({ seen }) => seen.highest_perf),
    highest,
  );
  for (const { expected, seen } of processors) {
    assert.equal([seen.nominal_perf, seen.nominal_freq], [expected.nominal_perf, expected.nominal_freq]);
  }
  assert.equal(ranking, highest);
  assert.is(driver, 'amd-pstate');
  assert.equal([itmt, ranked], [true, true]);
  assert.equal(
    busy.map(({ vcpus }) => vcpus.length),
    [1, 2, 3],
  );
  assert.is(highest[busy[0]?.vcpus[0] ?? -1], 236);
});

testWith(guestNeeds('6.12'), 'boot: interrupted, it leaves no QEMU and no temporary folder', async () => {
  await inTemporaryFolder(async (cwd) => {
    mkdirSync(join(cwd, 'tmp'));
    const args = ['boot', SPEC, '--accel', 'tcg', '--kernel', outside('kernel 6.12')];
    let qemus: string[] = [];
    const options = { cwd, env: { TMPDIR: join(cwd, 'tmp') }, timeoutMs: 120_000 };
    const { status } = await interruptedCppcAcpi(args, options, 'SIGINT', () => {
      qemus = qemusIn(join(cwd, 'tmp'));
      return qemus.length > 0;
    });
    assert.is(status, 130);
    assert.is(qemus.length, 1);
    assert.equal(readdirSync(join(cwd, 'tmp')), []);
    assert.not.match(commandLineOf(qemus[0] ?? ''), 'qemu');
  });
});

test.run();

/** Process ids of QEMUs that run in a folder of this folder and have opened their report there. */
function qemusIn(folder: string): string[] {
  const [own] = readdirSync(folder);
  if (own === undefined || !readdirSync(join(folder, own)).includes('report')) return [];
  // The shell that ends QEMU when we end names it, too.
  const isQemu = (pid: string) => (commandLineOf(pid).split('\0')[0] ?? '').includes('qemu');
  const isOurs = (pid: string) => isQemu(pid) && workingFolderOf(pid) === join(folder, own);
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isOurs(pid));
}

function commandLineOf(pid: string): string {
  return orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
}

function workingFolderOf(pid: string): string {
  return orNothing(() => readlinkSync(`/proc/${pid}/cwd`));
}

/** A process may end while its files are read. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
