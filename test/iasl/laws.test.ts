import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileChoice, LAYOUT_CHOICES, PRIORITY_CHOICE, type SpecChoice } from '../laws/specs.js';
import { testWith } from '../support/outside.js';
import { iaslAgrees, iaslShowsRegisters } from './oracle.js';

const REVISIONS = [2, 3, 4] as const;

/** How the result is cut and written. */
const SHAPES = [
  { shape: 'plain', table: '' },
  { shape: 'compact', table: 'compact = true' },
  { shape: 'split', table: 'max_table_bytes = 1500' },
  { shape: 'compact and split', table: 'compact = true\nmax_table_bytes = 1500' },
];

/** Lengths of one, two and three bytes, and more tables than one. */
const LARGE: readonly (Partial<SpecChoice> & { readonly at: number })[] = [
  { at: 0, cores: 16 },
  { at: 0, cores: 128, table: 'max_table_bytes = 0' },
  { at: 0, cores: 128, table: 'compact = true' },
  { at: 0, cores: 400, table: 'max_table_bytes = 0' },
  { at: 0, cores: 400, table: 'compact = true' },
  { at: 0, cores: 400 },
  { at: 6, cores: 128, revision: 2 },
  { at: 7, cores: 16, revision: 4, guest: 'threads_per_core = 2' },
  { at: 8, cores: 128, revision: 4, table: 'compact = true\nmax_table_bytes = 10000' },
  { at: 9, cores: 16 },
  { at: 10, cores: 128 },
  { at: 11, cores: 400, table: 'compact = true' },
];

function small(): SpecChoice[] {
  return LAYOUT_CHOICES.flatMap((layout) =>
    REVISIONS.filter((revision) => revision === 3 || !isDevice(layout)).flatMap((revision) =>
      SHAPES.map(({ shape, table }, i) => ({
        ...layout,
        name: `${layout.name}, revision ${revision}, ${shape}`,
        revision,
        table,
        cores: i === 0 ? 1 : 1 + (revision % 3) * 2,
      })),
    ),
  );
}

/** The device has revision 3 for every spec. */
function isDevice({ registers }: SpecChoice): boolean {
  return registers.includes('acpi-cppc');
}

function large(): SpecChoice[] {
  return LARGE.map(({ at, ...more }) => {
    const layout = LAYOUT_CHOICES[at] as SpecChoice;
    const table = more.table ? `, ${more.table.replace('\n', ', ')}` : '';
    return { ...layout, ...more, name: `${layout.name}, ${more.cores} cores${table}` };
  });
}

for (const choice of [...small(), ...large(), PRIORITY_CHOICE]) {
  testWith(['iasl'], `laws 3 and 5: ${choice.name}`, async () => {
    const compiled = await compileChoice(choice);
    await Promise.all(compiled.parts.map(iaslAgrees));
    await iaslShowsRegisters(compiled);
  });
}

/** Settings that change what the header or the names look like. */
const OTHERS: readonly Partial<SpecChoice & { name: string }>[] = [
  { name: 'OEM strings of one character', table: 'oem_id = "A"\noem_table_id = "B"\noem_revision = 0' },
  {
    name: 'OEM strings with quotes and backslashes',
    table: `oem_id = 'A"\\B'\noem_table_id = '\\"\\" x'\noem_revision = 4294967295`,
  },
  { name: 'only _OSC', table: 'objects = ["_OSC"]' },
  { name: 'only _CPC', table: 'objects = ["_CPC"]' },
  { name: 'only _PSD', table: 'objects = ["_PSD"]\ncoord_type = "HW_ALL"' },
  { name: 'all objects', table: 'objects = ["_OSC", "_CPC", "_PSD", "_PCT", "_PSS", "_PPC"]' },
  { name: 'only P-states, compact', table: 'objects = ["_PCT", "_PSS", "_PPC"]\ncompact = true' },
  { name: 'machine acrn', guest: 'machine = "acrn"' },
  { name: 'machine xen', guest: 'machine = "xen"' },
  { name: 'machine qemu-virt-aarch64', guest: 'machine = "qemu-virt-aarch64"' },
  { name: 'a path of one segment', guest: "processor_path = '\\C%03X'" },
  { name: 'a path of five segments', guest: "processor_path = '\\_SB.PCI0.AB.C_D.P%02d'" },
  {
    name: 'levels of 32 and 64 bits',
    core: 'nominal_perf = 1\nlowest_nonlinear_perf = 1\nlowest_perf = 1\nreference_perf = 4294967295\nlowest_freq = 65535\nnominal_freq = 65536\nwraparound_time = 18446744073709551615',
  },
  { name: 'domains of one, two and four bytes', core: 'domain = 4294967295' },
];

for (const { name, ...more } of OTHERS) {
  testWith(['iasl'], `laws 3 and 5: ${name}`, async () => {
    const compiled = await compileChoice({ name: '', registers: 'layout = "constant"', cores: 3, ...more });
    await Promise.all(compiled.parts.map(iaslAgrees));
    await iaslShowsRegisters(compiled);
  });
}

test('the selection has every layout in every revision', () => {
  const names = new Set(small().map((choice) => `${choice.registers} ${choice.revision}`));
  const devices = LAYOUT_CHOICES.filter(isDevice).length;
  assert.is(names.size, (LAYOUT_CHOICES.length - devices) * REVISIONS.length + devices);
});

test.run();
