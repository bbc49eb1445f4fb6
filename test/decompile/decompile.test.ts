import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import type { AmlTable } from '../../src/aml/tree.js';
import { compile } from '../../src/compile.js';
import { type FirmwareSpec, specOfFirmware } from '../../src/decompile/decompile.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { compare, type Difference } from '../../src/inspect/diff.js';
import { writeSpec } from '../../src/spec/write.js';
import { cases } from '../support/cases.js';
import { FIXTURES, REPOSITORY } from '../support/fixtures.js';

const ACCEPT = join(FIXTURES, 'accept');

/** Real firmware, which lies beside the checkout where it is there at all. */
const FOREIGN = process.env['TABLES'] ?? join(REPOSITORY, '../shared/tables');

function firmwareOf(tables: readonly AmlTable[]) {
  return { tables, facts: machineFacts(tables) };
}

async function compiled(text: string) {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(`${JSON.stringify(diagnostics[0])}\n${text}`);
  return firmwareOf(value.parts.flatMap(({ aml }) => decodeTable(aml, 'x').value ?? []));
}

function read(file: string) {
  const { value } = decodeTable(readFileSync(file), file);
  return firmwareOf(value ? [value] : []);
}

/** A table's spec, and what differs between the table and what is compiled from the spec. */
async function decompiled(firmware: ReturnType<typeof firmwareOf>): Promise<[FirmwareSpec, readonly Difference[]]> {
  const made = specOfFirmware(firmware);
  if (!made) throw new Error('nothing was made');
  const again = await compiled(writeSpec(made.spec, new Map([['', { above: made.comments }]])));
  const { differences, byOrder } = compare(firmware.facts, again.facts);
  assert.not(byOrder);
  // A spec has no P-states of firmware.
  return [made, differences.filter(({ object }) => object === '_CPC' || object === '_PSD')];
}

const accepted = readdirSync(ACCEPT).map((name) => ({
  name,
  text: readFileSync(join(ACCEPT, name, 'spec.toml'), 'utf8'),
}));

cases('decompile: compiled, decompiled and compiled again, the packages are the same', accepted, async ({ text }) => {
  const [{ changes }, differences] = await decompiled(await compiled(text));
  assert.equal(differences, []);
  assert.equal(changes, []);
});

const LAYOUTS: readonly { name: string; layout: Readonly<Record<string, unknown>> }[] = [
  { name: 'layout-constant', layout: { layout: 'constant' } },
  { name: 'controls-none', layout: { layout: 'constant', controls: 'none' } },
  { name: 'counters-none', layout: { layout: 'constant', counters: 'none' } },
  { name: 'counters-pm-timer', layout: { layout: 'constant', counters: 'pm-timer' } },
  { name: 'layout-amd', layout: { layout: 'amd' } },
  { name: 'layout-device-msr', layout: { layout: 'custom' } },
  { name: 'custom-pcc', layout: { layout: 'custom' } },
];

cases('decompile: the layout', LAYOUTS, async ({ name, layout }) => {
  const text = readFileSync(join(ACCEPT, name, 'spec.toml'), 'utf8');
  const made = specOfFirmware(await compiled(text));
  assert.is(made?.spec.layout.layout, layout['layout']);
  for (const key of ['controls', 'counters'] as const) assert.is(made?.spec.layout[key], layout[key]);
});

const VIRT_CORES = [
  '[[core]]',
  'highest_perf = 200',
  'nominal_perf = 200',
  '[[core]]',
  'highest_perf = 100',
  'nominal_perf = 100',
];
const VIRT_LEVELS = ['[defaults]', 'lowest_nonlinear_perf = 40', 'lowest_perf = 15'];
const WITH_FREQUENCIES = ['nominal_freq = 3000', 'lowest_freq = 400'];
const IN_A_HOLE =
  'desired_perf = { space = "SystemMemory", bit_width = 32, bit_offset = 0, access_size = "DWord", address = 0x0B00_0000 }';

cases(
  'decompile: a table of machine virt',
  [
    {
      name: 'counters in MSRs, which are not its default',
      registers: ['counters = "msr"'],
      counters: 'msr',
      os: undefined,
    },
    { name: 'its default counters', registers: [], counters: undefined, os: undefined },
    { name: 'no frequencies', registers: [], without: true, counters: undefined, os: ['linux-7.2'] },
    { name: 'a hole', registers: ['layout = "custom"', IN_A_HOLE], counters: undefined, os: ['windows11'] },
  ],
  async ({ registers, counters, os, without }) => {
    const head = ['[guest]', 'machine = "qemu-virt-aarch64"', 'os = ["windows11"]', '[registers]', ...registers];
    const text = [...head, ...VIRT_LEVELS, ...(without ? [] : WITH_FREQUENCIES), ...VIRT_CORES].join('\n');
    const [{ spec }, differences] = await decompiled(await compiled(text));
    assert.equal(differences, []);
    assert.equal([spec.guest.machine, spec.layout.counters, spec.guest.os], ['qemu-virt-aarch64', counters, os]);
  },
);

test('decompile: the registers of a table tell RISC-V from Arm', async () => {
  const text = readFileSync(join(ACCEPT, 'virt-riscv64', 'spec.toml'), 'utf8');
  assert.is(specOfFirmware(await compiled(text))?.spec.guest.machine, 'qemu-virt-riscv64');
});

test('decompile: the layout: intel-hwp', async () => {
  const made = specOfFirmware(
    await compiled('[registers]\nlayout = "intel-hwp"\n[[core]]\nlowest_freq = 400\nnominal_freq = 3900\n'),
  );
  assert.is(made?.spec.layout.layout, 'intel-hwp');
  assert.equal([made?.spec.defaults.lowest_freq, made?.spec.registers], [400n, {}]);
});

test('decompile: a compiled spec comes back with one comment, its origin', async () => {
  const made = specOfFirmware(await compiled(readFileSync(join(ACCEPT, '7950x3d', 'spec.toml'), 'utf8')));
  assert.is(made?.comments.length, 1);
});

test('decompile: cores that are equal are counted, threads of a core stand in one', async () => {
  const cores = '[[core]]\nhighest_perf = 9\ncount = 3\n[[core]]\nhighest_perf = 8\n';
  const levels = '[defaults]\nnominal_perf = 7\nlowest_nonlinear_perf = 6\nlowest_perf = 5\n';
  const text = `[guest]\nthreads_per_core = 2\n[registers]\nlayout = "constant"\n${levels}${cores}`;
  const made = specOfFirmware(await compiled(text));
  assert.is(made?.spec.guest.threads_per_core, 2n);
  assert.equal(
    made?.spec.cores.map(({ count, levels: { highest_perf } }) => [count, highest_perf]),
    [
      [3n, 9n],
      [undefined, 8n],
    ],
  );
});

const PLAIN =
  '[registers]\nlayout = "constant"\n[defaults]\nnominal_perf = 7\nlowest_nonlinear_perf = 6\nlowest_perf = 5\n';

cases(
  'decompile: a core states what the others have not',
  [
    {
      name: 'a coordination type',
      text: `${PLAIN}[[core]]\nhighest_perf = 9\n[[core]]\nhighest_perf = 8\n[[core]]\nhighest_perf = 7\ncoord_type = "HW_ALL"\n`,
      keys: [{}, {}, { coord_type: 'HW_ALL' }],
    },
    {
      name: 'a number of threads',
      text: `${PLAIN}[[core]]\nhighest_perf = 9\nthreads = 2\n[[core]]\nhighest_perf = 8\n[[core]]\nhighest_perf = 7\n`,
      keys: [{ threads: 2n }, {}, {}],
    },
    {
      name: 'a domain',
      text: `${PLAIN}[[core]]\nhighest_perf = 9\n[[core]]\nhighest_perf = 8\ndomain = 5\n[[core]]\nhighest_perf = 7\n`,
      keys: [{}, { domain: 5n }, {}],
    },
    {
      name: 'vCPUs out of order',
      text: `${PLAIN}[[core]]\nhighest_perf = 9\nvcpus = [0, 2]\n[[core]]\nhighest_perf = 8\nvcpus = [1, 3]\n`,
      keys: [{ vcpus: [0n, 2n] }, { vcpus: [1n, 3n] }],
    },
  ],
  async ({ text, keys }) => {
    const made = specOfFirmware(await compiled(text));
    assert.equal(
      made?.spec.cores.map(({ levels, registers, at, ...own }) => own),
      keys,
    );
  },
);

/** What a spec cannot say of these tables: everything else must be the same. */
const UNSAID: Readonly<Record<string, RegExp>> = {
  'asus-x555lf-r1-pcc.aml':
    /^(?:num_entries|revision|autonomous_selection|autonomous_activity_window|energy_perf_preference|reference_perf)$/,
};

const foreign = existsSync(FOREIGN) ? readdirSync(FOREIGN).filter((name) => name.endsWith('.aml')) : [];

cases(
  'decompile: firmware',
  foreign.map((name) => ({ name })),
  async ({ name }) => {
    const [{ changes }, differences] = await decompiled(read(join(FOREIGN, name)));
    assert.equal(changes, []);
    assert.equal(
      // A spec has one way.
      differences.filter(({ entry, when }) => when.a.length === 0 && !UNSAID[name]?.test(entry ?? '')),
      [],
    );
  },
);

test.run();
