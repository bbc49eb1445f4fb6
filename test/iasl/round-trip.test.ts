import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable, encodeTable } from '../../src/aml/table.js';
import type { AmlNode, AmlTable } from '../../src/aml/tree.js';
import { diagnostic } from '../../src/diagnostics/diagnostic.js';
import { canonicalBytes } from '../../src/iasl/canonical.js';
import { countRegisters, showsRegisters } from '../../src/iasl/registers.js';
import { checkAsl, checkDisassembly, firstDifference } from '../../src/iasl/round-trip.js';
import { compileAsl } from '../../src/iasl/run.js';
import { compileText } from '../laws/specs.js';
import { COREBOOT_AMD, IASL_AMD } from '../lower/vectors.js';
import { CONSTANT } from '../resolve/specs.js';
import { hex, sameBytes, withValidHeader } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';
import { testWith } from '../support/outside.js';

async function built(): Promise<{ tree: AmlTable; aml: Uint8Array }> {
  const [part] = (await compileText(CONSTANT)).parts;
  if (!part) throw new Error('no table');
  return part;
}

function tableOf(vector: string): { tree: AmlTable; aml: Uint8Array } {
  const head = hex('53534454 00000000 02 00 414d44000000 4350504300000000 01000000 494e544c 25092020');
  const aml = withValidHeader(Uint8Array.of(...head, ...hex(vector)));
  return { aml, tree: decodeTable(aml, 'x.aml').value as AmlTable };
}

const codes = ({ state, diagnostics }: Awaited<ReturnType<typeof checkAsl>>) => [
  state,
  ...diagnostics.map(({ code }) => code),
];

testWith(['iasl'], 'what we built stands both checks', async () => {
  const { tree, aml } = await built();
  assert.equal(codes(await checkAsl('x', tree, aml)), ['equal']);
  assert.equal(codes(await checkDisassembly('x', tree)), ['equal']);
});

testWith(['iasl'], 'a byte that is not what the ASL says is found at its offset', async () => {
  const { tree, aml } = await built();
  const changed = aml.slice();
  changed[100] = (changed[100] ?? 0) ^ 1;
  const check = await checkAsl('x', tree, changed);
  assert.equal(codes(check), ['different', 'iasl/differs']);
  assert.equal(check.diagnostics[0]?.place, { file: 'x', offset: 100, length: 1 });
});

/** `differs` with these bytes, as a person reads it. */
function differs(ours: Uint8Array, theirs: Uint8Array): string {
  const difference = firstDifference(ours, theirs);
  return difference ? diagnostic('iasl/differs', undefined, { ...difference, of: 'our ASL' }).message : '';
}

cases(
  'differences as a person reads them',
  [
    {
      name: 'one',
      theirs: [1, 9, 3],
      says: 'the only difference is at offset 0x29: 02 03 in the table, 09 03 from iasl',
    },
    {
      name: 'several',
      theirs: [9, 2, 9],
      says: 'the first difference is at offset 0x28: 01 02 03 in the table, 09 02 09 from iasl',
    },
    {
      name: 'fewer bytes',
      theirs: [1, 2],
      says: 'the first difference is at offset 0x2A: 03 in the table, nothing from iasl',
    },
    {
      name: 'more bytes',
      theirs: [1, 2, 3, 4],
      says: 'the first difference is at offset 0x2B: nothing in the table, 04 from iasl',
    },
  ],
  ({ theirs, says }) => {
    const table = (bytes: readonly number[]) => Uint8Array.of(...new Uint8Array(40), ...bytes);
    assert.is(differs(table([1, 2, 3]), table(theirs)), `iasl compiles our ASL to other bytes; ${says}`);
  },
);

testWith(['iasl'], 'an ASL that iasl refuses is different', async () => {
  const { tree, aml } = await built();
  const terms: AmlNode[] = [{ term: 'DefReturn', object: { term: 'NameString', name: 'NONE' } }];
  assert.equal(codes(await checkAsl('x', { ...tree, terms }, aml)), ['different', 'iasl/refused']);
});

testWith(['iasl'], 'the long forms of coreboot come back short, which is the same', async () => {
  const { tree } = tableOf(COREBOOT_AMD);
  assert.equal(codes(await checkDisassembly('x', tree)), ['equal', 'iasl/rewrites']);
});

testWith(['iasl'], "iasl's own bytes come back as they are", async () => {
  const { tree } = tableOf(IASL_AMD);
  assert.equal(codes(await checkDisassembly('x', tree)), ['equal']);
});

testWith(['iasl'], 'descriptors of length 0x12 are an error: iasl shows them as plain bytes', async () => {
  const { aml } = await built();
  const wrong = aml.map((byte, i) => (aml[i - 1] === 0x82 && byte === 0x0c ? 0x12 : byte));
  const tree = decodeTable(withValidHeader(wrong), 'x').value as AmlTable;
  const expected = (await showsRegisters()) ? ['different', 'iasl/registers-differ'] : ['equal'];
  assert.equal(codes(await checkDisassembly('x', tree)), expected);
});

testWith(['iasl'], 'a Register beside another descriptor is one Register', async () => {
  const made = await compileAsl(
    new TextEncoder().encode(`DefinitionBlock ("", "SSDT", 2, "CPPC", "MIXED", 1) {
      Name (MIXD, ResourceTemplate () { IO (Decode16, 0x60, 0x60, 1, 1) Register (SystemIO, 8, 0, 0x5F0, 1) })
    }`),
  );
  assert.is(made.state, 'made');
  const aml = 'content' in made ? Uint8Array.from(made.content) : new Uint8Array();
  assert.equal(codes(await checkDisassembly('x', decodeTable(aml, 'x').value as AmlTable)), ['equal']);
});

testWith(['iasl'], 'messages of iasl are given as they are', async () => {
  const refused = await compileAsl(
    new TextEncoder().encode('DefinitionBlock ("", "SSDT", 2, "A", "B", 1) {\n  Name (FOO)\n}'),
  );
  assert.is(refused.state, 'refused');
  assert.match('messages' in refused ? (refused.messages[0] ?? '') : '', /^table\.asl\(2\) : error/);
});

async function withPath(path: string, work: () => Promise<void>): Promise<void> {
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  try {
    await work();
  } finally {
    process.env['PATH'] = before;
  }
}

test('without iasl in PATH, both checks are skipped', async () => {
  const { tree, aml } = await built();
  await withPath('/nonexistent', async () => {
    assert.equal(codes(await checkAsl('x', tree, aml)), ['skipped']);
    assert.equal(codes(await checkDisassembly('x', tree)), ['skipped']);
  });
});

/** An iasl whose disassembly is this text, and which compiles everything to these bytes, or refuses this text. */
async function withIasl(disassembly: string, compiled: Uint8Array | undefined, work: () => Promise<void>) {
  await inTemporaryFolder(async (folder) => {
    if (compiled) await writeFile(join(folder, 'made'), compiled);
    const compile = compiled
      ? `/bin/cp '${join(folder, 'made')}' table.aml`
      : "echo 'table.asl(1) : error    6126 - syntax error'; exit 255";
    const script = `#!/bin/sh\ncase $* in\n*-d*) echo '${disassembly}' >table.dsl ;;\n*) ${compile} ;;\nesac\n`;
    await writeFile(join(folder, 'iasl'), script, { mode: 0o755 });
    await withPath(folder, work);
  });
}

/** As `checkDisassembly` encodes it. */
function anonymous(tree: AmlTable): Uint8Array {
  return encodeTable({ ...tree, header: { ...tree.header, oemId: 'CPPC', oemTableId: 'CPPC' } });
}

test('an iasl that shows every Register as a Buffer, like 20260408: the bytes decide', async () => {
  const { tree } = await built();
  const bytes = anonymous(tree);
  await withIasl('Buffer (0x11) {}', bytes, async () => {
    assert.equal(codes(await checkDisassembly('x', tree)), ['equal']);
  });
  await withIasl('Buffer (0x11) {}', bytes.with(-3, 0xff), async () => {
    assert.equal(codes(await checkDisassembly('x', tree)), ['different', 'iasl/differs']);
  });
});

test('an iasl that shows some Registers as Buffers', async () => {
  const { tree } = await built();
  await withIasl('Register (SystemIO, 0x08, 0x00, 0x00000000000005F0, 0x01)', anonymous(tree), async () => {
    assert.equal(codes(await checkDisassembly('x', tree)), ['different', 'iasl/registers-differ']);
  });
});

test('a disassembly that iasl cannot compile is compared with nothing', async () => {
  const { tree } = await built();
  await withIasl('Buffer (0x11) {', undefined, async () => {
    assert.equal(codes(await checkDisassembly('x', tree)), ['not compared', 'iasl/not-compared']);
  });
});

test('ids whose bytes iasl cannot read in ASL: nothing is compared', async () => {
  const { tree } = await built();
  const header = { ...tree.header, oemId: '\x80\x9f' };
  const aml = encodeTable({ ...tree, header });
  assert.equal(codes(await checkAsl('x', { ...tree, header }, aml)), ['not compared', 'iasl/not-compared']);
});

const A = hex('00 01 02 03 04 05 06 07 08 09 0a 0b');

cases(
  'the first difference',
  [
    { name: 'of equal bytes', theirs: A, offset: undefined },
    { name: 'of the checksum', theirs: Uint8Array.from(A, (byte, i) => (i === 9 ? 0xff : byte)), offset: undefined },
    { name: 'of the byte behind it', theirs: Uint8Array.from(A, (byte, i) => (i >= 9 ? 0xff : byte)), offset: 10 },
    { name: 'of bytes that end early', theirs: A.slice(0, 11), offset: 11 },
    { name: 'of bytes that go on', theirs: Uint8Array.of(...A, 0), offset: 12 },
    { name: 'of the first byte', theirs: Uint8Array.of(1, ...A.slice(1)), offset: 0 },
  ],
  ({ theirs, offset }) => assert.is(firstDifference(A, theirs)?.offset, offset),
);

test('ignores differences of the creator, not of its neighbours', () => {
  const ours = new Uint8Array(40);
  const differing = Array.from({ length: 40 }, (_, i) => i).filter((i) =>
    firstDifference(
      ours,
      Uint8Array.from(ours, (_, at) => (at === i ? 1 : 0)),
    ),
  );
  assert.equal(differing, [0, 1, 2, 3, 4, 5, 6, 7, 8, ...Array.from({ length: 18 }, (_, i) => i + 10), 36, 37, 38, 39]);
});

test('registers are counted wherever they stand', () => {
  const register = { spaceId: 0, bitWidth: 0, bitOffset: 0, accessSize: 0, address: 0n };
  const template: AmlNode = { term: 'ResourceTemplate', registers: [register, register] };
  const inner: AmlNode = {
    term: 'DefPackage',
    numElements: 2,
    elements: [template, { term: 'DefPackage', numElements: 1, elements: [template] }],
  };
  assert.is(
    countRegisters([
      { term: 'DefName', name: 'FOO', object: inner },
      { term: 'DefReturn', object: template },
    ]),
    6,
  );
});

test('the shortest bytes of coreboot and of iasl differ in the name alone', () => {
  const [iasl, coreboot] = [IASL_AMD, COREBOOT_AMD].map((vector) => canonicalBytes(tableOf(vector).tree.terms));
  sameBytes(coreboot ?? hex(''), iasl ?? hex('ff'), 'coreboot', [1, 2, 3, 4]);
});

test('does not count declarations as terms', () => {
  const external: AmlNode = { term: 'DefExternal', name: 'FOO', objectType: 6, argumentCount: 0 };
  const never: AmlNode = { term: 'DefIf', predicate: { term: 'Integer', value: 0n }, terms: [external] };
  const noop: AmlNode = { term: 'DefNoop' };
  sameBytes(canonicalBytes([never, noop, external]), hex('a3'));
  sameBytes(canonicalBytes([{ ...never, terms: [external, noop] }]), hex('a0 03 00 a3'));
});

test.run();
