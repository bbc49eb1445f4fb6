import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { readText, specOf } from './problems.js';

const U64 = 2n ** 64n - 1n;

test('a spec with a key of every form', async () => {
  const spec = await specOf(`
[table]
oem_id = "ABC DE"
oem_revision = 4294967295
cpc_revision = 4
objects = ["_CPC", "_OSC"]
coord_type = "HW_ALL"
compact = true
[guest]
machine = "xen"
processor_path = '\\_SB_.C%02X'
os = ["windows11", "linux-6.12"]
variant = "cache"
[registers]
layout = "custom"
addrspace = 1
highest_perf = 0xFFFF_FFFF_FFFF_FFFF
guaranteed_perf = "none"
desired_perf = { space = "PCC", bit_width = 32, bit_offset = 0, subspace = 255, address = 0x10 }
min_perf = { space = "SystemIO", bit_width = 8, bit_offset = 255, access_size = "Byte", address = 0x5F0 }
resource_priority = [{ resources = [0, 4294967295], enable_value = 1, enable_register = "none", count = 2, register = 3 }]
[defaults]
nominal_perf = { cache = 131, "a b" = 0 }
[[core]]
lowest_perf = 1
host_threads = "4,20"
vcpus = [1, 0]
path = ['\\_SB_.PR10', '\\_SB.PR1_']
threads = 2
domain = 4294967295
coord_type = "SW_ALL"
[core.registers]
max_perf = 7
[[core]]
host_threads = [65535]
count = 4096
[[offset]]
host_threads = "0-3,^2"
highest_perf = -4294967295
`);
  assert.equal(spec.table, {
    oem_id: 'ABC DE',
    oem_revision: 0xffff_ffffn,
    cpc_revision: 4n,
    objects: ['_CPC', '_OSC'],
    coord_type: 'HW_ALL',
    compact: true,
  });
  assert.equal(spec.guest, {
    machine: 'xen',
    processor_path: '\\_SB_.C%02X',
    os: ['windows11', 'linux-6.12'],
    variant: 'cache',
  });
  assert.equal(spec.layout, { layout: 'custom', addrspace: 1n });
  assert.equal(spec.registers, {
    highest_perf: U64,
    guaranteed_perf: 'none',
    desired_perf: { space: 'PCC', bit_width: 32n, bit_offset: 0n, subspace: 255n, address: 0x10n },
    min_perf: { space: 'SystemIO', bit_width: 8n, bit_offset: 255n, access_size: 'Byte', address: 0x5f0n },
    resource_priority: [
      { resources: [0n, 0xffff_ffffn], enable_value: 1n, enable_register: 'none', count: 2n, register: 3n },
    ],
  });
  assert.equal(
    [...(spec.defaults.nominal_perf as ReadonlyMap<string, bigint>)],
    [
      ['cache', 131n],
      ['a b', 0n],
    ],
  );
  assert.equal(spec.cores, [
    {
      at: ['core', 0],
      host_threads: [4, 20],
      vcpus: [1n, 0n],
      path: ['\\_SB.PR10', '\\_SB.PR1'],
      threads: 2n,
      domain: 0xffff_ffffn,
      coord_type: 'SW_ALL',
      levels: { lowest_perf: 1n },
      registers: { max_perf: 7n },
    },
    { at: ['core', 1], host_threads: [65535], count: 4096n, levels: {}, registers: {} },
  ]);
  assert.equal(spec.offsets, [{ host_threads: [0, 1, 3], highest_perf: -0xffff_ffffn }]);
});

test('pins may be sets, in ascending order; a set of one is a number', async () => {
  const spec = await specOf('[[core]]\nhost_threads = ["24,8", 5, "7", "16-19,^17"]');
  assert.equal(spec.cores[0]?.host_threads, [[8, 24], 5, 7, [16, 18, 19]]);
});

cases(
  'integers are exact',
  [
    { name: '0', text: '0', value: 0n },
    { name: '2^31', text: '2147483648', value: 2n ** 31n },
    { name: '2^53-1', text: '9007199254740991', value: 2n ** 53n - 1n },
    { name: '2^53+1', text: '9007199254740993', value: 2n ** 53n + 1n },
    { name: '2^63-1', text: '9223372036854775807', value: 2n ** 63n - 1n },
    { name: '2^63, where @iarna/toml turns negative', text: '9223372036854775808', value: 2n ** 63n },
    { name: '2^64-1', text: '18446744073709551615', value: U64 },
    { name: '2^64-1 with underscores', text: '18_446_744_073_709_551_615', value: U64 },
    { name: '2^64-1 in hexadecimal', text: '0xFFFFFFFFFFFFFFFF', value: U64 },
    { name: '2^64-1 in lower case, with underscores', text: '0xffff_ffff_ffff_ffff', value: U64 },
    { name: '2^53+1 in hexadecimal', text: '0x20000000000001', value: 2n ** 53n + 1n },
    { name: '2^63 in octal', text: '0o1000000000000000000000', value: 2n ** 63n },
    { name: '2^63 in binary', text: `0b1${'0'.repeat(63)}`, value: 2n ** 63n },
    { name: 'a plus sign', text: '+18446744073709551615', value: U64 },
  ],
  async ({ text, value }) => {
    const { cores, defaults, registers } = await specOf(
      `[registers]\nreference_perf = ${text}\n[defaults]\nnominal_perf = { a = ${text}, b = 1 }\n[[core]]\nhighest_perf = ${text}`,
    );
    assert.is(cores[0]?.levels.highest_perf, value);
    assert.is(registers.reference_perf, value);
    assert.equal(
      [...(defaults.nominal_perf as ReadonlyMap<string, bigint>)],
      [
        ['a', value],
        ['b', 1n],
      ],
    );
  },
);

cases(
  'rejects a value that is not an integer from 0 to 2^64-1',
  [
    { name: '2^64', value: '18446744073709551616', code: 'out-of-range' },
    { name: '2^64 in hexadecimal', value: '0x10000000000000000', code: 'out-of-range' },
    { name: '2^65-1, which wraps to 2^64-1', value: '36893488147419103231', code: 'out-of-range' },
    { name: '-1', value: '-1', code: 'out-of-range' },
    { name: '-(2^64-1)', value: '-18446744073709551615', code: 'out-of-range' },
    { name: '1.0', value: '1.0', code: 'wrong-type' },
    { name: '1.5', value: '1.5', code: 'wrong-type' },
    { name: '1e2', value: '1e2', code: 'wrong-type' },
    { name: '1E+2', value: '1E+2', code: 'wrong-type' },
    { name: '1_000.0', value: '1_000.0', code: 'wrong-type' },
    { name: 'inf', value: 'inf', code: 'wrong-type' },
    { name: 'nan', value: '-nan', code: 'wrong-type' },
    { name: 'a string', value: '"236"', code: 'wrong-type' },
    { name: 'true', value: 'true', code: 'wrong-type' },
    { name: 'a date', value: '1979-05-27T07:32:00Z', code: 'wrong-type' },
    { name: 'an array', value: '[1]', code: 'wrong-type' },
    { name: 'a table without variants', value: '{}', code: 'empty' },
  ],
  async ({ value, code }) => {
    assert.equal((await readText(`[[core]]\nhighest_perf = ${value}`)).lines, [`2:1 spec/${code}`]);
    if (code !== 'empty') {
      assert.equal((await readText(`[[core]]\nhighest_perf = { a = ${value} }`)).lines, [`2:18 spec/${code}`]);
    }
  },
);

test('a number out of range is reported exactly', async () => {
  const { diagnostics } = await readText('[[core]]\nhighest_perf = 36893488147419103233');
  assert.is(diagnostics[0]?.message, 'highest_perf is 36893488147419103233; it must be from 0 to 18446744073709551615');
});

interface Row {
  readonly name: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** One line under the given table; a core behind it, where there is none. */
const under = (table: string, line: string) => `[${table}]\n${line}\n${table.startsWith('[core') ? '' : '[[core]]'}`;

// biome-ignore format: one row a line
const RANGES: readonly Row[] = [
  { name: 'oem_id of 1', text: under('table', 'oem_id = "A"'), lines: [] },
  { name: 'oem_id of 6', text: under('table', 'oem_id = "ABCDEF"'), lines: [] },
  { name: 'oem_id of 7', text: under('table', 'oem_id = "ABCDEFG"'), lines: ['2:1 spec/bad-text'] },
  { name: 'oem_id of none', text: under('table', 'oem_id = ""'), lines: ['2:1 spec/bad-text'] },
  { name: 'oem_table_id of 8', text: under('table', 'oem_table_id = "12345678"'), lines: [] },
  { name: 'oem_table_id of 9', text: under('table', 'oem_table_id = "123456789"'), lines: ['2:1 spec/bad-text'] },
  { name: 'the first and the last printable character', text: under('table', 'oem_id = " ~"'), lines: [] },
  { name: 'a character below', text: under('table', 'oem_id = "\\u001F"'), lines: ['2:1 spec/bad-text'] },
  { name: 'a character above', text: under('table', 'oem_id = "\\u007F"'), lines: ['2:1 spec/bad-text'] },
  { name: 'an umlaut', text: under('table', 'oem_id = "ä"'), lines: ['2:1 spec/bad-text'] },
  { name: 'creator_id of 4', text: under('table', 'creator_id = "BXPC"'), lines: [] },
  { name: 'creator_id of 5', text: under('table', 'creator_id = "BXPC1"'), lines: ['2:1 spec/bad-text'] },
  { name: 'creator_revision 2^32-1', text: under('table', 'creator_revision = 0xFFFFFFFF'), lines: [] },
  {
    name: 'creator_revision 2^32',
    text: under('table', 'creator_revision = 4294967296'),
    lines: ['2:1 spec/out-of-range'],
  },
  { name: 'oem_revision 2^32', text: under('table', 'oem_revision = 4294967296'), lines: ['2:1 spec/out-of-range'] },
  { name: 'a kernel', text: under('hyperv', 'host_kernel = "6.1"'), lines: [] },
  { name: 'a kernel as uname prints it', text: under('hyperv', 'host_kernel = "6.12.57+deb13-amd64"'), lines: [] },
  { name: 'a kernel without a minor number', text: under('hyperv', 'host_kernel = "6"'), lines: ['2:1 spec/not-one-of'] },
  { name: 'a kernel as a number', text: under('hyperv', 'host_kernel = 6.1'), lines: ['2:1 spec/wrong-type'] },
  { name: 'a TSC of 100 MHz', text: under('hyperv', 'tsc_frequency = 100_000_000'), lines: [] },
  { name: 'a TSC in kHz', text: under('hyperv', 'tsc_frequency = 3_600_000'), lines: ['2:1 spec/out-of-range'] },
  { name: 'a TSC of 2^32 kHz', text: under('hyperv', 'tsc_frequency = 4_294_967_296_000'), lines: ['2:1 spec/out-of-range'] },
  { name: 'cpc_revision 1', text: under('table', 'cpc_revision = 1'), lines: ['2:1 spec/not-one-of'] },
  { name: 'cpc_revision 2', text: under('table', 'cpc_revision = 2'), lines: [] },
  { name: 'cpc_revision 5', text: under('table', 'cpc_revision = 5'), lines: ['2:1 spec/not-one-of'] },
  { name: 'cpc_revision "3"', text: under('table', 'cpc_revision = "3"'), lines: ['2:1 spec/wrong-type'] },
  { name: 'no objects', text: under('table', 'objects = []'), lines: ['2:1 spec/empty'] },
  { name: 'an unknown object', text: under('table', 'objects = ["_OSC", "_CPB"]'), lines: ['2:20 spec/not-one-of'] },
  { name: 'an object twice', text: under('table', 'objects = ["_OSC", "_CPC", "_OSC"]'), lines: ['2:28 spec/repeated'] },
  { name: 'objects that are not an array', text: under('table', 'objects = "_CPC"'), lines: ['2:1 spec/wrong-type'] },
  { name: 'compact = 1', text: under('table', 'compact = 1'), lines: ['2:1 spec/wrong-type'] },
  { name: 'max_table_bytes -1', text: under('table', 'max_table_bytes = -1'), lines: ['2:1 spec/out-of-range'] },

  {
    name: 'an offset below 0 in a variant',
    text: under('[offset]', 'highest_perf = { a = -1, b = 4294967295 }'),
    lines: [],
  },
  {
    name: 'an offset of a variant above 32 bits',
    text: under('[offset]', 'highest_perf = { a = 4294967296 }'),
    lines: ['2:18 spec/out-of-range'],
  },
  { name: 'a level below 0', text: under('defaults', 'highest_perf = -1'), lines: ['2:1 spec/out-of-range'] },
  { name: 'threads_per_core 0', text: under('guest', 'threads_per_core = 0'), lines: ['2:1 spec/out-of-range'] },
  { name: 'threads_per_core 4096', text: under('guest', 'threads_per_core = 4096'), lines: [] },
  { name: 'threads_per_core 4097', text: under('guest', 'threads_per_core = 4097'), lines: ['2:1 spec/out-of-range'] },
  { name: 'an unknown machine', text: under('guest', 'machine = "quemu"'), lines: ['2:1 spec/not-one-of'] },
  { name: 'a machine that is not a string', text: under('guest', 'machine = 1'), lines: ['2:1 spec/wrong-type'] },
  { name: 'a variant of 64', text: under('guest', `variant = "${'v'.repeat(64)}"`), lines: [] },
  { name: 'a variant of 65', text: under('guest', `variant = "${'v'.repeat(65)}"`), lines: ['2:1 spec/bad-word'] },

  { name: 'addrspace 2', text: under('registers', 'addrspace = 2'), lines: [] },
  { name: 'addrspace 3', text: under('registers', 'addrspace = 3'), lines: ['2:1 spec/not-one-of'] },
  { name: 'sink_port 0xFFF8', text: under('registers', 'sink_port = 0xFFF8'), lines: [] },
  { name: 'sink_port 0xFFF9, whose eighth port is past the last', text: under('registers', 'sink_port = 0xFFF9'), lines: ['2:1 spec/out-of-range'] },
  { name: 'pm_timer_port 0xFFFC', text: under('registers', 'pm_timer_port = 0xFFFC'), lines: [] },
  { name: 'pm_timer_port 0xFFFD', text: under('registers', 'pm_timer_port = 0xFFFD'), lines: ['2:1 spec/out-of-range'] },

  { name: 'count 0', text: under('[core]', 'count = 0'), lines: ['2:1 spec/out-of-range'] },
  { name: 'threads 4097', text: under('[core]', 'threads = 4097'), lines: ['2:1 spec/out-of-range'] },
  { name: 'domain 2^32', text: under('[core]', 'domain = 4294967296'), lines: ['2:1 spec/out-of-range'] },
  { name: 'vcpus of none', text: under('[core]', 'vcpus = []'), lines: ['2:1 spec/empty'] },
  { name: 'vcpus below zero', text: under('[core]', 'vcpus = [0, -1]'), lines: ['2:13 spec/out-of-range'] },
  { name: 'host thread 65535', text: under('[core]', 'host_threads = [65535]'), lines: [] },
  { name: 'host thread 65536', text: under('[core]', 'host_threads = [65536]'), lines: ['2:17 spec/out-of-range'] },
  { name: 'a set of host threads', text: under('[core]', 'host_threads = ["0-65535"]'), lines: [] },
  {
    name: 'bad sets of host threads',
    text: under('[core]', 'host_threads = [1, "", "7-3", true, "2-65536"]'),
    lines: ['2:20 spec/bad-cpuset', '2:24 spec/bad-cpuset', '2:31 spec/wrong-type', '2:37 spec/bad-cpuset'],
  },
  { name: 'host threads of none', text: under('[core]', 'host_threads = ""'), lines: ['2:1 spec/bad-cpuset'] },
  { name: 'host threads by a number', text: under('[core]', 'host_threads = 4'), lines: ['2:1 spec/wrong-type'] },
  { name: 'an offset below the least', text: under('[offset]', 'highest_perf = -4294967296\n[[core]]'), lines: ['2:1 spec/out-of-range'] },
];

cases('ranges and types', RANGES, problemLines);

// ACPI 6.6 §19.2.2: a NameSeg has one to four of A-Z, 0-9 and _, and begins with no digit.
const PATHS: readonly Row[] = [
  { name: 'a path', text: under('[core]', "path = ['\\_SB.CPUS.C000']"), lines: [] },
  { name: 'a path of one segment', text: under('[core]', "path = ['\\A']"), lines: [] },
  {
    name: 'a path from elsewhere than the root',
    text: under('[core]', "path = ['_SB.C000']"),
    lines: ['2:9 spec/bad-path'],
  },
  { name: 'the root alone', text: under('[core]', "path = ['\\']"), lines: ['2:9 spec/bad-path'] },
  { name: 'a parent of the root', text: under('[core]', "path = ['\\^A']"), lines: ['2:9 spec/bad-path'] },
  { name: 'small letters', text: under('[core]', "path = ['\\_SB.c000']"), lines: ['2:9 spec/bad-path'] },
  { name: 'five characters', text: under('[core]', "path = ['\\_SB.C0000']"), lines: ['2:9 spec/bad-path'] },
  { name: 'a digit in front', text: under('[core]', "path = ['\\_SB.0C']"), lines: ['2:9 spec/bad-path'] },
  { name: 'an empty segment', text: under('[core]', "path = ['\\_SB..C000']"), lines: ['2:9 spec/bad-path'] },
  { name: 'the second of two', text: under('[core]', "path = ['\\A', 'B']"), lines: ['2:15 spec/bad-path'] },
  { name: 'a number', text: under('[core]', 'path = [1]'), lines: ['2:9 spec/wrong-type'] },
  { name: 'no array', text: under('[core]', "path = '\\A'"), lines: ['2:1 spec/wrong-type'] },
  { name: 'a pattern', text: under('guest', "processor_path = '\\_SB.C%03X'"), lines: [] },
  { name: 'a pattern in decimal, in the middle', text: under('guest', "processor_path = '\\_SB.C%02dA.X'"), lines: [] },
  {
    name: 'a pattern without a field',
    text: under('guest', "processor_path = '\\_SB.C000'"),
    lines: ['2:1 spec/bad-pattern'],
  },
  {
    name: 'a pattern with two fields',
    text: under('guest', "processor_path = '\\_SB.C%02X.C%02X'"),
    lines: ['2:1 spec/bad-pattern'],
  },
  {
    name: 'a pattern without a width',
    text: under('guest', "processor_path = '\\_SB.C%X'"),
    lines: ['2:1 spec/bad-pattern'],
  },
  {
    name: 'a pattern of another kind',
    text: under('guest', "processor_path = '\\_SB.C%03x'"),
    lines: ['2:1 spec/bad-pattern'],
  },
  {
    name: 'a pattern of four digits behind a letter',
    text: under('guest', "processor_path = '\\_SB.C%04X'"),
    lines: ['2:1 spec/bad-pattern'],
  },
  {
    name: 'a pattern that begins with its digits',
    text: under('guest', "processor_path = '\\_SB.%03X'"),
    lines: ['2:1 spec/bad-pattern'],
  },
  {
    name: 'a pattern from elsewhere than the root',
    text: under('guest', "processor_path = 'C%03X'"),
    lines: ['2:1 spec/bad-pattern'],
  },
];

cases('paths', PATHS, problemLines);

const ENTRY = 'space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "Byte", address = 1';

const ENTRIES: readonly Row[] = [
  { name: 'a register', text: under('registers', `enable = { ${ENTRY} }`), lines: [] },
  {
    name: 'a register that lacks two keys, at its key',
    text: under('registers', 'enable = { space = "SystemIO", bit_width = 8, access_size = "Byte" }'),
    lines: ['2:1 spec/missing-key', '2:1 spec/missing-key'],
  },
  {
    name: 'a register with an unknown key',
    text: under('registers', `enable = { ${ENTRY}, adress = 1 }`),
    lines: ['2:98 spec/unknown-key'],
  },
  {
    name: 'a register in a space that _CPC cannot have',
    text: under('registers', `enable = { ${ENTRY.replace('SystemIO', 'PCI_Config')} }`),
    lines: ['2:12 spec/not-one-of'],
  },
  {
    name: 'a width of 255',
    text: under('registers', `enable = { ${ENTRY.replace('width = 8', 'width = 255')} }`),
    lines: [],
  },
  {
    name: 'a width of 256',
    text: under('registers', `enable = { ${ENTRY.replace('width = 8', 'width = 256')} }`),
    lines: ['2:32 spec/out-of-range'],
  },
  {
    name: 'an address of 2^64',
    text: under('registers', `enable = { ${ENTRY.replace('address = 1', 'address = 0x1_0000_0000_0000_0000')} }`),
    lines: ['2:85 spec/out-of-range'],
  },
  {
    name: 'PCC with an access size',
    text: under('registers', `enable = { ${ENTRY.replace('SystemIO', 'PCC')} }`),
    lines: ['2:58 spec/access-or-subspace'],
  },
  {
    name: 'SystemIO with a subspace',
    text: under('registers', `enable = { ${ENTRY.replace('access_size = "Byte"', 'subspace = 1')} }`),
    lines: ['2:63 spec/access-or-subspace'],
  },
  {
    name: 'PCC without a subspace',
    text: under('registers', 'enable = { space = "PCC", bit_width = 8, bit_offset = 0, address = 1 }'),
    lines: ['2:1 spec/missing-key'],
  },
  { name: 'another word than none', text: under('registers', 'enable = "nil"'), lines: ['2:1 spec/wrong-type'] },
  {
    name: 'a priority that lacks a key',
    text: under(
      'registers',
      'resource_priority = [{ resources = [1], enable_value = 1, enable_register = 1, count = 2 }]',
    ),
    lines: ['2:22 spec/missing-key'],
  },
  {
    name: 'priorities that are not tables',
    text: under('registers', 'resource_priority = [1]'),
    lines: ['2:22 spec/wrong-type'],
  },
  {
    name: 'guaranteed_perf is not a level of a core',
    text: under('[core]', 'guaranteed_perf = 1'),
    lines: ['2:1 spec/unknown-key'],
  },
];

cases('registers', ENTRIES, problemLines);

async function problemLines({ text, lines }: Row): Promise<void> {
  assert.equal((await readText(text)).lines, lines);
}

cases(
  'reports an unknown key, with help',
  [
    { name: 'a typing error', text: under('[core]', 'higest_perf = 1'), help: 'did you mean `highest_perf`?' },
    { name: 'a beginning', text: under('table', 'oem_tab = "x"'), help: 'did you mean `oem_table_id`?' },
    {
      name: 'a key of [table] under [guest]',
      text: under('guest', 'oem_id = "x"'),
      help: '`oem_id` belongs under [table]',
    },
    {
      name: 'a key of [guest] under [[core]]',
      text: under('[core]', 'machine = "qemu"'),
      help: '`machine` belongs under [guest]',
    },
    {
      name: 'a register under [[core]]',
      text: under('[core]', 'enable = 1'),
      help: '`enable` belongs under [registers]',
    },
    { name: 'a key at the top', text: 'layout = "amd"\n[[core]]', help: '`layout` belongs under [registers]' },
    { name: 'a table', text: '[registres]\n[[core]]', help: 'did you mean `registers`?' },
  ],
  async ({ text, help }) => {
    const { diagnostics } = await readText(text);
    assert.equal(
      diagnostics.map(({ code }) => code),
      ['spec/unknown-key'],
    );
    assert.is(diagnostics[0]?.help, help);
  },
);

cases(
  'tables of the wrong kind',
  [
    { name: 'a core that is not an array', text: '[core]\nhighest_perf = 1', lines: ['1:2 spec/wrong-type'] },
    { name: 'a [[guest]]', text: '[[guest]]\n[[core]]', lines: ['1:3 spec/wrong-type'] },
    { name: 'a table that is a number', text: 'table = 1\n[[core]]', lines: ['1:1 spec/wrong-type'] },
    {
      name: 'cores that are numbers',
      text: 'core = [1, 2]',
      lines: ['1:9 spec/wrong-type', '1:12 spec/wrong-type', '1:1 spec/no-core'],
    },
    { name: 'registers of a core that are a number', text: '[[core]]\nregisters = 1', lines: ['2:1 spec/wrong-type'] },
    { name: 'no core', text: '', lines: ['1:1 spec/no-core'] },
    { name: 'cores of none', text: 'core = []', lines: ['1:1 spec/no-core'] },
    { name: 'an array of inline tables is as good', text: 'core = [{ highest_perf = 1 }]', lines: [] },
    { name: 'a key twice', text: '[[core]]\nhighest_perf = 1\nhighest_perf = 2', lines: ['3:1 spec/toml-syntax'] },
    { name: 'a string without its end', text: '[table]\noem_id = "A', lines: ['2:12 spec/toml-syntax'] },
    {
      name: 'names of Object',
      text: '[__proto__]\nx = 18446744073709551615\n[constructor]\n[[core]]',
      lines: ['1:2 spec/unknown-key', '3:2 spec/unknown-key'],
    },
    {
      name: 'a variant called __proto__',
      text: '[[core]]\nhighest_perf = { __proto__ = 18446744073709551615 }',
      lines: [],
    },
  ],
  async ({ text, lines }) => {
    assert.equal((await readText(text)).lines, lines);
    assert.is(({} as Record<string, unknown>)['x'], undefined, 'no prototype is changed');
  },
);

const PROBLEMS = `# every problem is reported in one run
[table]
oem_id = "TOO LONG"
cpc_revision = 9
[guest]
machin = "qemu"
os = ["linux", "beos"]
[registers]
layout = "amd"
desired_perf = { space = "SystemIO", bit_width = 300 }

[[core]]
highest_perf = 1.0
registers.enable = true
[[core]]
host_threads = "7-3"
path = ["a"]
`;

const PROBLEM_LINES = [
  '10:1 spec/missing-key',
  '10:1 spec/missing-key',
  '10:1 spec/missing-key',
  '10:38 spec/out-of-range',
  '13:1 spec/wrong-type',
  '14:1 spec/wrong-type',
  '16:1 spec/bad-cpuset',
  '17:9 spec/bad-path',
  '3:1 spec/bad-text',
  '4:1 spec/not-one-of',
  '6:1 spec/unknown-key',
  '7:16 spec/not-one-of',
];

cases(
  'every problem in one run, where it is',
  [
    { name: 'as it is', text: PROBLEMS },
    { name: 'with the line ends of Windows', text: PROBLEMS.replaceAll('\n', '\r\n') },
    { name: 'with a byte order mark', text: `\uFEFF${PROBLEMS}` },
    { name: 'with both', text: `\uFEFF${PROBLEMS.replaceAll('\n', '\r\n')}` },
  ],
  async ({ text }) => assert.equal([...(await readText(text)).lines].sort(), PROBLEM_LINES),
);

test('returns the valid keys together with the problems', async () => {
  const { spec } = await readText(PROBLEMS);
  assert.equal(spec?.layout, { layout: 'amd' });
  assert.equal(
    spec?.cores.map(({ levels }) => levels),
    [{}, {}],
  );
  assert.is(spec?.unreadable(['core', 0, 'highest_perf']), true);
  assert.is(spec?.unreadable(['core', 1, 'highest_perf']), false);
  assert.is(spec?.unreadable(['registers', 'desired_perf', 'address']), true);
});

test('rejects a whole list with one bad element', async () => {
  const { spec } = await readText('[[core]]\nvcpus = [0, "x", 2]');
  assert.is(spec?.cores[0]?.vcpus, undefined);
  assert.is(spec?.unreadable(['core', 0, 'vcpus']), true);
});

test('[hyperv] has settings and flags apart, and is not there without keys', async () => {
  const { hyperv } = await specOf('[hyperv]\npreset = "recommended"\nrelaxed = false\nspinlocks = 0xFFF\n[[core]]');
  assert.equal(hyperv, { settings: { preset: 'recommended' }, flags: { relaxed: false, spinlocks: 0xfffn } });
  assert.not((await specOf('[hyperv]\n[[core]]')).hyperv);
});

test('a flag in another table is reported with its own', async () => {
  const { diagnostics } = await readText('[guest]\nrelaxed = true\n[[core]]');
  assert.match(JSON.stringify(diagnostics), '[hyperv]');
});

test('a text that is not TOML has no spec', async () => {
  const { spec, lines } = await readText('[[core]\n');
  assert.is(spec, undefined);
  assert.is(lines.length, 1);
});

test('a hundred unknown keys are reported, and no more', async () => {
  const keys = (count: number) => Array.from({ length: count }, (_, i) => `unknown_${i} = 1\n`).join('');
  for (const [given, reported] of [
    [100, 100],
    [101, 100],
    [10_000, 100],
  ] as const) {
    assert.is((await readText(`[table]\n${keys(given)}[[core]]`)).diagnostics.length, reported);
  }
});

test('hostile nesting is one problem', async () => {
  for (const text of [`core = ${'['.repeat(100_000)}`, `core = ${'['.repeat(5000)}${']'.repeat(5000)}`]) {
    const { diagnostics } = await readText(text);
    assert.ok(diagnostics.length > 0);
  }
});

cases(
  'a string in the place of an entry',
  [
    { name: 'another case', key: 'max_perf', word: 'None', help: 'did you mean "none"?' },
    { name: 'a mistyped word', key: 'highest_perf', word: 'non', help: 'did you mean "none"?' },
    { name: 'a number, where one may be', key: 'highest_perf', word: '236', help: 'write the number without quotes' },
    { name: 'a number, where none may be', key: 'max_perf', word: '0xFF', help: 'write a register table or "none"' },
    { name: 'a word', key: 'enable', word: 'nil', help: 'write a register table or "none"' },
    {
      name: 'a word, where a number may be',
      key: 'nominal_perf',
      word: 'x',
      help: 'write a register table, an integer or "none"',
    },
  ],
  async ({ key, word, help }) => {
    const { diagnostics } = await readText(`[registers]\n${key} = "${word}"\n[[core]]\n`);
    assert.equal(
      diagnostics.map((one) => [one.code, one.help]),
      [['spec/wrong-type', help]],
    );
  },
);

test('the former name of a machine is an error that names both new ones', async () => {
  const { diagnostics } = await readText('[guest]\nmachine = "qemu-virt"\n[[core]]');
  assert.is(diagnostics.length, 1);
  assert.match(diagnostics[0]?.help ?? '', /^did you mean "qemu-virt-aarch64" or "qemu-virt-riscv64"\?/);
});

test.run();
