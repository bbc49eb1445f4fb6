// What documents say without running it: commands for other places, and options in the text.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { program } from '../../src/cli/program.js';
import { cases } from '../support/cases.js';
import { blocksIn, DOCUMENTS } from './document.js';

/** Programs whose commands stand in `sh` blocks, without output, and why they cannot run here. test/deploy has stand-ins for some. */
const NOT_RUN: Readonly<Record<string, string>> = {
  make: 'runs the tests, or builds what they run from',
  alias: 'is for a shell at a terminal',
  npm: 'installs programs',
  sudo: 'writes into folders of the system',
  mkdir: 'makes folders in the home of the reader',
  qm: 'is a command of Proxmox VE',
  'ansible-galaxy': 'downloads a collection',
  'ansible-playbook': 'changes hosts',
  tar: 'packs a kernel that only the reader has',
  'grub-mkimage': 'is not installed with the tests',
  'qemu-system-aarch64': 'boots a kernel that only the reader has',
  'qemu-system-x86_64': 'boots a kernel that only the reader has',
  'cloud-hypervisor': 'is not in Debian',
  apt: 'installs and downloads packages',
  dpkg: 'unpacks packages that only the reader has',
  node: 'boots a kernel that only the reader has',
  grep: 'is for a shell in the guest',
  ssh: 'runs a script in a guest that only the reader has',
  powershell: 'is for a shell in a Windows guest',
  iasl: 'compiles a table that only the reader has',
  python3: 'changes a table that only the reader has',
  reg: 'is for a shell in a Windows guest',
};

/** Documents whose shown output is of other runs than a test can repeat. */
const OTHER_OUTPUT: Readonly<Record<string, string>> = {
  'docs/performance.md': 'times and memory differ from machine to machine',
};

const COMMANDS = program('0', () => {}).commands;
const NAMES = COMMANDS.map((command) => command.name());

test('no output is shown that no test compares', () => {
  const wrong = blocksIn('', 'text', 'plain', 'bash', 'shell', 'shell-session', 'terminal')
    .filter(({ document }) => !(document in OTHER_OUTPUT))
    .map(({ name }) => name);
  assert.equal(wrong, []);
});

cases('sh block', blocksIn('sh'), ({ lines }) => {
  const commands = commandsOf(lines);
  const programs = commands.map((line) => /^\S+/.exec(line)?.[0] ?? '');
  const unknown = programs.filter((one) => one !== 'cppc-acpi' && !(one in NOT_RUN) && !BESIDE.includes(one));
  assert.equal(unknown, [], 'these can run in a console block, or need a reason in NOT_RUN');
  assert.ok(
    programs.some((one) => one in NOT_RUN),
    'all of it can run: make it a console block',
  );
});

/** What may stand between the commands of NOT_RUN, and needs their files. */
const BESIDE: readonly string[] = ['cat', 'cp', 'cd', 'cpio', 'find', 'rm'];

test('every reason is needed', () => {
  const used = new Set(blocksIn('sh').flatMap(({ lines }) => commandsOf(lines).map((line) => /^\S+/.exec(line)?.[0])));
  assert.equal(
    Object.keys(NOT_RUN).filter((name) => !used.has(name)),
    [],
  );
});

/** Commands without comments, a continued one as one line. */
function commandsOf(lines: readonly string[]): string[] {
  const text = lines.join('\n').replace(/\\\n\s*/g, '');
  return text.split('\n').filter((line) => /^[^\s#]/.test(line));
}

interface Spoken {
  readonly name: string;
  readonly words: string;
}

/** Every `cppc-acpi …` of a block, and the code spans of the text that say a command with an option. */
const SPOKEN: readonly Spoken[] = DOCUMENTS.flatMap(({ name: document, lines, blocks }) => {
  const inBlocks = blocks.filter(({ language }) => ['console', 'sh', 'hidden'].includes(language));
  const commands = inBlocks.flatMap((block) => (block.language === 'console' ? shellLines(block.lines) : block.lines));
  const inside = new Set(blocks.flatMap(({ lines }) => lines));
  const spans = lines
    .filter((line) => !inside.has(line))
    .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll('\\|', '|')));
  const bare = spans.filter((span) => span.includes(' -') && NAMES.some((name) => span.startsWith(`${name} `)));
  const called = [...commands, ...spans].flatMap((text) => [...text.matchAll(/\bcppc-acpi ([a-z-][^|;#)&]*)/g)]);
  return [...bare, ...called.map(([, words = '']) => words.trim())].map((words) => ({
    name: `${document}: ${words}`,
    words,
  }));
});

function shellLines(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('$ '));
}

test('commands are found in blocks and in the text', () => {
  assert.ok(SPOKEN.length > 40, `${SPOKEN.length}`);
});

cases('names a command and options that there are', SPOKEN, ({ words }) => {
  const [name = '', ...rest] = words.split(/\s+/);
  if (name.startsWith('--')) return assert.ok(['--help', '--version'].includes(name), name);
  const command = COMMANDS.find((one) => one.name() === name);
  assert.ok(command, `there is no command ${name}`);
  const known = [...(command?.options ?? []).flatMap(({ short, long }) => [short, long]), '-h', '--help'];
  const unknown = rest
    .map((word) => word.replace(/=.*|[,.:]$/g, ''))
    .filter((word) => /^--?[a-z]/.test(word) && !known.includes(word));
  assert.equal(unknown, []);
});

test('the documents name every command', () => {
  const text = DOCUMENTS.map(({ lines }) => lines.join('\n')).join('\n');
  assert.equal(
    NAMES.filter((name) => !new RegExp(`\`${name}[ \`]`).test(text)),
    [],
  );
});

test.run();
