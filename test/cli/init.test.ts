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
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, MACHINES, writeFiles } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, type Run } from '../support/command-line.js';

const PIN = '0:0,1:16,2:8,3:24';
const DOMAIN = `<domain type='kvm'>
  <vcpu placement='static'>4</vcpu>
  <cputune>
    <vcpupin vcpu='0' cpuset='0'/>
    <vcpupin vcpu='1' cpuset='16'/>
    <vcpupin vcpu='2' cpuset='8'/>
    <vcpupin vcpu='3' cpuset='24'/>
  </cputune>
  <cpu mode='host-passthrough'>
    <topology sockets='1' dies='1' cores='2' threads='2'/>
  </cpu>
</domain>
`;

/** A folder with a host's sysfs in `sys`, and the domain in `dom.xml`; gone afterwards. */
async function onHost(machine: string, work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'cppc-acpi-init-'));
  try {
    writeFiles(join(cwd, 'sys'), filesOf(machine));
    writeFileSync(join(cwd, 'dom.xml'), DOMAIN);
    await work(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function init(cwd: string, ...args: readonly string[]): Promise<Run> {
  return cppcAcpi(['init', '--sysfs', 'sys', ...args], { cwd });
}

/** Its firmware reports no frequencies, which amd-pstate of Linux 7.2 and later needs. */
const X3D = '7950x3d-frequency';
const QUIET = ['--allow', 'guest/linux-frequency-missing'];

cases(
  'init | build',
  MACHINES.map((name) => ({ name })),
  async ({ name }) => {
    await onHost(name, async (cwd) => {
      const made = await init(cwd);
      assert.is(made.status, 0, made.stderr);
      const built = await cppcAcpi(['build', '-', '--emit', 'aml', '--iasl', 'off'], { cwd, input: made.stdout });
      assert.is(built.status, 0, built.stderr);
      assert.ok(existsSync(join(cwd, 'ssdt.aml')));
    });
  },
);

test('init: a domain and the same pins make the same spec except for its first line', async () => {
  await onHost(X3D, async (cwd) => {
    const [pins, domain, stdin] = await Promise.all([
      init(cwd, '--pin', PIN),
      init(cwd, '--domain', 'dom.xml', ...QUIET),
      cppcAcpi(['init', '--sysfs', 'sys', '--domain', '-'], { cwd, input: DOMAIN }),
    ]);
    const rest = ({ stdout }: Run) => stdout.split('\n').slice(1).join('\n');
    assert.is(rest(domain), rest(pins));
    assert.is(stdin.stdout, domain.stdout);
    assert.match(domain.stdout, /^# A guest of 2 cores, pinned as in a libvirt domain\.\n/);
    assert.match(domain.stdout, /^host_threads = \[0, 16\]$/m);
    assert.is(domain.stderr, '');
  });
});

test('init: a copy whose files end in NULs, as tar makes them, gives the same spec', async () => {
  await onHost(X3D, async (cwd) => {
    const padded = [...filesOf(X3D)].map(([path, text]) => [path, String(text).padEnd(4096, '\0')] as const);
    writeFiles(join(cwd, 'padded'), new Map(padded));
    const run = await cppcAcpi(['init', '--sysfs', 'padded'], { cwd });
    assert.equal(run, await init(cwd));
    assert.is(run.status, 0);
  });
});

test('init: a repeated --pin is the same as a list', async () => {
  await onHost(X3D, async (cwd) => {
    const repeated = PIN.split(',').flatMap((pin) => ['--pin', pin]);
    assert.is((await init(cwd, ...repeated)).stdout, (await init(cwd, '--pin', PIN)).stdout);
  });
});

test('init -o: writes the same text, and says so', async () => {
  await onHost(X3D, async (cwd) => {
    const { stdout: text } = await init(cwd);
    const run = await init(cwd, '-o', 'new.toml');
    assert.is(run.status, 0);
    assert.match(run.stdout, new RegExp(`^Written: new\\.toml \\(${Buffer.byteLength(text)} bytes\\)\n`));
    assert.is(readFileSync(join(cwd, 'new.toml'), 'utf8'), text);
    assert.equal(readdirSync(cwd).sort(), ['dom.xml', 'new.toml', 'sys']);
  });
});

test('init -o -: standard output', async () => {
  await onHost(X3D, async (cwd) => {
    assert.is((await init(cwd, '-o', '-')).stdout, (await init(cwd)).stdout);
  });
});

const LAYOUTS: readonly { name: string; args: readonly string[]; spec: RegExp; last: RegExp }[] = [
  {
    name: 'by default constant, with the frequencies',
    args: [],
    spec: /^layout = "constant" .*stock QEMU\n[\s\S]*^nominal_freq /m,
    last: /^Written: .*\n\nSource of highest_perf: acpi_cppc\nGuest: linux \(default; --guest names another\)\n\nNext: see how .*\n {2}cppc-acpi preview new\.toml\n {2}cppc-acpi build new\.toml\n$/,
  },
  {
    name: 'acpi-cppc, whose device is out of tree',
    args: ['--layout', 'acpi-cppc'],
    spec: /^layout = "acpi-cppc" .*out of tree;/m,
    last: /^Written: .*\n\nSource of highest_perf: acpi_cppc\nGuest: linux \(default; --guest names another\)\n\nThe device acpi-cppc is out of tree: [\s\S]*\nNext: /,
  },
];

cases('init: the layout', LAYOUTS, async ({ args, spec, last }) => {
  await onHost('epyc-7702', async (cwd) => {
    const run = await init(cwd, ...args, '-o', 'new.toml');
    assert.is(run.status, 0, run.stderr);
    assert.match(readFileSync(join(cwd, 'new.toml'), 'utf8'), spec);
    assert.match(run.stdout, last);
    const built = await cppcAcpi(['build', 'new.toml', '--emit', 'qemu', '-o', '-', '--iasl', 'off'], { cwd });
    assert.is(/-device/.test(built.stdout), args.length > 0);
    assert.is(/-acpitable/.test(built.stdout), args.length === 0);
  });
});

test('init: the next commands quote the name of the file', async () => {
  await onHost(X3D, async (cwd) => {
    const { stdout } = await init(cwd, '-o', 'my vm.toml');
    assert.match(stdout, /\n {2}cppc-acpi build 'my vm\.toml'\n$/);
  });
});

const TAKEN: readonly { name: string; take: (path: string) => void }[] = [
  { name: 'a file', take: (path) => writeFileSync(path, 'mine\n') },
  { name: 'a folder', take: (path) => mkdirSync(path) },
  { name: 'a link to nowhere', take: (path) => symlinkSync('nowhere', path) },
];

cases('init -o: never over', TAKEN, async ({ take }) => {
  await onHost(X3D, async (cwd) => {
    take(join(cwd, 'spec.toml'));
    const run = await init(cwd, '-o', 'spec.toml', ...QUIET);
    assert.is(run.status, 1);
    assert.match(run.stderr, /^error\[cli\/output-exists\]/);
    assert.is(run.stdout, '');
    assert.equal(readdirSync(cwd).sort(), ['dom.xml', 'spec.toml', 'sys']);
    assert.not(existsSync(join(cwd, 'nowhere')));
  });
});

test('init -o: makes folders, but not below a file', async () => {
  await onHost(X3D, async (cwd) => {
    const run = await init(cwd, '-o', 'new/folder/spec.toml');
    assert.is(run.status, 0, run.stderr);
    assert.ok(existsSync(join(cwd, 'new/folder/spec.toml')));
    const below = await init(cwd, '-o', 'dom.xml/spec.toml', ...QUIET);
    assert.is(below.status, 1);
    assert.match(below.stderr, /^error\[cli\/cannot-write\].*\n --> dom\.xml\n/);
  });
});

test('init: --pin takes the place of the pins of a domain', async () => {
  await onHost(X3D, async (cwd) => {
    const run = await init(cwd, '--domain', 'dom.xml', '--pin', '0:1,1:17', ...QUIET);
    assert.match(run.stdout, /^host_threads = \[1, 17\]$/m);
    assert.match(run.stdout, /^host_threads = \[8, 24\]$/m);
  });
});

test('init: an error leaves nothing, neither text nor file', async () => {
  await onHost(X3D, async (cwd) => {
    const run = await init(cwd, '--offset', '0-7=-300', '-o', 'spec.toml');
    assert.is(run.status, 1);
    assert.is(run.stdout, '');
    assert.match(run.stderr, /^error\[host\/offset-result\].*\n --> <command line>:1:10\n 1 \| --offset 0-7=-300\n/);
    assert.not(existsSync(join(cwd, 'spec.toml')));
  });
});

test('init: warnings count as errors with --strict, and not when they are allowed', async () => {
  await onHost('epyc-7702', async (cwd) => {
    const runs = [
      await init(cwd),
      await init(cwd, '--strict'),
      await init(cwd, '--strict', '--allow', 'resolve/all-equal'),
    ];
    assert.equal(
      runs.map(({ status }) => status),
      [0, 1, 0],
    );
    assert.equal(
      runs.map(({ stdout }) => stdout !== ''),
      [true, false, true],
    );
    assert.equal(
      runs.map(({ stderr }) => stderr.includes('warning[resolve/all-equal]')),
      [true, true, false],
    );
  });
});

test('init --json: one object, with the spec or without', async () => {
  await onHost('epyc-7702', async (cwd) => {
    const { stdout: text } = await init(cwd);
    const good = await init(cwd, '--json', '-o', 'spec.toml');
    const { diagnostics, ...facts } = JSON.parse(good.stdout);
    assert.equal(facts, { schema: 1, file: 'spec.toml', spec: text, source: 'cppc', guest: 'linux' });
    assert.equal(
      diagnostics.map((one: { code: string }) => one.code),
      ['resolve/all-equal'],
    );
    const bad = JSON.parse((await init(cwd, '--json', '--offset', '0=-300')).stdout);
    assert.equal([bad.file, bad.spec], [null, null]);
    assert.is(bad.diagnostics[0].place.file, '<command line>');
    assert.is(good.stderr, '');
  });
});

const USAGE: readonly { name: string; args: readonly string[]; message: RegExp }[] = [
  { name: 'a pin', args: ['--pin', '0:4,20,1:5'], message: /error: --pin: "20" is not a pin/ },
  { name: 'an offset', args: ['--offset', '0_7=+40'], message: /error: --offset: "0_7=\+40" is not an offset/ },
  { name: 'threads', args: ['--smt', '0'], message: /error: --smt 0/ },
  { name: 'threads as a word', args: ['--smt', 'two'], message: /error: --smt two/ },
  { name: 'a layout', args: ['--layout', 'x'], message: /Allowed choices are acpi-cppc, constant/ },
  {
    name: 'an offset to a register',
    args: ['--layout', 'amd', '--offset', '0=+1'],
    message: /highest_perf is a register/,
  },
];

cases('init: usage', USAGE, async ({ args, message }) => {
  await onHost(X3D, async (cwd) => {
    const run = await init(cwd, ...args);
    assert.is(run.status, 2);
    assert.match(run.stderr, message);
    assert.is(run.stdout, '');
  });
});

test('init: reports a host without CPPC as an error, with or without cpufreq', async () => {
  await onHost(X3D, async (cwd) => {
    rmSync(join(cwd, 'sys'), { recursive: true });
    const constant = 'devices/system/cpu/cpu0/cpufreq/amd_pstate_highest_perf';
    writeFiles(join(cwd, 'sys'), new Map([[constant, '166\n']]));
    const run = await init(cwd);
    assert.is(run.status, 1);
    assert.match(run.stderr, /^error\[host\/no-cppc\]: none of 1 CPU has acpi_cppc/);
  });
});

test('init: a folder instead of a sysfs file is a warning, and nothing blocks', async () => {
  await onHost(X3D, async (cwd) => {
    const file = join(cwd, 'sys/devices/system/cpu/cpu0/acpi_cppc/highest_perf');
    rmSync(file);
    mkdirSync(file);
    const run = await init(cwd, '--pin', PIN);
    assert.is(run.status, 0);
    assert.match(
      run.stderr,
      /^warning\[host\/cpu-unread\]: cannot read highest_perf of CPU 0: it is not a regular file\n --> sys\/dev/,
    );
    assert.match(run.stdout, /^highest_perf = 201$/m);
  });
});

test('init: a link that leads out of the copied tree is not followed', async () => {
  await onHost(X3D, async (cwd) => {
    const file = join(cwd, 'sys/devices/system/cpu/cpu0/acpi_cppc/nominal_freq');
    // It could block, or do something, when it is opened.
    symlinkSync('/proc/self/mem', file);
    const run = await init(cwd, '--pin', PIN);
    assert.is(run.status, 0);
    assert.match(
      run.stderr,
      /^warning\[host\/cpu-unread\]: cannot read nominal_freq of CPU 0: a link leads out of sys\n/,
    );
  });
});

test('init: a domain that is not there is an error, and the host is looked at all the same', async () => {
  await onHost(X3D, async (cwd) => {
    const run = await cppcAcpi(['init', '--sysfs', 'none', '--domain', 'none.xml'], { cwd });
    assert.is(run.status, 1);
    assert.match(run.stderr, /error\[cli\/cannot-read\][\s\S]*error\[host\/no-cppc\]/);
  });
});

test.run();
