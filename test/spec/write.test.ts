import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ACCESS_SIZES, ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  type KeyRow,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFERED_GUESTS,
  OFFSET_KEYS,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { readSpec } from '../../src/spec/read.js';
import type { Spec } from '../../src/spec/spec.js';
import { writeSpec } from '../../src/spec/write.js';
import { cases } from '../support/cases.js';
import { FIXTURES, firstDifference } from '../support/fixtures.js';
import { eachSeed, type Random, ROUNDS, SEED } from '../support/random.js';

const FILE = 'spec.toml';
const ACCEPT = join(FIXTURES, 'accept');

/** What a text says, without the name of its file. It must say it without a problem. */
async function readBack(text: string): Promise<Omit<Spec, 'file' | 'unreadable'>> {
  const { value, diagnostics } = await readSpec(text, FILE);
  assert.equal(diagnostics, [], text);
  if (!value) throw new Error('nothing was read');
  const { file: _, unreadable: __, ...rest } = value;
  return rest;
}

async function check(spec: Spec): Promise<void> {
  const { file: _, unreadable: __, ...rest } = spec;
  assert.equal(await readBack(writeSpec(spec)), rest);
}

const accepted = readdirSync(ACCEPT).map((name) => ({ name, text: readFileSync(join(ACCEPT, name, FILE), 'utf8') }));

cases('write: what is written of a fixture says the same', accepted, async ({ text }) => {
  const { value } = await readSpec(text, FILE);
  assert.ok(value);
  if (value) await check(value);
});

const VALUES: readonly { name: string; text: string }[] = [
  { name: 'the highest integer', text: '[defaults]\nwraparound_time = 18446744073709551615\n\n[[core]]\n' },
  { name: 'one past what a float holds', text: '[[core]]\nhighest_perf = 9007199254740993\n' },
  { name: 'an address', text: '[registers]\naddress = 0xFFFFFFFFFFFFFFFF\n\n[[core]]\n' },
  { name: 'a backslash', text: "[guest]\nprocessor_path = '\\_SB.C%03X'\n\n[[core]]\n" },
  { name: 'quotes', text: '[guest]\ncpu_model = "a\\"b\'\\\\"\n\n[[core]]\n' },
  { name: 'a quote and a backslash', text: '[table]\noem_id = "\'\\\\"\n\n[[core]]\n' },
  {
    name: 'names of variants',
    text: '[[core]]\nhighest_perf = { a-b_1 = 1, "a b" = 2, "" = 3, "ü.\\"\\u0001\\u007f" = 4 }\n',
  },
  { name: 'a negative offset', text: '[[core]]\n\n[[offset]]\nhost_threads = "0-7,16-23"\nhighest_perf = -40\n' },
  { name: 'two host threads in a row', text: '[[core]]\nhost_threads = [4, 5]\n' },
  { name: 'three host threads in a row', text: '[[core]]\nhost_threads = "4-6"\n' },
  { name: 'host threads out of order', text: '[[core]]\nhost_threads = "20-22,4,5"\n' },
  { name: 'a host thread twice', text: '[[core]]\nhost_threads = [1, 2, 3, 3]\n' },
  {
    name: 'registers of a core',
    text: '[[core]]\nhighest_perf = 1\n\n[core.registers]\nenable = "none"\n\n[[core]]\n',
  },
];

cases('write: the text is the same', VALUES, async ({ text }) => {
  const { value, diagnostics } = await readSpec(text, FILE);
  assert.equal(diagnostics, []);
  const made = value ? writeSpec(value) : '';
  assert.ok(made === text, firstDifference(text, made));
});

test('write: keys stand in a column, each comment behind its own', () => {
  const spec = { ...emptySpec(), defaults: { nominal_perf: 131n, lowest_perf: 15n } };
  const comments = new Map([
    ['', { above: ['Made by hand.', '', 'So\nit is.'] }],
    ['guest', { beside: 'nothing here' }],
    ['defaults', { above: ['All of them:'], beside: 'the host', below: ['left out'] }],
    ['defaults.lowest_perf', { above: ['in front'], beside: 'beside' }],
  ]);
  assert.is(
    writeSpec(spec, comments),
    `# Made by hand.
#
# So?it is.

[guest]                        # nothing here

# All of them:
[defaults]                     # the host
nominal_perf = 131
# in front
lowest_perf  = 15              # beside
# left out

[[core]]
`,
  );
});

test('write: random specs come back as they were', async () => {
  const specs: { seed: number; spec: Spec }[] = [];
  eachSeed(300, (random, seed) => specs.push({ seed, spec: randomSpec(random) }));
  assert.is(specs.length, SEED === undefined ? Number(ROUNDS ?? 300) : 1);
  for (const { seed, spec } of specs) {
    await check(spec).catch((error: Error) => {
      throw new Error(`SEED=${seed}: ${error.message}\n${writeSpec(spec)}`);
    });
  }
});

function emptySpec(): Spec {
  const cores = [{ at: ['core', 0], levels: {}, registers: {} }];
  const none = { table: {}, guest: {}, layout: {}, registers: {}, defaults: {} };
  return { file: FILE, ...none, cores, offsets: [], unreadable: () => false };
}

/** Any spec that a reader can give: each key of each row, with each form of value. */
function randomSpec(random: Random): Spec {
  const some = (rows: readonly KeyRow[]) =>
    Object.fromEntries(rows.filter(() => random.below(3) > 0).map((row) => [row.key, randomValue(random, row)]));
  const cores = [0, 1, 2].map((i) => ({
    at: ['core', i],
    ...some(CORE_KEYS),
    levels: some(LEVEL_KEYS),
    registers: random.below(2) ? some(ENTRY_KEYS) : {},
  }));
  const tables = { table: some(TABLE_KEYS), guest: some(GUEST_KEYS), defaults: some(LEVEL_KEYS) };
  const registers = { layout: some(LAYOUT_KEYS), registers: some(ENTRY_KEYS) };
  const hyperv = { settings: some(HYPERV_SETTING_KEYS), flags: some(HYPERV_FLAG_KEYS) };
  const offsets = random.list(2, () => some(OFFSET_KEYS));
  return {
    ...emptySpec(),
    ...tables,
    ...(random.below(2) && { hyperv }),
    ...registers,
    cores,
    offsets,
  } as unknown as Spec;
}

function randomValue(random: Random, row: KeyRow): unknown {
  switch (row.form) {
    case 'integer':
      return random.one([row.min, row.max, row.min + (random.big(4) % (row.max - row.min + 1n))]);
    case 'number':
      return random.one(row.of);
    case 'boolean':
      return random.below(2) === 1;
    case 'boolean-or-auto':
      return random.one([true, false, 'auto']);
    case 'text':
      return randomText(random, row.most);
    case 'word':
      return randomText(random, 64);
    case 'counts':
      return [1n, row.max];
    case 'kernel':
      return random.one(['6.1', '6.1.0-28-amd64']);
    case 'choice':
      return random.one(row.of);
    case 'choices':
      return [random.one(row.of)];
    case 'guests':
      return ['linux-6.8', random.one(OFFERED_GUESTS)];
    case 'pattern':
      return random.one(['\\_SB.CPUS.C%03X', '\\_PR.P%02d']);
    case 'paths':
      return [0, 1].map((i) => `\\_SB.C00${i}`);
    case 'level':
      return random.below(2)
        ? randomLevel(random, row)
        : new Map([...'ab cü'].map((name) => [name, randomLevel(random, row)]));
    case 'entry':
      return randomEntry(random);
    case 'descriptors':
      return [0, 1].map(() => ({
        resources: [1n, random.big(4)],
        enable_value: random.big(8),
        enable_register: randomEntry(random),
        count: 2n,
        register: randomEntry(random),
      }));
    case 'vcpus':
      return [random.big(4), 0n];
    case 'pins':
      return random.one([
        [random.below(65_536)],
        [[0, 16], 3],
        [[1, 2, 17, 18]],
        [0, 1, 2, 3, 16, 17],
        [9, 8, 7],
        [5, 5],
      ]);
    case 'host-threads':
      return random.one([[random.below(65_536)], [4, 20], [0, 1, 2, 3, 16, 17], [9, 8, 7], [5, 5]]);
  }
}

function randomLevel(random: Random, { min = 0n, max }: Extract<KeyRow, { form: 'level' }>): bigint {
  return min + (random.big(8) % (max - min + 1n));
}

function randomText(random: Random, most: number): string {
  const length = 1 + random.below(most);
  return String.fromCharCode(...Array.from({ length }, () => 0x20 + random.below(0x5f)));
}

function randomEntry(random: Random): unknown {
  const space = random.one(ADDRESS_SPACES.filter((row) => row.inCpc)).asl;
  const access = space === 'PCC' ? { subspace: random.big(1) } : { access_size: random.one(ACCESS_SIZES).asl };
  const register = { space, bit_width: random.big(1), bit_offset: random.big(1), ...access, address: random.big(8) };
  return random.one(['none', random.big(8), register]);
}

test.run();
