// `init` on the hosts of fixtures/host-trees: what it takes highest_perf from, for which guest, and what build makes of it.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, filesOfList, HOST_TREES, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { cppcAcpi } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { inProcess } from '../support/in-process.js';

type Name = (typeof HOST_TREES)[number];

async function onHost(name: Name, work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-sources-'));
  try {
    writeFiles(join(cwd, 'sys'), filesOfList(name));
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

interface Core {
  readonly highest_perf: number;
  readonly nominal_perf: number;
  readonly vcpus: readonly number[];
}

/** The cores that `build` makes of the spec that init writes. */
async function coresOf(cwd: string, args: readonly string[]): Promise<readonly Core[]> {
  rmSync(join(cwd, 'x.toml'), { force: true });
  const made = await inProcess(['init', '--sysfs', 'sys', '-o', 'x.toml', ...args], cwd);
  assert.is(made.status, 0, made.stderr);
  const built = await inProcess(['build', 'x.toml', '--emit', 'json', '-o', 'out', '--iasl', 'off'], cwd);
  assert.is(built.status, 0, built.stderr);
  const { processors } = JSON.parse(readFileSync(join(cwd, 'out/x.json'), 'utf8'));
  const first = new Map<number, Core>();
  for (const one of processors) if (!first.has(one.core)) first.set(one.core, { ...one, ...one.levels });
  return [...first.values()];
}

const X3D = { cache: [255, 255, 250, 245, 240, 235, 230, 225], frequency: [224, 224, 219, 214, 209, 204, 199, 194] };
const FIRMWARE = [199, 199, 194, 189, 184, 179, 174, 169, 236, 236, 231, 226, 221, 216, 211, 206];

const SOURCES: readonly {
  readonly name: string;
  readonly host: Name;
  readonly args?: readonly string[];
  readonly highest: readonly number[];
}[] = [
  { name: 'the firmware', host: '9950x3d', highest: FIRMWARE },
  {
    name: 'the larger L3 first, up to 255',
    host: '9950x3d',
    args: ['--prefer', 'cache'],
    highest: [...X3D.cache, ...X3D.frequency],
  },
  { name: 'the smaller L3 is first already', host: '9950x3d', args: ['--prefer', 'frequency'], highest: FIRMWARE },
  { name: 'the ranking of amd-pstate', host: '9950x3d', args: ['--from', 'prefcore'], highest: FIRMWARE },
  {
    name: 'frequencies, in proportion to nominal_perf',
    host: '9950x3d',
    args: ['--from', 'max-freq'],
    highest: [...Array(8).fill(163), ...Array(8).fill(168)],
  },
  {
    name: 'frequencies where the firmware has 255 everywhere',
    host: 'all-255',
    highest: [190, 190, 185, 180, 175, 170, 165, 160],
  },
  { name: 'the firmware after all', host: 'all-255', args: ['--from', 'cppc'], highest: Array(8).fill(255) },
  { name: 'capacities of an Arm board', host: 'no-acpi-cppc', highest: [471, 471, 471, 471, 1024, 1024] },
  {
    name: 'frequencies of an Arm board',
    host: 'no-acpi-cppc',
    args: ['--from', 'max-freq'],
    highest: [790, 790, 790, 790, 1024, 1024],
  },
];

cases('init: highest_perf', SOURCES, async ({ host, args = [], highest }) => {
  await onHost(host, async (cwd) => {
    const cores = await coresOf(cwd, args);
    assert.equal(
      cores.map((core) => core.highest_perf),
      highest,
    );
    assert.ok(cores.every((core) => core.highest_perf >= core.nominal_perf));
  });
});

test('init: names the source that it took instead of the firmware, in the spec, on the terminal and in JSON', async () => {
  await onHost('all-255', async (cwd) => {
    const run = await inProcess(['init', '--sysfs', 'sys', '-o', 'new/folder/x.toml'], cwd);
    assert.match(
      run.stderr,
      /^note\[host\/source\]: acpi_cppc has highest_perf 255 for all 8 cores: highest_perf follows cpuinfo_max_freq/,
    );
    assert.match(
      run.stdout,
      /\nSource of highest_perf: cpuinfo_max_freq\nGuest: linux \(default; --guest names another\)\n/,
    );
    const text = readFileSync(join(cwd, 'new/folder/x.toml'), 'utf8');
    assert.match(text, /highest_perf follows cpuinfo_max_freq of sysfs/);
    assert.match(text, /^highest_perf = 190 +# 255 in acpi_cppc$/m);
    const { source, guest } = JSON.parse((await inProcess(['init', '--sysfs', 'sys', '--json'], cwd)).stdout);
    assert.equal([source, guest], ['max-freq', 'linux']);
  });
});

test('init: an Arm board without acpi_cppc has frequencies of cpufreq and nominal_perf = highest_perf', async () => {
  await onHost('no-acpi-cppc', async (cwd) => {
    const { stdout } = await inProcess(['init', '--sysfs', 'sys'], cwd);
    assert.match(stdout, /^machine += "qemu-virt-aarch64"/m);
    assert.equal(new Set(stdout.match(/nominal_freq = \d+/g)), new Set(['nominal_freq = 1704', 'nominal_freq = 2208']));
    assert.equal(stdout.match(/nominal_perf = \d+/g)?.length, 6);
  });
});

test('init: a Windows domain of virt-manager without pins', async () => {
  await onHost('9950x3d', async (cwd) => {
    const domain = join(FIXTURES, 'hosts/windows-11-virt-manager.xml');
    const run = await inProcess(['init', '--sysfs', 'sys', '--domain', domain, '-o', 'x.toml'], cwd);
    assert.is(run.status, 0, run.stderr);
    const text = readFileSync(join(cwd, 'x.toml'), 'utf8');
    assert.match(text, /^os += \["windows11"\]/m);
    assert.match(text, /^counters = "none"/m);
    assert.match(text, /^preset = "recommended"\ncpu {4}= "amd"$/m);
    assert.match(text, /^count {8}= 8$/m);
    assert.not.match(run.stderr, /all-equal/);
    const [, pins = ''] = /`--pin ([\d:,]+)`/.exec(run.stderr) ?? [];
    assert.is(pins, '0:8,1:9,2:10,3:11,4:12,5:13,6:14,7:15');
    const pinned = await coresOf(cwd, ['--domain', domain, '--pin', pins]);
    assert.equal(
      pinned.map((core) => core.highest_perf),
      FIRMWARE.slice(8),
    );
  });
});

cases(
  'init: the guest',
  [
    { name: 'Windows of --guest', args: ['--guest', 'windows11'], os: /^os += \["windows11"\] # as --guest asks$/m },
    { name: 'Linux of --guest', args: ['--guest', 'linux-6.12'], os: /^os += \["linux-6.12"\]/m },
    { name: 'Windows Server', id: 'http://microsoft.com/win/2k25', os: /^os += \["windows11"\] # the system/m },
    { name: 'Debian', id: 'http://debian.org/debian/12', os: undefined },
    {
      name: 'FreeBSD',
      id: 'http://freebsd.org/freebsd/14.0',
      os: undefined,
      says: /note\[host\/guest-unknown\].*freebsd\/14/,
    },
    {
      name: '--guest over the domain',
      id: 'http://freebsd.org/freebsd/14.0',
      args: ['--guest', 'windows10'],
      os: /windows10/,
    },
  ],
  async ({
    args = [],
    id,
    os,
    says,
  }: {
    args?: readonly string[];
    id?: string;
    os: RegExp | undefined;
    says?: RegExp;
  }) => {
    await onHost('9950x3d', async (cwd) => {
      const text = readFileSync(join(FIXTURES, 'hosts/windows-11-virt-manager.xml'), 'utf8');
      writeFiles(cwd, new Map([['dom.xml', text.replace('http://microsoft.com/win/11', id ?? '')]]));
      const domain = id === undefined ? [] : ['--domain', 'dom.xml'];
      const run = await inProcess(['init', '--sysfs', 'sys', ...domain, ...args], cwd);
      assert.is(run.status, 0, run.stderr);
      if (os) assert.match(run.stdout, os);
      else assert.not.match(run.stdout, /^os |counters|hyperv/m);
      assert.is(/guest-unknown/.test(run.stderr), says !== undefined);
      if (says) assert.match(run.stderr, says);
    });
  },
);

cases(
  'init: on an Intel host',
  [
    { name: 'Linux guests do not rank', args: [], says: true },
    { name: 'Windows guests do', args: ['--guest', 'windows11'], says: false },
  ],
  async ({ args, says }) => {
    await onHost('285k', async (cwd) => {
      const run = await inProcess(['init', '--sysfs', 'sys', ...args], cwd);
      assert.is(/host\/intel-host/.test(run.stderr), says);
      assert.is(/On this Intel host a Linux guest does not/.test(run.stdout), says);
      assert.match(run.stdout, /^host_vendor += "intel"/m);
      assert.not.match(run.stderr, /guest\/linux-cpu-model/);
    });
  },
);

test('init: a 14900K has P cores of two threads and E cores of one, with a choice', async () => {
  await onHost('14900k', async (cwd) => {
    const run = await inProcess(['init', '--sysfs', 'sys'], cwd);
    assert.match(
      run.stderr,
      /warning\[resolve\/uneven-threads\][\s\S]*only 8 cores with 2 threads[\s\S]*`init --smt 1` writes it/,
    );
    assert.match(run.stdout, /^layout = "constant"/m);
    const single = await inProcess(['init', '--sysfs', 'sys', '--smt', '1'], cwd);
    assert.not.match(single.stderr, /uneven-threads/);
  });
});

test('init --variant: readings become variants, and the first is the default', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-variants-'));
  try {
    for (const name of ['cache', 'frequency']) writeFiles(join(cwd, name), filesOf(`7950x3d-${name}`));
    const readings = ['cache', 'frequency'].flatMap((name) => ['--variant', `${name}=${name}`]);
    const run = await inProcess(['init', ...readings, '--pin', '0:0,1:8', '--offset', '0=+1'], cwd);
    assert.is(run.status, 0, run.stderr);
    const levels = (name: string, cpu: number) =>
      filesOf(`7950x3d-${name}`).get(`devices/system/cpu/cpu${cpu}/acpi_cppc/highest_perf`);
    for (const cpu of [0, 8]) {
      const line = `highest_perf = { cache = ${Number(levels('cache', cpu))}, frequency = ${Number(levels('frequency', cpu))} }`;
      assert.ok(run.stdout.includes(`${line}\n`), line);
    }
    assert.match(run.stdout, /^# Variants: cache, frequency\./m);
    assert.not.match(run.stdout, /with the offset$/m);
    const equal = await inProcess(['init', '--variant', 'a=cache', '--variant', 'b=cache'], cwd);
    assert.match(equal.stderr, /warning\[host\/variants-equal\]/);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});

cases(
  'init: usage',
  [
    { name: 'two hosts without names', args: ['--sysfs', 'b'], says: /--variant cache=DIR --variant frequency=DIR/ },
    { name: 'a variant and sysfs', args: ['--variant', 'a=b'], says: /cannot be combined with --sysfs/ },
  ],
  async ({ args, says }) => {
    await onHost('all-255', async (cwd) => {
      const run = await cppcAcpi(['init', '--sysfs', 'sys', ...args], { cwd });
      assert.is(run.status, 2);
      assert.match(run.stderr, says);
    });
  },
);

cases(
  'init --from cppc without acpi_cppc: the help names sources that work',
  [{ name: 'capacity' }, { name: 'max-freq' }],
  async ({ name }) => {
    await onHost('no-acpi-cppc', async (cwd) => {
      const refused = await inProcess(['init', '--sysfs', 'sys', '--from', 'cppc'], cwd);
      assert.match(refused.stderr, /error\[host\/no-cppc\]/);
      assert.match(refused.stderr, /help: give `--from capacity` or `--from max-freq`, or enable CPPC/);
      assert.is((await inProcess(['init', '--sysfs', 'sys', '--from', name], cwd)).status, 0);
    });
  },
);

test('init on equal levels: the finding names another source', async () => {
  await onHost('all-255', async (cwd) => {
    const made = await inProcess(['init', '--sysfs', 'sys', '--from', 'cppc'], cwd);
    assert.match(made.stderr, /warning\[resolve\/all-equal\][\s\S]*`cppc-acpi init --from auto`/);
  });
});

/** At most 8 vCPUs, on the first threads of the host's best known cores. */
const PINS: Readonly<Record<Name, readonly string[]>> = {
  '14900k': ['--pin', '0:0,1:2,2:4,3:6,4:16,5:17,6:18,7:19'],
  '285k': ['--pin', '0:0,1:1,2:10,3:11,4:2,5:3,6:4,7:5'],
  '9950x3d': ['--pin', '0:0,1:1,2:2,3:3,4:8,5:9,6:10,7:11'],
  'all-255': [],
  'gb10-like': ['--pin', '0:0,1:1,2:2,3:3,4:5,5:6,6:7,7:8'],
  'no-acpi-cppc': [],
};

cases(
  'init, check and build without editing',
  HOST_TREES.map((name) => ({ name })),
  async ({ name }) => {
    await onHost(name, async (cwd) => {
      const made = await inProcess(['init', '--sysfs', 'sys', ...(PINS[name] ?? []), '-o', 'x.toml'], cwd);
      assert.is(made.status, 0, made.stderr);
      const checked = await inProcess(['check', 'x.toml'], cwd);
      assert.is(checked.status, 0, checked.stderr);
      const built = await inProcess(['build', 'x.toml', '-o', 'out', '--iasl', 'off'], cwd);
      assert.is(built.status, 0, built.stderr);
      assert.ok(existsSync(join(cwd, 'out/x.aml')));
    });
  },
);

test('init: variants keep the pins of a domain that are sets, and libvirt then changes none', async () => {
  await onHost('9950x3d', async (cwd) => {
    const domain = join(FIXTURES, 'domains/ranges.xml');
    const readings = ['--variant', 'cache=sys', '--variant', 'frequency=sys'];
    const made = await inProcess(['init', ...readings, '--domain', domain, '-o', 'x.toml'], cwd);
    assert.is(made.status, 0, made.stderr);
    const edited = await inProcess(['libvirt', 'x.toml', '--domain', domain], cwd);
    const pinsIn = (text: string) => text.match(/<vcpupin [^>]*>/g) ?? [];
    assert.equal(pinsIn(edited.stdout), pinsIn(readFileSync(domain, 'utf8')));
    assert.ok(pinsIn(edited.stdout).some((pin) => /cpuset='[^']*[-,]/.test(pin)));
    assert.not.match(edited.stderr, /libvirt\/pin/);
  });
});

test('init: threads of P cores beside E cores, which QEMU cannot have in one guest', async () => {
  await onHost('14900k', async (cwd) => {
    const mixed = await inProcess(['init', '--sysfs', 'sys', '--pin', '0:0,1:1,2:16,3:17'], cwd);
    assert.match(mixed.stderr, /host\/core-divided.*vCPUs 0 and 1[\s\S]*omit vCPU 2,3 and give --smt 2/);
    // Both ways of the help end without it.
    for (const pins of ['0:0,1:4,2:16,3:17', '0:0,1:1 --smt 2']) {
      const run = await inProcess(['init', '--sysfs', 'sys', '--pin', ...pins.split(' ')], cwd);
      assert.equal([run.status, /core-divided|core-across/.test(run.stderr)], [0, false]);
    }
  });
});

test('init: on Arm the comment of the spec says how to pass the table, and no note', async () => {
  await onHost('gb10-like', async (cwd) => {
    const { stdout, stderr } = await inProcess(['init', '--sysfs', 'sys'], cwd);
    assert.match(stdout, /^machine += "qemu-virt-aarch64" # `build --emit initrd` passes the tables/m);
    assert.not.match(stderr, /machine-refuses-acpitable/);
  });
});

test.run();
