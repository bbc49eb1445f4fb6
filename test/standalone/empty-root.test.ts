// The executable in a root with nothing else than the C and C++ libraries of the system: no Node, shell, /proc, /dev or /tmp.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Block, DOCUMENTS, shownIn } from '../docs/document.js';
import { furnish, inShell, writeInto } from '../docs/shell.js';
import { MAIN } from '../support/command-line.js';
import { REPOSITORY } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

/** Commands without words for a shell; others make the files for them. boot needs files and programs of the host. */
const PLAIN = /^cppc-acpi(?! boot)(?: [\w.,:=+@/%-]+)*$/;
/** Debian 12 has them in libc6, libstdc++6 and libgcc-s1. */
const LIBRARIES = ['libc.so.6', 'libdl.so.2', 'libgcc_s.so.1', 'libm.so.6', 'libpthread.so.0', 'libstdc++.so.6'];

const place = mkdtempSync(join(realpathSync(tmpdir()), 'cppc-acpi-root-'));
const [root, folder] = [join(place, 'root'), join(place, 'commands')];
test.after(() => rmSync(place, { recursive: true, force: true }));

const ENVIRONMENT = { LC_ALL: 'C.UTF-8' };

interface Run {
  readonly command: string;
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

testWith(['standalone', 'bwrap'], 'it needs the libraries of C and C++ alone', async () => {
  const { stdout } = await execa('ldd', [outside('standalone')]);
  const files = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, file = '']) => file);
  const names = [...stdout.matchAll(/^\s*(lib\S+) => /gm)].map(([, name = '']) => name);
  assert.equal(names.sort(), LIBRARIES);
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    cpSync(realpathSync(file), join(root, file));
  }
  cpSync(outside('standalone'), join(root, 'cppc-acpi'));
  const version = await inRoot(['--version']);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\S*\nwith Node\.js 24\.\d+\.\d+ inside\n$/);
});

for (const { name, blocks } of DOCUMENTS) {
  const commands = blocks.filter(({ language }) => language === 'console').flatMap(shownIn);
  if (!commands.some(({ command }) => PLAIN.test(command))) continue;
  testWith(['standalone', 'bwrap'], `commands of ${name}`, async () => {
    const expected = await runAll(blocks, onHost);
    const written = filesIn(folder);
    const made = await runAll(blocks, inRoot);
    assert.ok(made.length > 0);
    for (const [i, one] of made.entries()) assert.equal(one, expected[i]);
    assert.equal(filesIn(folder), written);
  });
}

async function runAll(blocks: readonly Block[], run: (args: readonly string[]) => Promise<Run>): Promise<Run[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  furnish(folder, [process.execPath, MAIN]);
  const made: Run[] = [];
  for (const block of blocks) {
    if (block.file !== undefined) writeInto(folder, block.file, `${block.lines.join('\n')}\n`);
    if (block.language === 'hidden') await inShell(block.lines.join('\n'), folder);
    for (const { command } of block.language === 'console' ? shownIn(block) : []) {
      if (PLAIN.test(command)) made.push(await run(command.split(' ').slice(1)));
      else if (!/\bboot\b/.test(command)) await inShell(command, folder);
    }
  }
  return made;
}

/** What the commands wrote, with its bytes. */
function filesIn(path: string): string[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort().map((file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`);
}

/** Without PATH: no program is found, as in the root. */
async function onHost(args: readonly string[]): Promise<Run> {
  return runOf(args, [process.execPath, MAIN], ENVIRONMENT);
}

async function inRoot(args: readonly string[]): Promise<Run> {
  const inputs = ['examples', 'fixtures', 'deploy'].map((name) => join(REPOSITORY, name));
  const [uid, gid] = [String(process.getuid?.()), String(process.getgid?.())];
  const bwrap = [
    ...['--unshare-all', '--unshare-user', '--uid', uid, '--gid', gid, '--die-with-parent', '--bind', root, '/'],
    ...inputs.flatMap((path) => ['--ro-bind', path, path]),
    ...['--bind', folder, folder, '--chdir', folder, '--clearenv'],
    ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
  return runOf(args, ['bwrap', ...bwrap, '--', '/cppc-acpi'], process.env);
}

async function runOf(
  args: readonly string[],
  [file, ...first]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  mkdirSync(folder, { recursive: true });
  const { exitCode, stdout, stderr } = await execa(file, [...first, ...args], {
    cwd: folder,
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    timeout: 60_000,
  });
  return { command: args.join(' '), status: exitCode, stdout, stderr };
}

test.run();
