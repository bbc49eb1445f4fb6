import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { QemuTree } from '../../src/emit/format.js';
import { emitFormats, givenFormats } from '../../src/emit/formats.js';
import { fixtureSteps } from '../../src/emit/qemu-fixture.js';
import { compileText } from '../laws/specs.js';
import { CONSTANT } from '../resolve/specs.js';
import { sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

const ALLOWED = 'tests/qtest/bios-tables-test-allowed-diff.h';
const HEAD = '/* List of comma-separated changed AML files to ignore */\n';
const PC = '"tests/data/acpi/pc/SSDT.x",\n';
const Q35 = '"tests/data/acpi/q35/SSDT.x",\n';
const OLD = ['pc', 'q35', 'virt'];

/** The files for a spec with `guest` in its [guest]; throws what is wrong. */
async function filesOf(guest: string, tree?: Partial<QemuTree>, stem = 'x') {
  const compiled = await compileText(`[guest]\n${guest}\n${CONSTANT}`);
  const placement = { stem, ...(tree && { qemuTree: { folders: [], ...tree } }) };
  const { value, diagnostics } = emitFormats(compiled, placement, ['qemu-fixture']);
  const [problem] = diagnostics;
  if (!value) throw new Error(`${problem?.message}; ${problem?.help}`);
  return { compiled, placement, files: new Map(value.map(({ file, content }) => [file, content])) };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (content?: Uint8Array) => new TextDecoder().decode(content);

const VIRT = (architecture: string) => `machine = "qemu-virt-${architecture}"\nos = ["linux-7.2"]`;

cases(
  'the folders of',
  [
    { name: 'no tree', guest: '', folders: [], made: ['x86/pc', 'x86/q35'] },
    { name: 'a tree', guest: '', folders: ['aarch64', 'x86'], made: ['x86/pc', 'x86/q35'] },
    { name: 'an old tree', guest: '', folders: OLD, made: ['pc', 'q35'] },
    { name: 'a tree with both', guest: '', folders: ['x86', ...OLD], made: ['x86/pc', 'x86/q35'] },
    { name: 'Arm', guest: VIRT('aarch64'), folders: ['aarch64'], made: ['aarch64/virt'] },
    { name: 'Arm in an old tree', guest: VIRT('aarch64'), folders: OLD, made: ['virt'] },
    { name: 'RISC-V, which old trees do not have', guest: VIRT('riscv64'), folders: OLD, made: ['riscv64/virt'] },
  ],
  async ({ guest, folders, made }) => {
    const { compiled, files } = await filesOf(guest, { folders });
    assert.equal(
      [...files.keys()],
      made.map((folder) => `tests/data/acpi/${folder}/SSDT.x`),
    );
    for (const content of files.values()) sameBytes(content, compiled.parts[0]?.aml ?? new Uint8Array());
  },
);

cases(
  'the list of allowed differences',
  [
    { name: 'without entries', before: HEAD, after: HEAD + PC + Q35 },
    { name: 'empty', before: '', after: PC + Q35 },
    { name: 'with other entries', before: `${HEAD}"a",\n`, after: `${HEAD}"a",\n${PC}${Q35}` },
    { name: 'without a last line end', before: `${HEAD}"a",`, after: `${HEAD}"a",\n${PC}${Q35}` },
    { name: 'with all lines', before: PC + Q35, after: PC + Q35 },
    { name: 'with one of the lines', before: Q35, after: Q35 + PC },
    { name: 'with a line in a comment', before: `// ${PC}/*\n${Q35}*/\n`, after: `// ${PC}/*\n${Q35}*/\n${PC}${Q35}` },
  ],
  async ({ before, after }) => {
    const { files } = await filesOf('', { folders: OLD, allowed: bytes(before) });
    assert.is(textOf(files.get(ALLOWED)), after);
  },
);

test('bytes of the list that are not UTF-8 stay', async () => {
  const { files } = await filesOf('', { folders: OLD, allowed: Uint8Array.of(0x2f, 0x2f, 0xff, 0x0a) });
  assert.equal([...(files.get(ALLOWED) ?? [])].slice(0, 4), [0x2f, 0x2f, 0xff, 0x0a]);
});

test('without the list the lines are printed, as C strings', async () => {
  const { compiled, placement } = await filesOf('', { folders: OLD }, 'a"b\\c');
  assert.equal(fixtureSteps(compiled, placement).slice(1, 3), [
    '  "tests/data/acpi/pc/SSDT.a\\"b\\\\c",',
    '  "tests/data/acpi/q35/SSDT.a\\"b\\\\c",',
  ]);
});

test('each part of a split table has a file and a test of its own', async () => {
  const compiled = await compileText(`[table]\nmax_table_bytes = 900\n${CONSTANT}`);
  const { value } = emitFormats(compiled, { stem: 'x' }, ['qemu-fixture']);
  assert.equal(
    value?.map(({ file }) => file.slice('tests/data/acpi/x86/'.length)),
    ['pc/SSDT.x-1', 'pc/SSDT.x-2', 'q35/SSDT.x-1', 'q35/SSDT.x-2'],
  );
  assert.match(fixtureSteps(compiled, { stem: 'x' }).at(-1) ?? '', '".x-1" or ".x-2"');
});

cases(
  'no tables for',
  [
    {
      name: 'another machine',
      guest: 'machine = "xen"',
      says: /machine "xen".*"qemu" for pc and q35, "qemu-virt-aarch64" for/,
    },
    {
      name: 'paths of another machine',
      guest: "processor_path = '\\_SB.PR%02X'",
      says: /\\_SB\.PR00; pc and q35 have \\_SB\.CPUS\.C000, \\_SB\.CPUS\.C001 and so on; remove `processor_path`/,
    },
  ],
  async ({ guest, says }) => {
    const message = await filesOf(guest).then(() => 'made', String);
    assert.match(message, says);
  },
);

test('a name with control characters is refused', async () => {
  assert.match(await filesOf('', {}, 'a\nb').then(() => 'made', String), /control characters; rename the spec/);
});

test('--emit all leaves it out', async () => {
  const { table } = await compileText(CONSTANT);
  assert.not.ok(givenFormats(table, { stem: 'x' }).includes('qemu-fixture'));
});

test.run();
