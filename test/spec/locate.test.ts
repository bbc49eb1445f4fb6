import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Diagnostic, diagnostic, type SpecPath } from '../../src/diagnostics/diagnostic.js';
import { locate } from '../../src/spec/locate.js';
import { indexToml } from '../../src/spec/positions.js';
import { cases } from '../support/cases.js';

const TEXT = `# a comment
guest.machine = "qemu"
"quoted key" = 1

[table]
oem_id = "A" # behind
objects = ["_OSC",
  "_CPC"]

[[core]]
highest_perf = { cache = 196, frequency = 166 }
host_threads = [ 4, 20 ]
[core.registers]
enable = { space = "SystemIO", bit_width = 8 }

[[core]]
  registers.desired_perf.space = "PCC"
`;

/** Tables that no spec has, in every notation. */
const UNKNOWN = `sockets.a.b = 2
[[cores]]
a = 1
[guest]
machine = "qemu"
[[core]]
highest_perf = { "my key" = { t = 1 } }
[core.levels.deep]
b = 1
[guest.more]
c = 1
[ "odd name" . x ]
`;

interface Row {
  readonly name: string;
  readonly path: SpecPath;
  /** line:column-endLine:endColumn, all from 1; undefined where not even an ancestor is there. */
  readonly at: string | undefined;
}

const ROWS: readonly Row[] = [
  { name: 'a key with its value', path: ['table', 'oem_id'], at: '6:1-6:13' },
  { name: 'a table at its name', path: ['table'], at: '5:2-5:7' },
  { name: 'a dotted key', path: ['guest', 'machine'], at: '2:1-2:23' },
  { name: 'a quoted key', path: ['quoted key'], at: '3:1-3:17' },
  { name: 'a value over two lines', path: ['table', 'objects'], at: '7:1-8:10' },
  { name: 'the first element of an array', path: ['table', 'objects', 0], at: '7:12-7:18' },
  { name: 'an element on the next line', path: ['table', 'objects', 1], at: '8:3-8:9' },
  { name: 'the first of two array tables', path: ['core', 0], at: '10:3-10:7' },
  { name: 'the second', path: ['core', 1], at: '16:3-16:7' },
  { name: 'a key of the first', path: ['core', 0, 'host_threads'], at: '12:1-12:25' },
  { name: 'an element of it', path: ['core', 0, 'host_threads', 1], at: '12:21-12:23' },
  { name: 'a key of an inline table', path: ['core', 0, 'highest_perf', 'frequency'], at: '11:31-11:46' },
  { name: 'a table below an array table', path: ['core', 0, 'registers'], at: '13:2-13:16' },
  { name: 'a register', path: ['core', 0, 'registers', 'enable'], at: '14:1-14:47' },
  { name: 'a key of the register', path: ['core', 0, 'registers', 'enable', 'bit_width'], at: '14:32-14:45' },
  {
    name: 'a dotted key of the second, behind blanks',
    path: ['core', 1, 'registers', 'desired_perf', 'space'],
    at: '17:3-17:39',
  },

  { name: 'a missing key at its table', path: ['table', 'oem_revision'], at: '5:2-5:7' },
  { name: 'a missing key of a core at the core', path: ['core', 1, 'highest_perf'], at: '16:3-16:7' },
  {
    name: 'a missing key of a register at the register',
    path: ['core', 0, 'registers', 'enable', 'address'],
    at: '14:1-14:47',
  },
  {
    name: 'a missing register of a core at its registers',
    path: ['core', 0, 'registers', 'min_perf', 'space'],
    at: '13:2-13:16',
  },
  { name: 'a missing element at the array', path: ['core', 0, 'host_threads', 9], at: '12:1-12:25' },
  { name: 'a key of a missing table', path: ['defaults', 'nominal_perf'], at: undefined },
  { name: 'the spec itself', path: [], at: undefined },
];

cases('the position of', ROWS, async ({ path, at }) => {
  const found = (await indexToml(TEXT)).positionOf(path);
  assert.is(found && `${found.line}:${found.column}-${found.endLine}:${found.endColumn}`, at);
});

test('literals are exact, floats differ from integers', async () => {
  const { literals } = await indexToml('a = 0xFFFFFFFFFFFFFFFF\nb = [1.0, -7]\nc = { d = "x", e = true, f = 1_0 }');
  assert.equal(literals, [
    { path: ['a'], kind: 'integer', value: 2n ** 64n - 1n },
    { path: ['b', 0], kind: 'float', value: 0n },
    { path: ['b', 1], kind: 'integer', value: -7n },
    { path: ['c', 'f'], kind: 'integer', value: 10n },
  ]);
});

cases(
  'an unknown table points at itself:',
  [
    { name: 'an array of tables', path: ['cores'], at: '2:3-8' },
    { name: 'the beginning of a dotted key', path: ['sockets'], at: '1:1-8' },
    { name: 'inside a dotted key', path: ['sockets', 'a'], at: '1:9-10' },
    { name: 'in an inline table', path: ['core', 0, 'highest_perf', 'my key'], at: '7:18-38' },
    { name: 'in the header of a core', path: ['core', 0, 'levels'], at: '8:7-13' },
    { name: 'behind the cores, of a table before them', path: ['guest', 'more'], at: '10:2-12' },
    { name: 'a quoted name in a header', path: ['odd name'], at: '12:3-13' },
  ],
  async ({ path, at }) => {
    assert.match(await shown(problemAt(path), UNKNOWN), new RegExp(`^${at} `));
  },
);

function problemAt(path: SpecPath): Diagnostic {
  return diagnostic('spec/no-core', { file: 'spec.toml', path }, {});
}

async function shown(one: Diagnostic, text = TEXT): Promise<string> {
  const [located] = await locate([one], text);
  const at = located?.at;
  return at ? `${at.line}:${at.column}-${at.endColumn} ${at.text}` : 'nowhere';
}

test('a located problem has its line', async () => {
  assert.is(await shown(problemAt(['table', 'oem_id'])), '6:1-13 oem_id = "A" # behind');
});

test('marks a range of several lines to the end of the first', async () => {
  assert.is(await shown(problemAt(['table', 'objects'])), `7:1-${Number.MAX_SAFE_INTEGER} objects = ["_OSC",`);
});

test('the line ends of Windows are not shown, a byte order mark is not counted', async () => {
  const text = `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`;
  assert.is(await shown(problemAt(['table', 'oem_id']), text), '6:1-13 oem_id = "A" # behind');
  assert.is(await shown(problemAt([]), text), '1:1-1 ');
});

test('a position that is known needs no index', async () => {
  const one = diagnostic('spec/no-core', { file: 'spec.toml', line: 6, column: 10 }, {});
  assert.is(await shown(one), '6:10-11 oem_id = "A" # behind');
  assert.is(await shown(one, 'invalid TOML'), '6:10-11 ');
});

test('a file or bytes have no line', async () => {
  assert.is(await shown(diagnostic('spec/no-core', { file: 'spec.toml' }, {})), 'nowhere');
  assert.is(await shown(diagnostic('spec/no-core', { file: 'x.aml', offset: 4, length: 4 }, {})), 'nowhere');
  assert.is(await shown(diagnostic('spec/no-core', undefined, {})), 'nowhere');
});

test('a text that has no index has its problems at its start', async () => {
  assert.is(await shown(problemAt(['table']), 'a = = 1'), '1:1-1 ');
});

const IN_A_STRING = `[guest]
cpu_model = '''
[[core]]
'''
[table]
oem_id = "A"
`;

cases(
  'where it is',
  [
    { name: 'in front of the cores', text: `[table]\noem_id = "A"\n[[core]]\n[[core]]\n`, line: 2 },
    { name: 'behind the cores', text: `[[core]]\n[[core]]\n[table]\noem_id = "A"\n`, line: 4 },
    { name: 'behind a header in a string', text: IN_A_STRING, line: 6 },
    { name: 'in a core of many', text: '[[core]]\n'.repeat(9), path: ['core', 7], line: 8 },
    { name: 'in cores under one key', text: 'core = [\n{},\n{}]\n', path: ['core', 1], line: 3 },
  ],
  async ({ text, path = ['table', 'oem_id'], line }) => {
    const [found] = await locate([diagnostic('spec/empty', { file: 'a', path }, { key: 'a', wanted: 'b' })], text);
    assert.is(found?.at?.line, line);
  },
);

test.run();
