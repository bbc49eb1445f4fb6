// `boot` for Arm and RISC-V with made-up programs in PATH (fixtures/reject/boot/bin): what it prints, its JSON, its exit status.

import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, type Run } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const PROGRAMS = join(FIXTURES, 'reject/boot/bin/guest');
const QUIET = ['--allow', 'resolve/machine-refuses-acpitable', '--allow', 'boot/no-driver'];

test('a column of capacities, driver, boost and the verdict', async () => {
  const { status, stdout, stderr } = await bootArm('fine');
  assert.equal([status, stderr], [0, '']);
  assert.is(
    stdout,
    `Linux 6.12.99-fake-arm64 (virt, TCG, CPU cortex-a57) with 2 vCPUs:

vCPU  core  highest  capacity
   0     0      236      1024
   1     1      166       720

driver        cppc_cpufreq
boost         off: the driver limits a core to its nominal_perf
1 busy loop   on vCPU 0 (rank 1)
2 busy loops  on vCPUs 0 (rank 1) and 1 (rank 2)

OK: the guest reads the values of the spec on all 2 vCPUs, and ranks its cores by them.
`,
  );
});

interface Row {
  readonly name: string;
  readonly fake: string;
  readonly status: number;
  readonly ranked: boolean | null;
  readonly capacity: readonly number[] | null;
  readonly boost: boolean | null;
  readonly codes: readonly string[];
}

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'as the spec says', fake: 'fine', status: 0, ranked: true, capacity: [1024, 720], boost: false, codes: [] },
  { name: 'equal limits', fake: 'limits', status: 0, ranked: false, capacity: [1024, 720], boost: false, codes: ['boot/not-ranked-by-capacity'] },
  { name: 'equal limits with boost', fake: 'boost', status: 0, ranked: true, capacity: [1024, 720], boost: true, codes: [] },
  { name: 'loops elsewhere', fake: 'elsewhere', status: 0, ranked: false, capacity: [1024, 720], boost: false, codes: ['boot/not-ranked-by-capacity'] },
  { name: 'a refused _CPC', fake: 'capacity', status: 1, ranked: false, capacity: [1024, 1024], boost: false, codes: ['boot/no-cpc', 'boot/not-ranked-by-capacity'] },
  { name: 'a panic', fake: 'panics', status: 3, ranked: null, capacity: null, boost: null, codes: ['boot/no-report'] },
];

cases('--json', rows, async ({ fake, status, ranked, capacity, boost, codes }) => {
  const run = await bootArm(fake, '--json');
  const value = JSON.parse(run.stdout) as Record<string, unknown> & { diagnostics: { code: string; help: string }[] };
  assert.is(run.status, status);
  assert.equal([value['ranked'], value['capacity'], value['boost']], [ranked, capacity, boost]);
  assert.equal([value['itmt'], value['ranking']], [null, null]);
  assert.equal(
    value.diagnostics.map(({ code }) => code),
    codes,
  );
  if (fake === 'panics') assert.match(value.diagnostics[0]?.help ?? '', 'module_blacklist=cppc_cpufreq');
});

cases(
  'RISC-V: GRUB makes an image with the table, which QEMU starts',
  [
    {
      name: 'made',
      grub: '/bin/grep -q CPPC grub.tar && /bin/grep -q quiet grub.cfg && echo image >grub.efi',
      status: 0,
      says: /cpu|rv64/,
    },
    {
      name: 'not made',
      grub: 'echo "error: no module" >&2; exit 1',
      status: 3,
      says: /boot\/no-grub\]: GRUB made no image: error: no module/,
    },
  ],
  async ({ grub, status, says }) => {
    await inScratch(async (cwd) => {
      for (const folder of ['root/boot', 'root/bin', 'root/usr/lib/grub/riscv64-efi', 'bin'])
        mkdirSync(join(cwd, folder), { recursive: true });
      copyFileSync(join(cwd, 'riscv64.aml'), join(cwd, 'root/boot/vmlinux-6.12.99'));
      for (const file of ['root/bin/busybox', 'root/usr/lib/grub/riscv64-efi/acpi.mod'])
        writeFileSync(join(cwd, file), '');
      chmodSync(join(cwd, 'root/bin/busybox'), 0o755);
      copyFileSync(join(PROGRAMS, 'qemu-system-aarch64'), join(cwd, 'bin/qemu-system-riscv64'));
      writeFileSync(join(cwd, 'bin/grub-mkimage'), `#!/bin/sh\n${grub}\n`, { mode: 0o755 });
      const options = ['--kernel', 'root', '--firmware', 'riscv64.aml', ...QUIET];
      const run = await cppcAcpi(['boot', 'riscv.toml', ...options], { cwd, env: { PATH: join(cwd, 'bin') } });
      assert.is(run.status, status, run.stderr);
      assert.match(`${run.stdout}${run.stderr}`, says);
    });
  },
);

test.run();

async function bootArm(fake: string, ...options: readonly string[]): Promise<Run> {
  let run: Run | undefined;
  await inScratch(async (cwd) => {
    const given = ['--kernel', 'arm64.aml', '--firmware', 'arm64.aml', '--append', `fake=${fake}`, ...QUIET];
    run = await cppcAcpi(['boot', 'arm.toml', ...given, ...options], { cwd, env: { PATH: PROGRAMS } });
  });
  if (!run) throw new Error('it did not run');
  return run;
}
