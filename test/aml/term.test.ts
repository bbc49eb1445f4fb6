import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteReader } from '../../src/aml/bytes.js';
import { decodeBodies, hasReadBody } from '../../src/aml/decode.js';
import { elementSpans } from '../../src/aml/inner-spans.js';
import { spanOf } from '../../src/aml/spans.js';
import { encodeTerm, isDefined } from '../../src/aml/term.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

const decodeTermList = (from: ByteReader) => decodeBodies([from])[0] ?? [];
const one: AmlNode = { term: 'Integer', value: 1n };
const name = (text: string): AmlNode => ({ term: 'NameString', name: text });
const opaque = (text: string): AmlNode => ({ term: 'Opaque', bytes: hex(text) });
const NULL = { spaceId: 0, bitWidth: 0, bitOffset: 0, accessSize: 0, address: 0n };

interface Row {
  readonly name: string;
  readonly bytes: string;
  readonly terms: readonly AmlNode[];
}

// The ASL in each name, as iasl 20200925 compiles it (by default, with -oa where a form is longer than needed).
const ROWS: readonly Row[] = [
  { name: 'Name (FOO, 1)', bytes: '08 464f4f5f 01', terms: [{ term: 'DefName', name: 'FOO', object: one }] },
  {
    name: 'Name (_HID, "ACPI0007")',
    bytes: '08 5f484944 0d 414350493030303700',
    terms: [{ term: 'DefName', name: '_HID', object: { term: 'String', value: 'ACPI0007' } }],
  },
  {
    name: 'Name (FOO, Package (2) {1, BAR})',
    bytes: '08 464f4f5f 12 07 02 01 4241525f',
    terms: [
      { term: 'DefName', name: 'FOO', object: { term: 'DefPackage', numElements: 2, elements: [one, name('BAR')] } },
    ],
  },
  { name: 'Package (0) {}', bytes: '12 02 00', terms: [{ term: 'DefPackage', numElements: 0, elements: [] }] },
  {
    name: 'a Package with fewer elements than it counts',
    bytes: '12 03 05 01',
    terms: [{ term: 'DefPackage', numElements: 5, elements: [one] }],
  },
  {
    name: 'Package (Local0) {1}',
    bytes: '13 03 60 01',
    terms: [{ term: 'DefVarPackage', varNumElements: { term: 'Local0' }, elements: [one] }],
  },
  {
    name: 'Buffer (2) {0x0A}',
    bytes: '11 04 0a02 0a',
    terms: [{ term: 'DefBuffer', bufferSize: { term: 'Integer', value: 2n }, bytes: hex('0a') }],
  },
  {
    name: 'Buffer (FOO) {}',
    bytes: '11 05 464f4f5f',
    terms: [{ term: 'DefBuffer', bufferSize: name('FOO'), bytes: hex('') }],
  },
  {
    name: 'ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }',
    bytes: '11 14 0a11 820c00000000000000000000000000 7900',
    terms: [{ term: 'ResourceTemplate', registers: [NULL] }],
  },
  {
    name: 'the same as coreboot writes it',
    bytes: '11 15 0b1100 820c00000000000000000000000000 7900',
    terms: [{ term: 'ResourceTemplate', registers: [NULL], sizeWidth: 'Word' }],
  },
  {
    name: 'the same with a PkgLength of two bytes',
    bytes: '11 45 01 0a11 820c00000000000000000000000000 7900',
    terms: [{ term: 'ResourceTemplate', registers: [NULL], pkgLengthBytes: 2 }],
  },
  {
    name: 'a register in a Buffer that is larger stays a Buffer',
    bytes: '11 14 0a12 820c00000000000000000000000000 7900',
    terms: [
      {
        term: 'DefBuffer',
        bufferSize: { term: 'Integer', value: 18n },
        bytes: hex('820c000000000000000000000000007900'),
      },
    ],
  },
  {
    name: 'a register of length 0x12 stays a Buffer',
    bytes: '11 14 0a11 821200000000000000000000000000 7900',
    terms: [
      {
        term: 'DefBuffer',
        bufferSize: { term: 'Integer', value: 17n },
        bytes: hex('8212000000000000000000000000007900'),
      },
    ],
  },
  {
    name: 'an empty ResourceTemplate stays a Buffer',
    bytes: '11 05 0a02 7900',
    terms: [{ term: 'DefBuffer', bufferSize: { term: 'Integer', value: 2n }, bytes: hex('7900') }],
  },
  {
    name: 'External (\\_SB.C000, DeviceObj) in If (Zero)',
    bytes: 'a0 0f 00 15 5c2e5f53425f43303030 06 00',
    terms: [
      {
        term: 'DefIf',
        predicate: { term: 'Integer', value: 0n },
        terms: [{ term: 'DefExternal', name: '\\_SB.C000', objectType: 6, argumentCount: 0 }],
      },
    ],
  },
  {
    name: 'Method (FOO, 1, Serialized) { Return (Arg0) }',
    bytes: '14 08 464f4f5f 09 a4 68',
    terms: [
      { term: 'DefMethod', name: 'FOO', methodFlags: 9, terms: [{ term: 'DefReturn', object: { term: 'Arg0' } }] },
    ],
  },
  {
    name: 'Processor (C000, 1, 0x12345678, 6) {}',
    bytes: '5b83 0b 43303030 01 78563412 06',
    terms: [{ term: 'DefProcessor', name: 'C000', procId: 1, pblkAddr: 0x12345678, pblkLen: 6, terms: [] }],
  },
  {
    name: 'Add (Local0, 1, )',
    bytes: '72 60 01 00',
    terms: [{ term: 'DefAdd', a: { term: 'Local0' }, b: one, target: { term: 'NullName' } }],
  },
  { name: 'Store (1, FOO)', bytes: '70 01 464f4f5f', terms: [{ term: 'DefStore', source: one, target: name('FOO') }] },
  { name: 'Mutex (FOO, 3)', bytes: '5b01 464f4f5f 03', terms: [{ term: 'DefMutex', name: 'FOO', syncFlags: 3 }] },
  {
    name: 'Acquire (FOO, 0xFFFF)',
    bytes: '5b23 464f4f5f ffff',
    terms: [{ term: 'DefAcquire', object: name('FOO'), timeout: 0xffff }],
  },
  {
    name: 'OperationRegion (FOO, SystemIO, 0x5F0, 8)',
    bytes: '5b80 464f4f5f 01 0bf005 0a08',
    terms: [
      {
        term: 'DefOpRegion',
        name: 'FOO',
        regionSpace: 1,
        regionOffset: { term: 'Integer', value: 0x5f0n },
        regionLength: { term: 'Integer', value: 8n },
      },
    ],
  },
  {
    name: 'Field (FOO, ByteAcc, NoLock, Preserve) { BAR, 8 }',
    bytes: '5b81 0b 464f4f5f 01 4241525f 08',
    terms: [{ term: 'DefField', name: 'FOO', fieldFlags: 1, fieldList: hex('4241525f 08') }],
  },
  { name: 'an Alias', bytes: '06 464f4f5f 4241525f', terms: [{ term: 'DefAlias', source: 'FOO', name: 'BAR' }] },
  { name: 'a string of nothing', bytes: '0d 00', terms: [{ term: 'String', value: '' }] },
  { name: 'a Noop behind a Noop', bytes: 'a3 a3', terms: [{ term: 'DefNoop' }, { term: 'DefNoop' }] },
];

cases('terms, both ways', ROWS, ({ bytes, terms }) => {
  assert.equal(decodeTermList(new ByteReader(hex(bytes))), [...terms]);
  sameBytes(
    encoded((out) => {
      for (const term of terms) encodeTerm(term, out);
    }),
    hex(bytes),
  );
});

const KEPT: readonly Row[] = [
  { name: 'an unknown opcode takes the rest', bytes: 'a3 fe 01 02', terms: [{ term: 'DefNoop' }, opaque('fe 01 02')] },
  { name: 'an unknown extended opcode', bytes: '5b ff 01', terms: [opaque('5b ff 01')] },
  { name: 'half an extended opcode', bytes: '5b', terms: [opaque('5b')] },
  {
    name: 'a broken term with a PkgLength takes no more than that',
    bytes: '11 01 a3',
    terms: [opaque('11 01'), { term: 'DefNoop' }],
  },
  {
    name: 'an unknown opcode takes the rest of its list, not more',
    bytes: '12 04 02 fe fd a3',
    terms: [{ term: 'DefPackage', numElements: 2, elements: [opaque('fe fd')] }, { term: 'DefNoop' }],
  },
  { name: 'a PkgLength past the end', bytes: '12 3f 01', terms: [opaque('12 3f 01')] },
  {
    name: 'a PkgLength past the end of the term around it',
    bytes: '12 04 01 12 03 a3',
    terms: [{ term: 'DefPackage', numElements: 1, elements: [opaque('12 03')] }, { term: 'DefNoop' }],
  },
  { name: 'reserved bits of a PkgLength', bytes: '12 53 00 01 a3', terms: [opaque('12 53 00 01 a3')] },
  { name: 'a string without its end', bytes: '0d 41', terms: [opaque('0d 41')] },
  { name: 'a string of a letter that is not ASCII', bytes: '0d e4 00', terms: [opaque('0d e4 00')] },
  { name: 'a broken operand makes its term broken', bytes: '72 60 fe 00', terms: [opaque('72 60 fe 00')] },
  { name: 'a broken size of a Buffer', bytes: '11 03 fe 00 a3', terms: [opaque('11 03 fe 00'), { term: 'DefNoop' }] },
];

cases('keeps bytes that it cannot read', KEPT, ({ bytes, terms }) => {
  const read = decodeTermList(new ByteReader(hex(bytes)));
  assert.equal(read, [...terms]);
  sameBytes(
    encoded((out) => {
      for (const term of read) encodeTerm(term, out);
    }),
    hex(bytes),
  );
});

test('nesting has a limit, and no bytes are lost there', () => {
  const deep = (levels: number) => Uint8Array.of(...Array<number>(levels).fill(0x92), 0x01);
  assert.is(decodeTermList(new ByteReader(deep(256)))[0]?.term, 'DefLNot');
  assert.equal(decodeTermList(new ByteReader(deep(257))), [{ term: 'Opaque', bytes: deep(257) }]);
});

test('a package that is read has its place, and its elements by it; what is made has none', () => {
  const [outer] = decodeTermList(new ByteReader(hex('00 00 12 04 02 01 01'), 2));
  assert.equal(outer && spanOf(outer), { offset: 2, length: 5 });
  assert.equal(outer?.term === 'DefPackage' && elementSpans(outer, 2)[1], { offset: 6, length: 1 });
  assert.is(spanOf({ term: 'DefPackage', numElements: 1, elements: [one] }), undefined);
});

test('packages of equal literals share their elements; names mean what their place gives them', () => {
  const packages = (elements: string) =>
    decodeTermList(new ByteReader(hex(`12 06 02 ${elements} 12 06 02 ${elements}`))).map((term) =>
      term.term === 'DefPackage' ? term.elements : [],
    );
  const [first, second] = packages('0b 34 12 01');
  assert.equal(first, [{ term: 'Integer', value: 0x1234n }, one]);
  assert.is(first, second);
  const [named, again] = packages('464f4f5f');
  assert.equal(named, [name('FOO')]);
  assert.equal(named, again);
  assert.is.not(named, again);
});

test('a body is read when it is asked for, with the names of all tables', () => {
  const tables = ['14 0b 4241525f 00 464f4f5f 01', '14 06 464f4f5f 01'].map((bytes) => new ByteReader(hex(bytes)));
  const [[method] = [], [other] = []] = decodeBodies(tables);
  assert.ok(method?.term === 'DefMethod' && other?.term === 'DefMethod');
  assert.is(hasReadBody(method), false);
  assert.equal(method.terms, [{ term: 'NameString', name: 'FOO', args: [one] }]);
  assert.equal([hasReadBody(method), hasReadBody(other)], [true, false]);
});

test('leaves differ from terms with an opcode', () => {
  assert.is(isDefined(one), false);
  assert.is(isDefined({ term: 'ResourceTemplate', registers: [] }), false);
  assert.is(isDefined({ term: 'DefNoop' }), true);
});

test.run();
