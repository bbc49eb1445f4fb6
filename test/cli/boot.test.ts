// `boot` with made-up programs in PATH (fixtures/reject/boot/bin): what it prints, its JSON, its exit status.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Booted } from '../../src/boot/boot.js';
import { bootLines } from '../../src/cli/views/boot-lines.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch, interruptedCppcAcpi, type Run } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const PROGRAMS = join(FIXTURES, 'reject/boot/bin');

test('a row per vCPU, the driver, the busy loops and the verdict on standard output', async () => {
  const { status, stdout, stderr } = await bootGood('fine');
  assert.is(status, 0);
  assert.is(stderr, '');
  assert.is(
    stdout,
    `Linux 6.12.99-fake (q35, TCG, CPU EPYC-Milan,model=97) with 2 vCPUs:

vCPU  core  highest  nominal  lowest_nonlinear  lowest  reference  ranking
   0     0      236      131                40      15        131      236
   1     1      166      131                40      15        131      166

driver        amd-pstate
ITMT          on: the scheduler prefers better cores
1 busy loop   on vCPU 0 (rank 1)
2 busy loops  on vCPUs 0 (rank 1) and 1 (rank 2), still moving

OK: the guest reads the values of the spec on all 2 vCPUs, and ranks its cores by them.
`,
  );
});

test('a table that is too wide names the values of every vCPU below it, in lines of 60 columns', () => {
  const processors = [0, 1].map((vcpu) => {
    const values = { highest_perf: 236 - vcpu, nominal_perf: 131, lowest_nonlinear_perf: 93, lowest_perf: 17 };
    const all = Object.entries({ ...values, nominal_freq: 4200, lowest_freq: 545, reference_perf: 131 });
    const expected = Object.fromEntries(all.map(([file, value]) => [file, BigInt(value)]));
    return {
      vcpu,
      core: vcpu,
      siblings: {},
      expected,
      actual: Object.fromEntries(all.map(([f, v]) => [f, String(v)])),
    };
  });
  const report = { busy: [] };
  const observation = {
    processors,
    drivers: [],
    ranking: new Map(),
    capacity: new Map(),
    report,
  } as unknown as Booted['observation'];
  const kernel = { file: '', version: '6.12.1', release: [6, 12, 1] as const };
  const booted = {
    kernel,
    machine: 'q35',
    accelerator: 'tcg',
    cpuModel: 'X',
    observation,
    itmt: 'on',
    because: [],
    qemuWarnings: [],
  };
  const lines = (width: number) => bootLines({ ...booted, ranked: true } as Booted, 'q35', 'none', width).slice(2, 8);
  assert.equal(lines(60).slice(0, 6), [
    'vCPU  core  highest',
    '   0     0      236',
    '   1     1      235',
    '',
    'On every vCPU: nominal 131, lowest_nonlinear 93, lowest 17,',
    'nominal_freq 4200, lowest_freq 545, reference 131.',
  ]);
  assert.match(
    lines(100)[0] ?? '',
    /^vCPU {2}core {2}highest {2}nominal {2}lowest_nonlinear {2}lowest {2}nominal_freq {2}lowest_freq {2}reference$/,
  );
});

test('only what differs is marked', async () => {
  const { status, stdout } = await bootGood('differs');
  assert.is(status, 1);
  assert.match(stdout, /^ +0 +0 +100 \(spec: 236\) +236$/m);
  assert.is(stdout.match(/spec: /g)?.length, 1);
  assert.match(stdout, /^NOT OK: /m);
});

interface JsonRow {
  readonly name: string;
  readonly fake: string;
  readonly ok: boolean;
  readonly status: number;
  readonly ranking: readonly (number | null)[] | null;
  readonly ranked: boolean | null;
  readonly because: readonly string[];
}

// biome-ignore format: a row a line
const jsonRows: readonly JsonRow[] = [
  { name: 'as the spec says', fake: 'fine', ok: true, status: 0, ranking: [236, 166], ranked: true, because: [] },
  { name: 'unranked is not a failure', fake: 'unranked', ok: true, status: 0, ranking: null, ranked: false, because: ['boot/not-ranked'] },
  { name: 'a loop that is elsewhere', fake: 'elsewhere', ok: true, status: 0, ranking: [236, 166], ranked: false, because: ['boot/not-ranked'] },
  { name: 'loops that move', fake: 'moving', ok: true, status: 0, ranking: [236, 166], ranked: null, because: ['boot/ranking-not-observed'] },
  { name: 'a vCPU that did not come up is a failure', fake: 'fewer', ok: false, status: 1, ranking: [236], ranked: null, because: ['boot/ranking-not-observed'] },
  { name: 'another rank is a failure', fake: 'ranks', ok: false, status: 1, ranking: [231, 166], ranked: true, because: [] },
  { name: 'an ACPI error is a failure', fake: 'acpi-error', ok: false, status: 1, ranking: [236, 166], ranked: true, because: [] },
  { name: 'no report', fake: 'panics', ok: false, status: 3, ranking: null, ranked: null, because: [] },
];

cases('--json', jsonRows, async ({ fake, ok, status, ranking, ranked, because }) => {
  const run = await bootGood(fake, '--json');
  const value = JSON.parse(run.stdout) as Record<string, unknown>;
  assert.is(run.status, status);
  assert.is(run.stderr, '');
  assert.is(value['schema'], 2);
  assert.equal([value['ok'], value['ranked'], value['because']], [ok, ranked, because]);
  assert.equal(value['ranking'], ranking);
  for (const key of [
    'system',
    'release',
    'kernel',
    'processors',
    'driver',
    'itmt',
    'capacity',
    'busy',
    'log',
    'diagnostics',
  ])
    assert.ok(key in value, key);
});

test('--json has expected beside seen, numbers as numbers, and null for what cannot be read', async () => {
  const { stdout } = await bootGood('counters', '--json');
  const { processors, busy } = JSON.parse(stdout) as { processors: unknown[]; busy: unknown };
  const levels = { highest_perf: 166, nominal_perf: 131, lowest_nonlinear_perf: 40, lowest_perf: 15 };
  assert.equal(processors[1], {
    vcpu: 1,
    core: 1,
    expected: { ...levels, reference_perf: 131, nominal_freq: 3800, lowest_freq: 400 },
    seen: { ...levels, reference_perf: null },
    siblings_expected: '1',
    siblings_seen: '1',
  });
  assert.equal(busy, [
    { loops: 1, vcpus: [0], settled: true },
    { loops: 2, vcpus: [0, 1], settled: false },
  ]);
});

cases(
  '--require ranked',
  [
    { name: 'ranked', fake: 'fine', status: 0, says: /^OK: .*, and ranks its cores by them\.$/m },
    {
      name: 'not ranked',
      fake: 'elsewhere',
      status: 1,
      says: /^NOT OK: .* on all 2 vCPUs; it does not rank its cores\.$/m,
    },
    {
      name: 'not known',
      fake: 'moving',
      status: 1,
      says: /^NOT OK: .*; it cannot be told whether it ranks its cores\.$/m,
    },
  ],
  async ({ fake, status, says }) => {
    const run = await bootGood(fake, '--require', 'ranked');
    assert.is(run.status, status);
    assert.match(run.stdout, says);
    assert.is((await bootGood(fake)).status, 0);
  },
);

test('--print-command prints what would be started, quoted for a shell, and starts nothing', async () => {
  await withQemu('echo started >"$SCRATCH/started"', async (cwd, env) => {
    const args = ['boot', 'good.toml', '--accel', 'tcg', '--kernel', 'kernel.aml', '--print-command'];
    const { status, stdout } = await cppcAcpi([...args, '--append', 'a="b c"'], { cwd, env });
    const [command = ''] = stdout.split('\n');
    assert.is(status, 0);
    assert.match(
      command,
      /^qemu-system-x86_64 -accel tcg,thread=single .*-cpu EPYC-Milan,model=97 -smp 2,sockets=1,cores=2,threads=1 /,
    );
    assert.match(
      command,
      ` -append 'console=ttyS0 panic=-1 no_timer_check quiet amd_pstate=passive a="b c"' -acpitable file=table-1.aml`,
    );
    const json = await cppcAcpi([...args, '--json'], { cwd, env });
    assert.is((JSON.parse(json.stdout) as { command: string[] }).command[0], 'qemu-system-x86_64');
    assert.ok(!existsSync(join(cwd, 'started')));
  });
});

cases(
  'vCPUs of the machine that QEMU has: 288 for q35, 255 for pc',
  [
    { name: 'fewer than every QEMU has', smp: 255, args: ['--machine', 'pc'], most: undefined },
    { name: 'more than pc has', smp: 256, args: ['--machine', 'pc'], most: 'machine pc of this QEMU has at most 255' },
    { name: 'as many as q35 has', smp: 288, args: [], most: undefined },
    {
      name: 'more than q35 has',
      smp: 289,
      args: [],
      most: /machine q35 of this QEMU has at most 288[\s\S]*use QEMU 8.1 or newer/,
    },
    {
      name: 'more than q35 of 8.2 has',
      smp: 1025,
      args: [],
      most: /at most 288[\s\S]*use QEMU 9.0 or newer/,
    },
  ],
  async ({ smp, args, most }) => {
    const { status, stderr } = await bootGood('fine', '--smp', String(smp), ...args, '--print-command');
    assert.is(status, most === undefined ? 0 : 1);
    if (most !== undefined) assert.match(stderr, most);
  },
);

test('more than 255 vCPUs under KVM need a split interrupt controller', async () => {
  for (const [smp, accel, machine] of [
    [255, 'kvm', 'q35'],
    [256, 'kvm', 'q35,kernel-irqchip=split'],
    [256, 'tcg', 'q35'],
  ]) {
    const { stdout } = await bootGood('fine', '--smp', String(smp), '--accel', String(accel), '--print-command');
    assert.match(stdout, ` -machine ${machine} -m `);
  }
});

test('a spec with errors boots nothing, and JSON has the errors', async () => {
  await inScratch(async (cwd) => {
    const { status, stdout } = await cppcAcpi(['boot', 'none.toml', '--json'], { cwd });
    const value = JSON.parse(stdout) as { ok: boolean; processors: unknown[]; diagnostics: { code: string }[] };
    assert.is(status, 1);
    assert.is(value.ok, false);
    assert.equal(
      value.diagnostics.map(({ code }) => code),
      ['cli/cannot-read'],
    );
  });
});

cases(
  'usage',
  [
    { name: 'accelerator', args: ['--accel', 'xen'] },
    { name: 'machine without processors', args: ['--machine', 'microvm'] },
    { name: 'no vCPU', args: ['--smp', '0'] },
    { name: 'a number of loops', args: ['--busy', 'many'] },
    { name: 'no time', args: ['--timeout', '0'] },
  ],
  async ({ args }) => {
    await inScratch(async (cwd) => {
      const { status, stderr } = await cppcAcpi(['boot', 'good.toml', ...args], { cwd });
      assert.is(status, 2);
      assert.match(stderr, `option '${args[0]}`);
    });
  },
);

/** A QEMU that writes down its arguments, and shows a guest that ends without a report. */
const TELLS_ITS_ARGUMENTS = `printf '%s\\n' "$@" >"$SCRATCH/arguments"; /bin/cp initrd "$SCRATCH/initrd"; /bin/ls >"$SCRATCH/files"`;

test('starts QEMU with the values of the options', async () => {
  const options = [
    '--machine',
    'pc',
    '--cpu',
    'Skylake-Server',
    '--smp',
    '4',
    '--append',
    'a=1 b="c d"',
    '--busy',
    '0',
  ];
  await withQemu(TELLS_ITS_ARGUMENTS, async (cwd, env) => {
    await cppcAcpi(['boot', 'good.toml', '--accel', 'tcg', '--kernel', 'kernel.aml', ...options], { cwd, env });
    const words = readFileSync(join(cwd, 'arguments'), 'utf8').split('\n');
    const after = (option: string) => words[words.indexOf(option) + 1];
    assert.is(after('-machine'), 'pc');
    assert.is(after('-cpu'), 'Skylake-Server');
    assert.is(after('-smp'), '4,sockets=1,cores=4,threads=1');
    assert.is(after('-append'), 'console=ttyS0 panic=-1 no_timer_check quiet amd_pstate=passive a=1 b="c d"');
    assert.is(after('-acpitable'), 'file=table-1.aml');
    assert.ok(!readFileSync(join(cwd, 'initrd'), 'latin1').includes('while :; do :; done'));
  });
});

test('without --busy there are at most 3 busy loops, and one per core', async () => {
  await withQemu(TELLS_ITS_ARGUMENTS, async (cwd, env) => {
    const good = readFileSync(join(cwd, 'good.toml'), 'utf8');
    for (const [cores, loops] of [
      [1, 1],
      [3, 3],
      [4, 3],
    ] as const) {
      const core = `[[core]]\nhighest_perf = 236\nthreads = 2\ncount = ${cores}\n`;
      writeFileSync(join(cwd, 'x.toml'), `${good.slice(0, good.indexOf('[[core]]'))}${core}`);
      await cppcAcpi(['boot', 'x.toml', '--accel', 'tcg', '--kernel', 'kernel.aml'], { cwd, env });
      assert.match(readFileSync(join(cwd, 'initrd'), 'latin1'), `while [ $started -lt ${loops} ]`);
    }
  });
});

test('with --initrd the tables lie in front of the initramfs, and -acpitable is not given', async () => {
  await withQemu(TELLS_ITS_ARGUMENTS, async (cwd, env) => {
    await cppcAcpi(['boot', 'good.toml', '--accel', 'tcg', '--kernel', 'kernel.aml', '--initrd'], { cwd, env });
    assert.ok(!readFileSync(join(cwd, 'arguments'), 'utf8').includes('-acpitable'));
    const archive = readFileSync(join(cwd, 'initrd'), 'latin1');
    const [table, init] = ['kernel/firmware/acpi/table.aml', 'while :; do :; done'].map((word) =>
      archive.indexOf(word),
    );
    assert.ok((table ?? -1) > 0 && (init ?? -1) > (table ?? 0), `${table} before ${init}`);
    assert.not.match(readFileSync(join(cwd, 'files'), 'utf8'), 'table-1');
  });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal}: exit status 130, no QEMU and no temporary folder are left`, async () => {
    await withQemu(`trap '' TERM INT; echo $$ >"$SCRATCH/pid"; exec /bin/sleep 60`, async (cwd, env) => {
      const args = ['boot', 'good.toml', '--accel', 'tcg', '--kernel', 'kernel.aml'];
      const started = () => existsSync(join(cwd, 'pid')) && readFileSync(join(cwd, 'pid'), 'utf8').endsWith('\n');
      let folders: string[] = [];
      const { status } = await interruptedCppcAcpi(args, { cwd, env }, signal, () => {
        if (started()) folders = readdirSync(join(cwd, 'tmp'));
        return started();
      });
      assert.is(status, 130);
      assert.is(folders.length, 1);
      assert.equal(readdirSync(join(cwd, 'tmp')), []);
      assert.ok(await ends(Number(readFileSync(join(cwd, 'pid'), 'utf8'))));
    });
  });
}

test('a report without end ends QEMU, and leaves nothing behind', async () => {
  const script = `echo $$ >"$SCRATCH/pid"; /usr/bin/truncate -s 20M report; exec /bin/sleep 60`;
  await withQemu(script, async (cwd, env) => {
    const args = ['boot', 'good.toml', '--kernel', 'kernel.aml', '--accel', 'tcg'];
    const { status, stderr } = await cppcAcpi(args, { cwd, env });
    assert.is(status, 3);
    assert.match(stderr, /its report is longer than 42\d{5} bytes, the limit for 2 vCPUs/);
    assert.equal(readdirSync(join(cwd, 'tmp')), []);
    assert.ok(await ends(Number(readFileSync(join(cwd, 'pid'), 'utf8'))));
  });
});

test.run();

async function bootGood(fake: string, ...options: readonly string[]): Promise<Run> {
  let run: Run | undefined;
  await inScratch(async (cwd) => {
    const args = [
      'boot',
      'good.toml',
      '--kernel',
      'kernel.aml',
      '--accel',
      'tcg',
      '--append',
      `fake=${fake}`,
      ...options,
    ];
    run = await cppcAcpi(args, { cwd, env: { PATH: join(PROGRAMS, 'guest') } });
  });
  if (!run) throw new Error('it did not run');
  return run;
}

/** A scratch folder with that QEMU in PATH, and temporary folders of its own. */
async function withQemu(
  script: string,
  work: (cwd: string, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  await inScratch(async (cwd) => {
    for (const folder of ['bin', 'tmp']) mkdirSync(join(cwd, folder));
    writeFileSync(join(cwd, 'bin/qemu-system-x86_64'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    writeFileSync(join(cwd, 'bin/busybox'), '#!/bin/sh\n', { mode: 0o755 });
    await work(cwd, { PATH: join(cwd, 'bin'), TMPDIR: join(cwd, 'tmp'), SCRATCH: cwd });
  });
}

/** Whether a process is gone, or nobody but its parent's parent would still notice it, within a while. */
async function ends(pid: number): Promise<boolean> {
  for (let look = 0; look < 50; look++) {
    if (!isAlive(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
