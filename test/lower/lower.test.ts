import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NodeOf } from '../../src/aml/tree.js';
import { lower } from '../../src/lower/lower.js';
import { bytesOf, CONSTANT, cpcBytes, psdBytes, resolved } from '../resolve/specs.js';
import { hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

async function lowered(text: string) {
  return lower((await resolved(text)).table);
}

/** `External`, `Scope \_SB: _OSC`: what stands in the table, in its order. */
function outline(terms: readonly unknown[]): string[] {
  return (terms as NodeOf<'DefScope'>[]).map((node) => {
    if ((node.term as string) === 'DefIf')
      return `If: ${node.terms.map((one) => (one as NodeOf<'DefExternal'>).name).join(' ')}`;
    return `Scope ${node.name}: ${node.terms.map((one) => (one as NodeOf<'DefName'>).name).join(' ')}`;
  });
}

const C = '\\_SB.CPUS.C';

cases(
  'what stands in a table',
  [
    {
      name: 'all objects',
      objects: undefined,
      has: [`If: ${C}000 ${C}001`, 'Scope \\_SB: _OSC', `Scope ${C}000: _CPC _PSD`, `Scope ${C}001: _CPC _PSD`],
    },
    {
      name: 'only _CPC',
      objects: '["_CPC"]',
      has: [`If: ${C}000 ${C}001`, `Scope ${C}000: _CPC`, `Scope ${C}001: _CPC`],
    },
    {
      name: 'only _PSD',
      objects: '["_PSD"]',
      has: [`If: ${C}000 ${C}001`, `Scope ${C}000: _PSD`, `Scope ${C}001: _PSD`],
    },
    { name: 'only _OSC: no processor is named', objects: '["_OSC"]', has: ['Scope \\_SB: _OSC'] },
    {
      name: 'in our order, not in that of the spec',
      objects: '["_PSD", "_CPC", "_OSC"]',
      has: [`If: ${C}000 ${C}001`, 'Scope \\_SB: _OSC', `Scope ${C}000: _CPC _PSD`, `Scope ${C}001: _CPC _PSD`],
    },
  ],
  async ({ objects, has }) => {
    const [table] = await lowered(objects ? `[table]\nobjects = ${objects}\n${CONSTANT}` : CONSTANT);
    assert.equal(outline(table?.tree.terms ?? []), has);
  },
);

test('_OSC stands before the shared buffers', async () => {
  const [table] = await lowered(`[table]\ncompact = true\n${CONSTANT}`);
  assert.match(outline(table?.tree.terms ?? [])[1] ?? '', /^Scope \\_SB: _OSC CQ00 CQ01 /);
});

test('the header names the table as the spec does, and us as its creator', async () => {
  const [table] = await lowered(
    `[table]\noem_id = "ABCDEF"\noem_table_id = "12345678"\noem_revision = 4294967295\n${CONSTANT}`,
  );
  const oem = { oemId: 'ABCDEF', oemTableId: '12345678', oemRevision: 0xffff_ffff };
  assert.equal(table?.tree.header, { signature: 'SSDT', revision: 2, ...oem, creatorId: 'CPPC', creatorRevision: 1 });
});

test('the header has the creator of the spec', async () => {
  const [table] = await lowered(`[table]\ncreator_id = "BXPC"\ncreator_revision = 0x20200925\n${CONSTANT}`);
  const { creatorId, creatorRevision } = table?.tree.header ?? {};
  assert.equal([creatorId, creatorRevision], ['BXPC', 0x2020_0925]);
});

test('notes the vCPU of each scope', async () => {
  const [table] = await lowered(CONSTANT.replace('highest_perf = 166', 'highest_perf = 166\nhost_threads = [20]'));
  const OSC = 'Acknowledges CPPC, CPPC v2, diverse highest performance and flexible address space';
  const notes = [...(table?.notes.values() ?? [])];
  assert.equal(notes, [OSC, 'vCPU 0: core 0, thread 0', 'vCPU 1: core 1, thread 0, on host thread 20']);
});

// ACPI 6.6 §8.4.6.1: 17 elements in revision 1, which no spec asks for.
cases(
  'the count of elements',
  [
    { name: 'revision 2', revision: 2, count: 21 },
    { name: 'revision 3', revision: 3, count: 23 },
    { name: 'revision 4', revision: 4, count: 25 },
  ],
  async ({ revision, count }) => {
    const [table] = await lowered(`[table]\ncpc_revision = ${revision}\nobjects = ["_CPC"]\n${CONSTANT}`);
    const scope = table?.tree.terms[1] as NodeOf<'DefScope'>;
    const { object } = scope.terms[0] as { object: NodeOf<'DefPackage'> };
    const [first, second] = object.elements as readonly NodeOf<'Integer'>[];
    assert.equal(
      [object.numElements, object.elements.length, first?.value, second?.value],
      [count, count, BigInt(count), BigInt(revision)],
    );
  },
);

const NULL = '11 14 0a 11 82 0c 00 00 00 00 00 0000000000000000 79 00';
const port = (low: string) => `11 14 0a 11 82 0c 00 01 08 00 01 ${low}05000000000000 79 00`;
const msr = (low: string) => `11 14 0a 11 82 0c 00 7f 40 00 04 ${low}00000000000000 79 00`;

test('a _CPC of layout constant, revision 4, byte for byte', async () => {
  // Name (_CPC, Package (25) {25, 4, 236, 131, 40, 15, …}), as iasl 20200925 has it; the last element is Package (0) {}.
  const body = `19 0a19 0a04 0aec 0a83 0a28 0a0f ${NULL} ${port('f0')} ${port('f1')} ${port('f2')} ${NULL} ${NULL} ${NULL}
    ${msr('e7')} ${msr('e8')} ${NULL} ${port('f3')} ${port('f5')} ${NULL} ${port('f4')} 0a83 ${NULL} ${NULL} ${NULL} 12 02 00`;
  const length = hex(body).length + 2;
  const lead = [0x40 | (length & 0xf), length >> 4].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const text = `[table]\ncpc_revision = 4\n${CONSTANT}`;
  sameBytes(await cpcBytes(text), hex(`08 5f435043 12 ${lead} ${body}`));
});

test('a resource priority, byte for byte', async () => {
  // Package (1) { Package (5) { Package (2) { 0, 256 }, 1, Register (…), 4, Register (…) } }. ACPI 6.6 §8.4.6.1.2.7
  const register = '{ space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "Byte", address = 0x5f0 }';
  const list = `resource_priority = [{ resources = [0, 256], enable_value = 1, enable_register = "none", count = 4, register = ${register} }]`;
  const bytes = await cpcBytes(
    `[table]\ncpc_revision = 4\n${CONSTANT.replace('layout = "constant"', `layout = "constant"\n${list}`)}`,
  );
  const end = hex(`12 39 01 12 36 05 12 06 02 00 0b 0001 01 ${NULL} 0a04 ${port('f0')}`);
  sameBytes(bytes.slice(-end.length), end);
});

// Name (_PSD, Package (1) { Package (5) { 5, 0, domain, coordination, processors } }). ACPI 6.6 §8.4.5.5
cases(
  '_PSD, byte for byte',
  [
    { name: 'SW_ALL', core: 'coord_type = "SW_ALL"', bytes: '08 5f505344 12 0c 01 12 09 05 0a05 00 00 0afc 01' },
    { name: 'SW_ANY', core: 'coord_type = "SW_ANY"', bytes: '08 5f505344 12 0c 01 12 09 05 0a05 00 00 0afd 01' },
    { name: 'HW_ALL', core: 'coord_type = "HW_ALL"', bytes: '08 5f505344 12 0c 01 12 09 05 0a05 00 00 0afe 01' },
    {
      name: 'a domain of a word, two threads',
      core: 'domain = 256\nthreads = 2',
      bytes: '08 5f505344 12 0f 01 12 0c 05 0a05 00 0b0001 0afd 0a02',
    },
    {
      name: 'the last domain',
      core: 'domain = 4294967295',
      bytes: '08 5f505344 12 10 01 12 0d 05 0a05 00 0cffffffff 0afd 01',
    },
  ],
  async ({ core, bytes }) => {
    sameBytes(await psdBytes(CONSTANT.replace('highest_perf = 236', `highest_perf = 236\n${core}`)), hex(bytes));
  },
);

// What iasl 20200925 makes of the ASL in the comments.
const OSC = [
  '14 44 07 5f4f5343 0c', // Method (_OSC, 4, Serialized) {
  '8a 6b 00 53545330', // CreateDWordField (Arg3, Zero, STS0)
  'a0 25 92 93 68', // If (LNot (LEqual (Arg0,
  '11 13 0a10 6eb01108274af9448d603cbbc22e7b48', // ToUUID ("0811b06e-4a27-44f9-8d60-3cbbc22e7b48")))) {
  '7d 53545330 0a04 53545330 a4 6b', // Or (STS0, 0x04, STS0) Return (Arg3) }
  'a0 12 92 93 69 01', // If (LNot (LEqual (Arg1, One))) {
  '7d 53545330 0a08 53545330 a4 6b', // Or (STS0, 0x08, STS0) Return (Arg3) }
  '8a 6b 0a04 43415030', // CreateDWordField (Arg3, 0x04, CAP0)
  '7b 43415030 0b6050 60', // And (CAP0, 0x5060, Local0)
  'a0 19 92 93 60 43415030', // If (LNot (LEqual (Local0, CAP0))) {
  '7d 53545330 0a10 53545330', // Or (STS0, 0x10, STS0)
  '70 60 43415030', // Store (Local0, CAP0) }
  'a4 6b', // Return (Arg3) }
].join('');

test('_OSC, byte for byte', async () => {
  const [table] = await lowered(`[table]\nobjects = ["_OSC"]\n${CONSTANT}`);
  const [scope] = (table?.tree.terms ?? []) as NodeOf<'DefScope'>[];
  sameBytes(bytesOf(scope?.terms[0] as NodeOf<'DefMethod'>), hex(OSC));
});

test.run();
