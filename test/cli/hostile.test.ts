// Input that was made to break its reader, through the command line: a diagnostic with a place, soon, and no stack trace.

import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeTable } from '../../src/aml/table.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { withValidHeader } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { bytesOf, cppcAcpi, inScratch, interruptedCppcAcpi, type Run } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const HOSTILE = join(FIXTURES, 'hostile');
const TRACE = /^\s+at .*:\d+:\d+|node:internal|this is a bug in cppc-acpi/m;
const MIB = 1024 * 1024;

const header = {
  ...{ signature: 'SSDT', revision: 2, oemId: 'CPPC', oemTableId: 'HOSTILE', oemRevision: 1 },
  ...{ creatorId: 'CPPC', creatorRevision: 1 },
};
const name = (of: string): AmlNode => ({ term: 'NameString', name: of });
const defined = (of: string, object: AmlNode): AmlNode => ({ term: 'DefName', name: of, object });
const returning = (of: string, object: AmlNode): AmlNode => {
  return { term: 'DefMethod', name: of, methodFlags: 0, terms: [{ term: 'DefReturn', object }] };
};
const integer = (value: bigint): AmlNode => ({ term: 'Integer', value });
const packageOf = (...elements: readonly AmlNode[]): AmlNode => {
  return { term: 'DefPackage', numElements: elements.length, elements };
};

/** Names, packages and methods that each lead to the next, and at last to the first. */
const CYCLES: readonly AmlNode[] = [
  defined('AAAA', name('BBBB')),
  defined('BBBB', name('AAAA')),
  defined('PKGA', packageOf(name('PKGA'), name('PKGB'))),
  defined('PKGB', packageOf(name('PKGA'), name('PKGB'))),
  ...['C000', 'C001', 'C002'].map((device, i): AmlNode => {
    const own = [
      defined('_CPC', packageOf(integer(23n), integer(3n), name('AAAA'), name('PKGA'), name('_CPC'))),
      returning('_CPC', name(i === 1 ? '_CPC' : 'LOOP')),
      defined('_PSD', packageOf(name('_PSD'))),
    ];
    return { term: 'DefDevice', name: device, terms: [...own.slice(i === 0 ? 0 : 1), returning('LOOP', name('_CPC'))] };
  }),
];

function nested(depth: number): Uint8Array {
  // PackageOp and a PkgLength of four bytes, which ends with the table.
  const bytes = new Uint8Array(36 + depth * 6);
  for (let i = 0; i < depth; i++) {
    const length = (depth - i) * 6 - 1;
    bytes.set([0x12, 0xc0 | (length & 0xf), (length >> 4) & 0xff, (length >> 12) & 0xff, length >> 20, 1], 36 + i * 6);
  }
  bytes.set(new TextEncoder().encode('SSDT'));
  return withValidHeader(bytes);
}

interface Row {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly commands: readonly string[];
  /** 1 by default. */
  readonly status?: number;
  readonly code: string;
}

const SPEC = ['build FILE -o out', 'check FILE', 'preview FILE', 'hyperv FILE', 'boot FILE'];
const TABLE = ['inspect FILE', 'check FILE --guest linux-6.12', 'decompile FILE -o out.toml', 'diff FILE good.toml'];
const DOMAIN = ['libvirt good.toml --domain FILE -o FILE', 'init --sysfs sys --domain FILE'];
const fixture = (file: string) => readFileSync(join(HOSTILE, file), 'utf8');
const GOOD = readFileSync(join(FIXTURES, 'reject/scratch/good.toml'), 'utf8');

const rows: readonly Row[] = [
  { name: 'names of every object', content: fixture('prototypes.toml'), commands: SPEC, code: 'spec/' },
  { name: 'escape sequences', content: fixture('escapes.toml'), commands: SPEC, code: 'spec/' },
  { name: 'NUL bytes in a spec', content: `${GOOD}\0\0 = 1\n`, commands: SPEC, code: 'spec/toml-syntax' },
  {
    name: 'a spec that is no UTF-8',
    content: Uint8Array.of(0x23, 0xff, 0xfe, 0xc0, 0x80),
    commands: SPEC,
    code: 'cli/not-text',
  },
  { name: '17 MiB of a spec', content: `${GOOD}# ${'x'.repeat(17 * MIB)}`, commands: SPEC, code: 'cli/too-large' },
  {
    name: '10 MiB of keys',
    content: `${GOOD}${'a = 1\n'.repeat(1_700_000)}`,
    commands: ['check FILE'],
    code: 'spec/too-many',
  },
  {
    name: 'a length of 4 GiB',
    content: bytesOf(join(HOSTILE, 'four-gib.hex')),
    commands: TABLE,
    code: 'aml/wrong-length',
  },
  {
    name: 'a table that is cut off',
    content: bytesOf(join(HOSTILE, 'truncated.hex')),
    commands: TABLE.slice(0, 2),
    code: 'aml/wrong-length',
  },
  { name: '10,000 nested packages', content: nested(10_000), commands: TABLE.slice(2), code: 'd' },
  {
    name: '17 MiB of a table',
    content: withValidHeader(new Uint8Array(17 * MIB)),
    commands: TABLE,
    code: 'cli/too-large',
  },
  {
    name: 'names that lead in a circle',
    content: encodeTable({ header, terms: CYCLES }),
    commands: TABLE.slice(1, 2),
    code: '',
  },
  { name: 'entities of entities', content: fixture('entities.xml'), commands: DOMAIN, code: 'libvirt/bad-domain' },
  {
    name: '10,000 nested elements',
    content: `${'<domain>'.repeat(10_000)}${'</domain>'.repeat(10_000)}`,
    commands: DOMAIN,
    code: '',
  },
  {
    name: 'a domain of 17 MiB',
    content: `<domain>${' '.repeat(17 * MIB)}</domain>`,
    commands: DOMAIN,
    code: 'cli/too-large',
  },
  {
    name: 'a domain with NUL bytes',
    content: "<domain type='kvm'>\0</domain>",
    commands: DOMAIN,
    code: 'libvirt/bad-domain',
  },
];

/** What `diff` cannot compare is no difference. */
const refusal = (command: string) => (command.startsWith('diff') ? 2 : 1);

cases('hostile', rows, async ({ content, commands, status, code }) => {
  for (const command of commands) {
    await inScratch(async (cwd) => {
      writeFileSync(join(cwd, 'hostile'), content);
      const run = await cppcAcpi(words(command, 'hostile'), { cwd });
      refuses(command, run, `error[${code}`, status ?? refusal(command));
    });
  }
});

function words(command: string, file: string): string[] {
  return command.split(' ').map((word) => (word === 'FILE' ? file : word));
}

function refuses(command: string, { status, stdout, stderr }: Run, message: string, expected = refusal(command)): void {
  assert.is(status, expected, `${command}: ${stderr.slice(0, 500)}`);
  assert.ok(stderr.includes(message), `${command}: ${stderr.slice(0, 500)}`);
  assert.match(stderr, /^ --> \S/m);
  assert.not.match(stderr, TRACE);
  assert.not.match(stdout + stderr, /[^\P{Cc}\n]/u);
  assert.ok(stderr.length < 40_000, `${command}: ${stderr.length} characters of messages`);
}

test('10,000 nested packages and names in a circle are shown', async () => {
  for (const content of [nested(10_000), encodeTable({ header, terms: CYCLES })]) {
    await inScratch(async (cwd) => {
      writeFileSync(join(cwd, 'hostile'), content);
      const run = await cppcAcpi(['inspect', 'hostile', '--hex', '--all'], { cwd });
      assert.is(run.status, 0, run.stderr.slice(0, 500));
    });
  }
});

const READERS = [
  ...[...SPEC, ...TABLE, ...DOMAIN, 'verify FILE', 'libvirt FILE --domain two-vcpus.xml', 'diff good.toml FILE'],
  ...['boot good.toml --kernel FILE', 'init --sysfs sys --domain FILE'],
].map((command) => ({ name: command, command }));

cases('links that run in a circle', READERS, async ({ command }) => {
  await inScratch(async (cwd) => {
    symlinkSync('other', join(cwd, 'loop'));
    symlinkSync('loop', join(cwd, 'other'));
    const run = await cppcAcpi(words(command, 'loop'), { cwd });
    refuses(
      command,
      run,
      command.includes('--kernel') ? 'error[boot/not-a-kernel' : 'too many levels of symbolic links',
    );
  });
});

cases('a name that is too long', READERS, async ({ command }) => {
  await inScratch(async (cwd) => {
    const run = await cppcAcpi(words(command, 'x'.repeat(300)), { cwd });
    refuses(command, run, command.includes('--kernel') ? 'error[boot/not-a-kernel' : 'the file name is too long');
  });
});

test('a folder of tables with links in a circle and pipes: what can be read is', async () => {
  await inScratch(async (cwd) => {
    mkdirSync(join(cwd, 'tables'));
    writeFileSync(join(cwd, 'tables/SSDT1'), readFileSync(join(cwd, 'good.aml')));
    symlinkSync('SSDT2', join(cwd, 'tables/SSDT2'));
    symlinkSync('none', join(cwd, 'tables/SSDT3'));
    await execa('mkfifo', [join(cwd, 'tables/SSDT4')]);
    const { status, stderr } = await cppcAcpi(['inspect', 'tables'], { cwd });
    assert.is(status, 0, stderr);
  });
});

test('a tree like /sys whose links run in a circle, and folders in the place of files', async () => {
  await inScratch(async (cwd) => {
    const cpus = join(cwd, 'odd/devices/system/cpu');
    mkdirSync(join(cpus, 'cpu0/acpi_cppc/highest_perf'), { recursive: true });
    symlinkSync('cpu1', join(cpus, 'cpu1'));
    symlinkSync('.', join(cpus, 'cpu2'));
    symlinkSync('online', join(cpus, 'online'));
    const run = await cppcAcpi(['init', '--sysfs', 'odd'], { cwd });
    refuses('init', run, 'error[host/no-cppc]');
  });
});

cases(
  'a pipe without a writer: an interrupt ends it',
  READERS.filter(({ command }) => !command.includes('--kernel')),
  async ({ command }) => {
    await inScratch(async (cwd) => {
      await execa('mkfifo', [join(cwd, 'pipe')]);
      const run = await interruptedCppcAcpi(words(command, 'pipe'), { cwd }, 'SIGINT', (pid) =>
        hasOpen(pid, join(cwd, 'pipe')),
      );
      assert.is(run.status, 130, run.stderr);
    });
  },
);

/** Whether a process has a file open. proc(5), /proc/pid/fd. */
function hasOpen(pid: number, file: string): boolean {
  const fds = `/proc/${pid}/fd`;
  return namesOf(fds).some((fd) => targetOf(join(fds, fd)) === file);
}

/** The process opens and closes files, and ends, while it is looked at. */
function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

test('a pipe is not a kernel', async () => {
  await inScratch(async (cwd) => {
    await execa('mkfifo', [join(cwd, 'pipe')]);
    refuses('boot', await cppcAcpi(['boot', 'good.toml', '--kernel', 'pipe'], { cwd }), 'it is not a regular file');
  });
});

test('a pipe is read to its end, however late its writer comes', async () => {
  await inScratch(async (cwd) => {
    await execa('mkfifo', [join(cwd, 'pipe')]);
    const run = cppcAcpi(['check', 'pipe'], { cwd });
    await execa('sh', ['-c', 'sleep 1; exec >pipe; head -c 30 good.toml; sleep 1; tail -c +31 good.toml'], { cwd });
    const { status, stdout } = await run;
    assert.is(status, 0);
    assert.match(stdout, 'pipe: no problems found');
  });
});

test.run();
