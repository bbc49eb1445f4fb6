import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AmlNode, AmlTable } from '../../src/aml/tree.js';
import { headText, lineText, printTable } from '../../src/asl/print.js';
import { hex } from '../support/bytes.js';
import { cases } from '../support/cases.js';

const HEADER = {
  signature: 'SSDT',
  revision: 2,
  oemId: 'CPPC',
  oemTableId: 'TEST',
  oemRevision: 1,
  creatorId: 'CPPC',
  creatorRevision: 1,
};

function printed(terms: readonly AmlNode[], notes?: ReadonlyMap<AmlNode, string>): string {
  const [, , ...lines] = printTable({ header: HEADER, terms } as AmlTable, notes).split('\n');
  return lines.join('\n');
}

const integer = (value: bigint): AmlNode => ({ term: 'Integer', value });
const register = (
  spaceId: number,
  bitWidth: number,
  bitOffset: number,
  accessSize: number,
  address: bigint,
): AmlNode => ({
  term: 'ResourceTemplate',
  registers: [{ spaceId, bitWidth, bitOffset, accessSize, address }],
});

// ACPI 6.6 §19.6.114: Register (AddressSpaceKeyword, BitWidth, BitOffset, Address, AccessSize); the bytes end with the address.
cases(
  'a term on one line',
  [
    {
      name: 'the address of a register before its access size',
      term: register(0x7f, 8, 16, 4, 0xc00102b3n),
      line: 'ResourceTemplate () { Register (FFixedHW, 8, 16, 0xC00102B3, 4) }',
    },
    {
      name: 'the NULL register',
      term: register(0, 0, 0, 0, 0n),
      line: 'ResourceTemplate () { Register (SystemMemory, 0, 0, 0x00, 0) }',
    },
    {
      name: 'PCC by its keyword, its subspace as the access size',
      term: register(10, 32, 0, 200, 0x10n),
      line: 'ResourceTemplate () { Register (PCC, 32, 0, 0x10, 200) }',
    },
    {
      name: 'SystemIO',
      term: register(1, 8, 0, 1, 0x5f0n),
      line: 'ResourceTemplate () { Register (SystemIO, 8, 0, 0x5F0, 1) }',
    },
    {
      name: 'a space without a keyword',
      term: register(0xc5, 8, 0, 1, 1n),
      line: 'ResourceTemplate () { Register (0xC5, 8, 0, 0x01, 1) }',
    },
    { name: 'Zero', term: integer(0n), line: 'Zero' },
    { name: 'One', term: integer(1n), line: 'One' },
    { name: 'Ones', term: integer(2n ** 64n - 1n), line: 'Ones' },
    { name: 'a number', term: integer(0x5060n), line: '0x5060' },
    { name: 'a string with a quote and a backslash', term: { term: 'String', value: 'a"b\\c' }, line: '"a\\"b\\\\c"' },
    { name: 'what a terminal obeys', term: { term: 'String', value: '\u001b[2J\u007f' }, line: '"\\x1B[2J\\x7F"' },
    { name: 'a reference', term: { term: 'NameString', name: '\\_SB.CQ00' }, line: '\\_SB.CQ00' },
    {
      name: 'a Buffer',
      term: { term: 'DefBuffer', bufferSize: integer(2n), bytes: hex('0a ff') },
      line: 'Buffer (0x02) { 0x0A, 0xFF }',
    },
    {
      name: 'an expression',
      term: { term: 'DefAnd', a: { term: 'Arg0' }, b: integer(0x5060n), target: { term: 'Local0' } },
      line: 'And (Arg0, 0x5060, Local0)',
    },
    {
      name: 'bytes that are not decoded',
      term: { term: 'Opaque', bytes: hex('fe 01') },
      line: '/* 2 bytes that are not decoded: 0xFE, 0x01 */',
    },
  ] as const,
  ({ term, line }) => assert.is(lineText(term as AmlNode, false), line),
);

test('numbers that people count in are decimal, up to 32 bits', () => {
  assert.equal(
    [0n, 1n, 236n, 2n ** 32n - 1n, 2n ** 32n].map((value) => lineText(integer(value), true)),
    ['0', '1', '236', '4294967295', '0x100000000'],
  );
});

test('the first lines name us and the table', () => {
  const text = printTable({
    header: { ...HEADER, oemId: 'A"B', oemTableId: 'C\\D', oemRevision: 0xffffffff },
    terms: [],
  });
  const [banner = '', block] = text.split('\n');
  assert.match(banner, /^\/\/ Made by cppc-acpi/);
  assert.is(block, 'DefinitionBlock ("", "SSDT", 2, "A\\"B", "C\\\\D", 0xFFFFFFFF)');
});

// iasl makes If (Zero) {…} around Externals by itself, and leaves out arguments that it need not know.
test('Externals stand without the If around them', () => {
  const external = (name: string, objectType: number): AmlNode => ({
    term: 'DefExternal',
    name,
    objectType,
    argumentCount: 0,
  });
  const terms = [external('\\_SB.CPUS.C000', 6), external('\\_SB.CQ00', 3)];
  assert.is(
    printed([{ term: 'DefIf', predicate: integer(0n), terms }]),
    '{\n    External (\\_SB.CPUS.C000, DeviceObj)\n    External (\\_SB.CQ00, BuffObj)\n}\n',
  );
});

test('another If is printed as it is', () => {
  const terms: AmlNode[] = [{ term: 'DefReturn', object: { term: 'Arg3' } }];
  assert.is(
    printed([{ term: 'DefIf', predicate: integer(0n), terms }]),
    '{\n    If (Zero)\n    {\n        Return (Arg3)\n    }\n}\n',
  );
});

test('a comparison with sixteen bytes is one with a UUID', () => {
  const uuid: AmlNode = { term: 'DefBuffer', bufferSize: integer(16n), bytes: hex('6eb01108274af9448d603cbbc22e7b48') };
  const line = lineText({ term: 'DefLEqual', a: { term: 'Arg0' }, b: uuid }, false);
  assert.is(line, 'LEqual (Arg0, ToUUID ("0811b06e-4a27-44f9-8d60-3cbbc22e7b48"))');
});

cases(
  'a method by its flags',
  [
    { name: 'no arguments', flags: 0x00, line: 'Method (FOO, 0, NotSerialized)' },
    { name: 'four arguments, serialized', flags: 0x0c, line: 'Method (FOO, 4, Serialized)' },
    { name: 'seven arguments', flags: 0x07, line: 'Method (FOO, 7, NotSerialized)' },
    { name: 'a sync level', flags: 0x39, line: 'Method (FOO, 1, Serialized, 3)' },
  ],
  ({ flags, line }) => assert.is(headText({ term: 'DefMethod', name: 'FOO', methodFlags: flags, terms: [] }), line),
);

test('the elements of _CPC and of the package in _PSD have their titles behind them', () => {
  const cpc: AmlNode = {
    term: 'DefName',
    name: '_CPC',
    object: { term: 'DefPackage', numElements: 3, elements: [integer(23n), integer(3n), register(0, 0, 0, 0, 0n)] },
  };
  const inner: AmlNode = { term: 'DefPackage', numElements: 2, elements: [integer(5n), integer(0n)] };
  const psd: AmlNode = {
    term: 'DefName',
    name: '_PSD',
    object: { term: 'DefPackage', numElements: 1, elements: [inner] },
  };
  const text = printed([cpc, psd]);
  const titles = [...text.matchAll(/^ *(.*\S) +\/\/ (.*)$/gm)].map(([, code, title]) => `${code} ${title}`);
  assert.equal(titles, [
    '23, 0 NumEntries',
    '3, 1 Revision',
    'ResourceTemplate () { Register (SystemMemory, 0, 0, 0x00, 0) } 2 Highest Performance',
    '5, 0 NumEntries',
    '0 1 Revision',
  ]);
});

const external: AmlNode = { term: 'DefExternal', name: 'BAR', objectType: 6, argumentCount: 0 };
const when = (predicate: bigint, ...terms: readonly AmlNode[]): AmlNode => {
  return { term: 'DefIf', predicate: integer(predicate), terms };
};
const named: AmlNode = { term: 'DefName', name: 'FOO', object: integer(1n) };

// iasl wraps Externals in If (Zero); what else stands in an If is code.
cases(
  'an If around Externals',
  [
    { name: 'never true', term: when(0n, external), wrapped: false },
    { name: 'of two', term: when(0n, external, external), wrapped: false },
    { name: 'always true', term: when(1n, external), wrapped: true },
    { name: 'with another term', term: when(0n, external, named), wrapped: true },
    { name: 'that is empty', term: when(0n), wrapped: true },
  ],
  ({ term, wrapped }) => assert.is(printed([term]).includes('If ('), wrapped),
);

cases(
  'bytes that are not decoded',
  [
    { name: 'sixteen', count: 16, shown: 16 },
    { name: 'seventeen', count: 17, shown: 16 },
  ],
  ({ count, shown }) => {
    const text = lineText({ term: 'Opaque', bytes: new Uint8Array(count) }, false);
    assert.match(text, `/* ${count} bytes that are not decoded: `);
    assert.is(text.match(/0x00/g)?.length, shown);
  },
);

test('a note is above its term', () => {
  const term: AmlNode = { term: 'DefName', name: 'FOO', object: integer(1n) };
  assert.is(printed([term], new Map([[term, 'why']])), '{\n    // why\n    Name (FOO, One)\n}\n');
  const other: AmlNode = { term: 'DefName', name: 'BAR', object: integer(0n) };
  assert.is(
    printed([other, term], new Map([[term, 'why']])),
    '{\n    Name (BAR, Zero)\n\n    // why\n    Name (FOO, One)\n}\n',
  );
});

test('an empty Package has its braces', () => {
  const empty: AmlNode = { term: 'DefPackage', numElements: 0, elements: [] };
  const name: AmlNode = {
    term: 'DefName',
    name: 'FOO',
    object: { term: 'DefPackage', numElements: 1, elements: [empty] },
  };
  assert.match(printed([name]), 'Name (FOO, Package (1)\n    {\n        Package (0) {}\n    })');
});

test.run();
