import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseXml } from '@rgrove/parse-xml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hostLines } from '../../src/cli/views/host/host-lines.js';
import { reportOn } from '../../src/host/report/host-report.js';
import { readHost } from '../../src/host/sysfs.js';
import { filesOf, filesOfList as listed, treeOf, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { cppcAcpi } from '../support/command-line.js';
import { inProcess } from '../support/in-process.js';

const CPUS = 'devices/system/cpu';

async function inFolder(work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-host-'));
  try {
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

async function hostOf(files: ReadonlyMap<string, string>, ...args: readonly string[]) {
  let result = { status: 0 as number | undefined, stdout: '', stderr: '' };
  await inFolder(async (cwd) => {
    writeFiles(join(cwd, 'tree'), files);
    result = await inProcess(['host', '--sysfs', 'tree', ...args], cwd);
  });
  return result;
}

interface Core {
  readonly threads: readonly number[];
  readonly rank: number;
  readonly kind: string | null;
  readonly max_freq: number;
  readonly l3: { readonly id: number; readonly bytes: number } | null;
}

interface Json {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly driver: string | null;
  readonly source: string | null;
  readonly ranks: boolean | null;
  readonly cores: readonly Core[];
}

async function jsonOf(files: ReadonlyMap<string, string>) {
  const run = await hostOf(files, '--json');
  const made: Json & { readonly diagnostics: { readonly code: string }[] } = JSON.parse(run.stdout);
  return { ...made, codes: made.diagnostics.map(({ code }) => code), status: run.status };
}

test('9950X3D: which cores have the large L3, and that the firmware ranks by frequency', async () => {
  const { cores, status, ...made } = await jsonOf(listed('9950x3d'));
  assert.is(status, 0);
  assert.equal(
    cores.map(({ l3 }) => (l3?.bytes ?? 0) / 1024 ** 2),
    [...Array(8).fill(96), ...Array(8).fill(32)],
  );
  assert.equal(cores[9]?.threads, [9, 25]);
  assert.is(made.vendor, 'amd');
  assert.is(made.driver, 'amd-pstate-epp');
  assert.is(made.source, 'cppc');
  const { stderr } = await hostOf(listed('9950x3d'));
  assert.match(stderr, /cores 0-7 have 96 MiB of L3, cores 8-15 32 MiB; the firmware ranks by frequency/);
});

cases(
  'hybrid processors: P and E cores',
  [
    { name: '14900k', p: 8, e: 16, threads: [0, 1] },
    { name: '285k', p: 8, e: 16, threads: [0] },
  ],
  async ({ name, p, e, threads }) => {
    const { cores, vendor } = await jsonOf(listed(name));
    assert.is(vendor, 'intel');
    assert.is(cores.filter(({ kind }) => kind === 'performance').length, p);
    assert.is(cores.filter(({ kind }) => kind === 'efficiency').length, e);
    assert.equal(cores[0]?.threads, threads);
  },
);

test('255 everywhere: ranked by cpuinfo_max_freq, with what to do', async () => {
  const { cores, source, codes } = await jsonOf(listed('all-255'));
  assert.is(source, 'max-freq');
  assert.equal(
    cores.map(({ rank }) => rank),
    [1, 1, 3, 4, 5, 6, 7, 8],
  );
  assert.ok(codes.includes('host/all-equal'));
});

test('no acpi_cppc: reported, ranked by cpu_capacity', async () => {
  const { cores, source, status, codes, ranks, model } = await jsonOf(listed('no-acpi-cppc'));
  assert.is(status, 0);
  assert.is(source, 'capacity');
  assert.is(ranks, true);
  assert.is(model, 'Cortex-A55, Cortex-A76');
  assert.equal(
    cores.map(({ max_freq }) => max_freq),
    [1704, 1704, 1704, 1704, 2208, 2208],
  );
  assert.equal(codes, ['host/cpu-without-cppc']);
});

test('GB10: no advice about amd-pstate', async () => {
  const run = await hostOf(listed('gb10-like'));
  assert.not.match(run.stdout + run.stderr, /amd/i);
  assert.match(run.stdout, /\n\nno problems found\n$/);
});

cases(
  'NULs at the end of files change nothing',
  ['9950x3d', 'gb10-like'].map((name) => ({ name })),
  async ({ name }) => {
    const padded = [...listed(name)].map(([path, text]) => [path, text.padEnd(4096, '\0')] as const);
    assert.equal(await hostOf(new Map(padded)), await hostOf(listed(name)));
  },
);

test('proc beside a folder named sys, or in the folder', async () => {
  await inFolder(async (cwd) => {
    const kernelOf = async (folder: string) => {
      const run = await inProcess(['host', '--sysfs', folder, '--json'], cwd);
      return JSON.parse(run.stdout).kernel;
    };
    writeFiles(join(cwd, 'sys'), filesOf('7950x3d-cache'));
    writeFiles(cwd, new Map([['proc/sys/kernel/osrelease', '6.12.1\n']]));
    assert.is(await kernelOf('sys'), '6.12.1');
    writeFiles(join(cwd, 'copy'), filesOf('7950x3d-cache'));
    assert.is(await kernelOf('copy'), null);
    writeFiles(join(cwd, 'copy'), new Map([['proc/sys/kernel/osrelease', '6.1.1\n']]));
    assert.is(await kernelOf('copy'), '6.1.1');
  });
});

/** Hosts of many cores: every line fits, and equal cores share a row. */
cases(
  'width',
  [1, 2, 33, 512].flatMap((cpus) =>
    [60, 80].map((width) => ({ name: `${cpus} CPUs in ${width} columns`, cpus, width })),
  ),
  ({ cpus, width }) => {
    const files = new Map<string, string>();
    for (let cpu = 0; cpu < cpus; cpu++) {
      const own = `${CPUS}/cpu${cpu}`;
      const levels = {
        highest_perf: 200 + (cpu % 5),
        nominal_perf: 90 + (cpu % 3),
        lowest_nonlinear_perf: 40 + (cpu % 3),
        lowest_perf: 7 + (cpu % 3),
        nominal_freq: 3000 + (cpu % 3),
        lowest_freq: 400 + (cpu % 3),
      };
      for (const [key, value] of Object.entries(levels)) files.set(`${own}/acpi_cppc/${key}`, `${value}`);
      files.set(`${own}/topology/thread_siblings_list`, `${cpu}`);
      files.set(`${own}/cpufreq/cpuinfo_max_freq`, `${5_000_000 + 1000 * (cpu % 3)}`);
      files.set(`${own}/cache/index3/level`, '3');
      files.set(`${own}/cache/index3/size`, '32768K');
      files.set(`${own}/cache/index3/shared_cpu_list`, `${cpu % 2}`);
      files.set(`${own}/cpufreq/amd_pstate_prefcore_ranking`, `${cpu % 5}`);
    }
    const tree = treeOf(files);
    const report = reportOn(tree, readHost(tree));
    const [, ...table] = hostLines(report, width).join('\n').split('\n\n');
    for (const line of table.join('\n').split('\n')) assert.ok(line.length <= width, `${line.length}: ${line}`);
    assert.ok(table.join('\n').split('\n').length < 300, `${table.join('\n').split('\n').length} lines`);
    for (const title of ['highest', 'nominal', 'lowest', 'ranking', 'rank'])
      assert.ok(cpus === 1 || table.join('\n').includes(title), title);
  },
);

test('--svg: a box for each core, in groups by L3', async () => {
  await inFolder(async (cwd) => {
    writeFiles(join(cwd, 'tree'), listed('9950x3d'));
    const run = await inProcess(['host', '--sysfs', 'tree', '--svg', 'cores.svg'], cwd);
    assert.is(run.status, 0, run.stderr);
    assert.match(run.stdout, /^Written: cores\.svg \(\d+ bytes\)\n$/);
    const svg = readFileSync(join(cwd, 'cores.svg'), 'utf8');
    parseXml(svg);
    assert.is(svg.match(/<g>/g)?.length, 16);
    assert.match(svg, /8 cores, L3 0 of 96 MiB</);
    assert.match(svg, /core 8; rank 1, 236; threads 8, 24/);
  });
});

cases(
  'usage errors',
  [
    { name: '--script --json', args: ['--script', '--json'] },
    { name: '--script --sysfs', args: ['--script', '--sysfs', 'x'] },
    { name: '--svg - --json', args: ['--svg', '-', '--json'] },
  ],
  async ({ args }) => {
    await inFolder(async (cwd) => assert.is((await cppcAcpi(['host', ...args], { cwd })).status, 2));
  },
);

/** Files of proc are beside /sys on a running host. */
function writeRoot(root: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const target = join(root, path.startsWith('proc/') ? path : `sys/${path}`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

const SHELLS = [['dash'], ['busybox', 'sh'], ['bash', '--posix'], ['sh']].filter(
  ([program = '']) => spawnSync('which', [program]).status === 0,
);

cases(
  '--script: the copy gives the same report as the host',
  SHELLS.map((shell) => ({ name: shell.join(' '), shell })),
  async ({ shell: [program = 'sh', ...words] }) => {
    await inFolder(async (cwd) => {
      const made = listed('9950x3d');
      made.set('proc/sys/kernel/osrelease', '6.12.1-test\n');
      made.set('proc/sys/kernel/sched_itmt_enabled', '1\n');
      made.set('proc/cpuinfo', 'processor : 0\nvendor_id : AuthenticAMD\nmodel name : Ryzen 9\n\nprocessor : 1\n');
      writeRoot(join(cwd, 'root'), made);
      writeFileSync(join(cwd, 'collect.sh'), (await inProcess(['host', '--script'], cwd)).stdout);
      const collect = (folder: string, root: string) =>
        spawnSync(program, [...words, 'collect.sh', folder], {
          cwd,
          env: { ...process.env, ROOT: root },
          encoding: 'utf8',
        });
      const json = async (folder: string) => {
        const { stdout } = await inProcess(['host', '--sysfs', folder, '--json'], cwd);
        return stdout.replaceAll(folder, '');
      };
      const run = collect('a copy', join(cwd, 'root'));
      assert.is(run.status, 0, run.stderr);
      assert.match(run.stdout, /cppc-acpi host --sysfs '\.\/a copy'/);
      assert.is(await json('a copy'), await json('root/sys'));
      assert.match(await json('a copy'), /"ranks": true/);
      // The machine of the test itself: its kernel gives cpusets only as a whole.
      assert.is(collect('own', '').status, 0);
      const own = JSON.parse(await json('own'));
      assert.equal(own.cores, JSON.parse(await json('/sys')).cores);
    });
  },
);

test('--script: an existing folder, or a link, stays as it is', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'collect.sh'), (await inProcess(['host', '--script'], cwd)).stdout);
    mkdirSync(join(cwd, 'old'));
    symlinkSync('elsewhere', join(cwd, 'link'));
    for (const folder of ['old', 'link', '']) {
      assert.ok(spawnSync('sh', ['collect.sh', folder], { cwd }).status !== 0, folder);
    }
    assert.equal(readdirSync(join(cwd, 'old')), []);
    assert.not(existsSync(join(cwd, 'elsewhere')));
  });
});

test('hostile texts and files: nothing of them reaches the terminal raw, and nothing outside is read', async () => {
  await inFolder(async (cwd) => {
    const files = listed('all-255');
    files.set('proc/cpuinfo', `model name : \u001b]0;x\u0007${'y'.repeat(4000)}`);
    files.set(`${CPUS}/cpu0/cpufreq/scaling_driver`, '\u001b[2J');
    files.set(`${CPUS}/cpu1/cache/index3/level`, '3\n');
    files.set(`${CPUS}/cpu1/cache/index3/size`, '\u009b1m');
    writeFiles(join(cwd, 'tree'), files);
    execFileSync('mkfifo', [join(cwd, 'tree', CPUS, 'cpu2/topology/die_id')]);
    writeFileSync(join(cwd, 'secret'), '77');
    symlinkSync(join(cwd, 'secret'), join(cwd, 'tree', CPUS, 'cpu3/topology/die_id'));
    const run = await inProcess(['host', '--sysfs', 'tree'], cwd);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.not.match(run.stdout + run.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    assert.not.match(run.stdout, /77/);
    assert.match(run.stderr, /topology\/die_id of CPU 2: it is not a regular file/);
    assert.match(run.stderr, /topology\/die_id of CPU 3: a link leads out of tree/);
    assert.match(run.stderr, /cpufreq\/scaling_driver of CPU 0/);
    assert.ok(run.stdout.length < 2000);
  });
});

test.run();
