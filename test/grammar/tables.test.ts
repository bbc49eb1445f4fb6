import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ACCESS_SIZES, ADDRESS_SPACES } from '../../grammar/address-spaces.js';
import { INTEGER_OPS, INTEGER_PREFIXES } from '../../grammar/aml-integers.js';
import {
  METHOD_FLAGS,
  NAME_BYTES,
  OBJECT_TYPES,
  PKG_LENGTH_LIMITS,
  STRING_PREFIX,
  TERMS,
} from '../../grammar/aml-terms.js';
import { CPC_ENTRIES, CPC_HEAD, CPC_LEVELS } from '../../grammar/cpc.js';
import { END_TAG, GENERIC_REGISTER_TAG } from '../../grammar/descriptors.js';
import {
  ACPI_CPPC,
  AMD,
  CONSTANT,
  CONSTANT_CONTROLS,
  CONSTANT_COUNTERS,
  INTEL_HWP,
  type LayoutMap,
} from '../../grammar/layouts.js';
import { MACHINES, MOST_PROCESSORS } from '../../grammar/machines.js';
import { OSC, OSC_CPPC_BITS } from '../../grammar/osc.js';
import { PC_PORTS } from '../../grammar/pc-ports.js';
import { PREDEFINED_NAMES } from '../../grammar/predefined-names.js';
import { COORD_TYPES, PSD_ENTRIES } from '../../grammar/psd.js';
import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OBJECTS,
  OFFSET_KEYS,
  PRIORITY_KEYS,
  REGISTER_KEYS,
  SPEC_TABLES,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { DESCRIPTION_HEADER, GENERIC_REGISTER, OUR_TABLE } from '../../grammar/structures.js';
import { cases } from '../support/cases.js';

const FOLDER = new URL('../../grammar/', import.meta.url);
const MODULES = readdirSync(FOLDER).filter((file) => file.endsWith('.js'));

cases(
  'data only',
  MODULES.map((name) => ({ name })),
  async ({ name }) => {
    const tables: Record<string, unknown> = await import(new URL(name, FOLDER).href);
    for (const [table, value] of Object.entries(tables)) {
      // A function would make structuredClone throw; a class instance would come back as another thing.
      assert.ok(isDeepStrictEqual(structuredClone(value), value), table);
    }
  },
);

const unique = (values: readonly unknown[]) => new Set(values.map(String)).size === values.length;

cases(
  'named once',
  [
    { name: 'terms', values: TERMS.map((row) => row.term) },
    { name: 'opcodes', values: TERMS.map((row) => row.opcode) },
    { name: 'object types', values: OBJECT_TYPES.map((row) => row.asl) },
    { name: 'ids of object types', values: OBJECT_TYPES.map((row) => row.id) },
    { name: 'ids of address spaces', values: ADDRESS_SPACES.map((row) => row.id) },
    { name: 'keywords of address spaces', values: ADDRESS_SPACES.map((row) => row.asl) },
    { name: 'ids of access sizes', values: ACCESS_SIZES.map((row) => row.id) },
    { name: 'keywords of access sizes', values: ACCESS_SIZES.map((row) => row.asl) },
    { name: 'keys of _CPC', values: CPC_ENTRIES.map((row) => row.key) },
    { name: 'titles of _CPC', values: CPC_ENTRIES.map((row) => row.title) },
    { name: 'coordination types', values: COORD_TYPES.map((row) => row.name) },
    { name: 'ids of coordination types', values: COORD_TYPES.map((row) => row.id) },
    { name: 'machines', values: MACHINES.map((row) => row.machine) },
    { name: 'predefined names', values: PREDEFINED_NAMES.map((row) => row.name) },
    { name: 'fields of the header', values: DESCRIPTION_HEADER.map((row) => row.field) },
    { name: 'fields of a register', values: GENERIC_REGISTER.map((row) => row.field) },
    { name: 'tables of a spec', values: SPEC_TABLES.map((row) => row.key) },
    { name: 'keys of [table]', values: TABLE_KEYS.map((row) => row.key) },
    { name: 'keys of [guest]', values: GUEST_KEYS.map((row) => row.key) },
    { name: 'keys of [registers]', values: [...LAYOUT_KEYS, ...ENTRY_KEYS].map((row) => row.key) },
    { name: 'keys of [[core]]', values: [...LEVEL_KEYS, ...CORE_KEYS].map((row) => row.key) },
    { name: 'keys of [[offset]]', values: OFFSET_KEYS.map((row) => row.key) },
    { name: 'keys of a register', values: REGISTER_KEYS.map((row) => row.key) },
    { name: 'keys of a priority', values: PRIORITY_KEYS.map((row) => row.key) },
    { name: 'bits of _OSC', values: OSC_CPPC_BITS.map((row) => row.bit) },
  ],
  ({ values }) => assert.ok(unique(values), values.map(String).join(' ')),
);

test('no opcode is what an Integer, a String or a name begins with', () => {
  const leaves: number[] = [
    ...INTEGER_OPS.map((row) => row.op),
    ...INTEGER_PREFIXES.map((row) => row.prefix),
    STRING_PREFIX,
    NAME_BYTES.dualNamePrefix,
    NAME_BYTES.multiNamePrefix,
    NAME_BYTES.rootChar,
    NAME_BYTES.parentPrefixChar,
  ];
  const isLetter = (byte: number) => (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
  // An extended opcode is two bytes, the first of them 0x5B. ACPI 6.6 §20.2.1
  const wrong = TERMS.filter(
    ({ opcode: [lead, ...more] }) => leaves.includes(lead) || isLetter(lead) || (lead === 0x5b) !== (more.length === 1),
  );
  assert.equal(wrong, []);
});

test('a list that runs to the end of its term is the last operand, and the term has a PkgLength', () => {
  const isList = (kind: string) => kind.endsWith('List');
  for (const { term, operands, pkgLength } of TERMS) {
    const at = operands.findIndex(([, kind]) => isList(kind));
    assert.ok(at < 0 || (at === operands.length - 1 && pkgLength), term);
    assert.ok(!pkgLength || at >= 0, `${term} has a PkgLength, but nothing that fills it`);
    assert.ok(unique(operands.map(([name]) => name)), term);
  }
});

// ACPI 6.6 §20.2.5, as iasl 20200925 compiles the keyword.
cases(
  'the opcode of',
  [
    { name: 'Scope', term: 'DefScope', opcode: [0x10] },
    { name: 'Buffer', term: 'DefBuffer', opcode: [0x11] },
    { name: 'Package', term: 'DefPackage', opcode: [0x12] },
    { name: 'Method', term: 'DefMethod', opcode: [0x14] },
    { name: 'External', term: 'DefExternal', opcode: [0x15] },
    { name: 'Device', term: 'DefDevice', opcode: [0x5b, 0x82] },
    { name: 'Processor', term: 'DefProcessor', opcode: [0x5b, 0x83] },
    { name: 'OperationRegion', term: 'DefOpRegion', opcode: [0x5b, 0x80] },
    { name: 'Field', term: 'DefField', opcode: [0x5b, 0x81] },
    { name: 'CreateDWordField', term: 'DefCreateDWordField', opcode: [0x8a] },
    { name: 'If', term: 'DefIf', opcode: [0xa0] },
    { name: 'Return', term: 'DefReturn', opcode: [0xa4] },
    { name: 'LEqual', term: 'DefLEqual', opcode: [0x93] },
    { name: 'Store', term: 'DefStore', opcode: [0x70] },
  ],
  ({ term, opcode }) => assert.equal(TERMS.find((row) => row.term === term)?.opcode, opcode),
);

test('a row of integers fits the next longer one', () => {
  assert.equal(
    INTEGER_PREFIXES.map((row) => [row.prefix, row.bytes]),
    [
      [0x0a, 1],
      [0x0b, 2],
      [0x0c, 4],
      [0x0e, 8],
    ],
  );
  assert.equal(
    INTEGER_OPS.map((row) => [row.op, row.value]),
    [
      [0x00, 0n],
      [0x01, 1n],
      [0xff, 2n ** 64n - 1n],
    ],
  );
  assert.equal([...PKG_LENGTH_LIMITS], [2 ** 6 - 1, 2 ** 12 - 1, 2 ** 20 - 1, 2 ** 28 - 1]);
});

// ACPI 5.0, 5.1, 6.2 and 6.6; Linux CPPC_V2_NUM_ENT 21, CPPC_V3_NUM_ENT 23, and 25.
cases(
  'elements of _CPC',
  [
    { name: 'revision 1', revision: 1, count: 17, last: 'enable' },
    { name: 'revision 2', revision: 2, count: 21, last: 'reference_perf' },
    { name: 'revision 3', revision: 3, count: 23, last: 'nominal_freq' },
    { name: 'revision 4', revision: 4, count: 25, last: 'resource_priority' },
  ],
  ({ revision, count, last }) => {
    const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
    assert.equal([CPC_HEAD.length + rows.length, rows.at(-1)?.key], [count, last]);
  },
);

test('a later entry never comes with an earlier revision', () => {
  const since = CPC_ENTRIES.map((row) => row.since);
  assert.equal(since, [...since].sort());
});

// ACPI 6.6 §8.4.6.1: element, required, Integer allowed, written by OSPM.
test('each entry of _CPC is at its element', () => {
  const required = [2, 3, 4, 5, 7, 13, 14, 15];
  const integers = [2, 3, 4, 5, 12, 17, 20, 21, 22];
  const written = [7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 23, 24];
  const elements = (keep: (row: (typeof CPC_ENTRIES)[number]) => boolean) =>
    CPC_ENTRIES.flatMap((row, i) => (keep(row) ? [i + CPC_HEAD.length] : []));
  assert.equal(
    elements((row) => row.required),
    required,
  );
  assert.equal(
    elements((row) => row.forms.some((form) => form === 'Integer')),
    integers,
  );
  assert.equal(
    elements((row) => row.written),
    written,
  );
  assert.equal(
    elements((row) => row.forms.some((form) => form === 'Package')),
    [24],
  );
  assert.equal(
    elements((row) => CPC_LEVELS.some((key) => key === row.key)),
    [2, 3, 4, 5],
  );
});

test('every level of a core is an entry that may be an Integer', () => {
  for (const { key } of LEVEL_KEYS) {
    const row = CPC_ENTRIES.find((one) => one.key === key);
    assert.ok(
      row?.forms.some((form) => form === 'Integer'),
      key,
    );
  }
  // All of them but the switch; guaranteed_perf is a register only.
  const all = CPC_ENTRIES.filter((row) => row.forms.some((form) => form === 'Integer') && row.unit !== 'switch');
  assert.equal(LEVEL_KEYS.map((row) => row.key as string).sort(), all.map((row) => row.key as string).sort());
});

test('every entry of _CPC has its key under [registers]', () => {
  assert.equal(
    ENTRY_KEYS.map((row) => row.key),
    CPC_ENTRIES.map((row) => row.key),
  );
});

test('a key of [registers] that steers a layout names a layout that there is', () => {
  const [layout, ...others] = LAYOUT_KEYS;
  for (const { key, layouts } of others) {
    assert.ok(
      layouts.every((name) => layout.of.some((one) => one === name)),
      key,
    );
  }
});

const MAPS: readonly { readonly name: string; readonly map: LayoutMap }[] = [
  { name: 'amd', map: AMD },
  { name: 'intel-hwp', map: INTEL_HWP },
  { name: 'constant', map: CONSTANT },
  ...Object.entries(CONSTANT_CONTROLS).map(([name, map]) => ({ name: `controls ${name}`, map })),
  ...Object.entries(CONSTANT_COUNTERS).map(([name, map]) => ({ name: `counters ${name}`, map })),
  ...ACPI_CPPC.map(({ addrspace, map }) => ({ name: `acpi-cppc ${addrspace}`, map })),
];

cases('a layout', MAPS, ({ map }) => {
  for (const [key, entry] of Object.entries(map)) {
    const row = CPC_ENTRIES.find((one) => one.key === key);
    const form = typeof entry === 'object' ? 'Register' : 'Integer';
    assert.ok(
      row?.forms.some((one) => one === form),
      `${key} may be of form ${form}`,
    );
    if (typeof entry !== 'object') continue;
    const bits = ACCESS_SIZES.find((size) => size.asl === entry.access_size)?.bits ?? 0;
    assert.ok(entry.bit_width > 0 && entry.bit_offset + entry.bit_width <= bits, `${key} is within its access size`);
    assert.ok(
      ADDRESS_SPACES.some((space) => space.asl === entry.space && space.inCpc),
      key,
    );
    assert.ok(entry.space !== 'FFixedHW' || entry.access_size === 'QWord', `${key} is read as an MSR`);
    assert.ok(entry.space !== 'SystemIO' || entry.access_size !== 'QWord', `${key} is read as a port`);
  }
});

test('blocks of the device do not reach into each other, except the counters in memory', () => {
  for (const { map, stride } of ACPI_CPPC) {
    const inBlock = Object.values(map as LayoutMap).filter((one) => typeof one === 'object' && one.base === 'block');
    const ends = inBlock.map((one) =>
      typeof one === 'object' ? one.address + BigInt(Math.min(one.bit_width, 32) / 8) : 0n,
    );
    assert.ok(
      ends.every((end) => end <= stride),
      `${ends} within ${stride}`,
    );
  }
  assert.equal(
    ACPI_CPPC.map((row) => [row.addrspace, row.stride]),
    [
      [0, 11n],
      [1, 24n],
      [2, 0n],
    ],
  );
});

test('ports are in their order, and none has two devices', () => {
  for (const [i, row] of PC_PORTS.entries()) {
    const before = PC_PORTS[i - 1];
    assert.ok(row.first <= row.last && row.last <= 0xffff, row.device);
    assert.ok(!before || before.last < row.first, `${before?.device} is below ${row.device}`);
  }
});

test('machines name processors by one number, at most as many as there may be', () => {
  for (const { machine, processorPath } of MACHINES) {
    const [, digits = '', base] = /^\\_SB\.(?:CPUS\.)?[A-Z]+%0(\d)([Xd])$/.exec(processorPath) ?? [];
    assert.ok((base === 'X' ? 16 : 10) ** Number(digits) <= MOST_PROCESSORS, machine);
  }
});

test('records are as long as ACPI says', () => {
  const bytes = { u8: 1, u16: 2, u32: 4, u64: 8, ascii: 0 };
  const sizeOf = (rows: readonly { type: keyof typeof bytes; size?: number }[]) =>
    rows.reduce((sum, row) => sum + (row.size ?? bytes[row.type]), 0);
  assert.is(sizeOf(DESCRIPTION_HEADER), 36);
  assert.is(sizeOf(GENERIC_REGISTER), 12);
  // The tag 0x82 is large item 2, the end tag small item 0xF of one byte. ACPI 6.6 §6.4.2.9 and §6.4.3.7
  assert.equal([GENERIC_REGISTER_TAG, END_TAG], [0x82, 0x79]);
});

test('what our own tables say of themselves', () => {
  assert.equal(OUR_TABLE, { signature: 'SSDT', revision: 2, creatorId: 'CPPC', creatorRevision: 1 });
});

test('_OSC keeps bits 5, 6, 12 and 14, the mask 0x5060', () => {
  assert.is(
    OSC_CPPC_BITS.reduce((mask, { bit }) => mask + 2 ** bit, 0),
    0x5060,
  );
  assert.equal([OSC.unrecognizedUuid, OSC.unrecognizedRevision, OSC.capabilitiesMasked], [4n, 8n, 16n]);
  assert.is(OSC.uuid, '0811b06e-4a27-44f9-8d60-3cbbc22e7b48');
});

test('_PSD has five entries, and three coordinations', () => {
  assert.is(PSD_ENTRIES.length, 5);
  assert.equal(
    COORD_TYPES.map((row) => [row.id, row.name]),
    [
      [0xfcn, 'SW_ALL'],
      [0xfdn, 'SW_ANY'],
      [0xfen, 'HW_ALL'],
    ],
  );
});

test('titles are as many as elements', () => {
  const count = (name: string) => PREDEFINED_NAMES.find((row) => row.name === name)?.titles.length;
  assert.equal(['_CPC', '_PSD', '_PCT', '_PSS'].map(count), [25, 5, 2, 6]);
  const names: readonly string[] = [...OBJECTS, 'GCPC'];
  assert.ok(PREDEFINED_NAMES.every((row) => names.includes(row.name)));
});

test('flags of a method share no bit', () => {
  const { argCountMask, serialized, syncLevelShift } = METHOD_FLAGS;
  assert.is(argCountMask + serialized + 1, 1 << syncLevelShift);
});

test.run();
