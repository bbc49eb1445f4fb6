import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteReader } from '../../src/aml/bytes.js';
import { decodeBodies } from '../../src/aml/decode.js';
import { decodeTables, encodeTable } from '../../src/aml/table.js';
import { encodeTerm } from '../../src/aml/term.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

type Terms = readonly AmlNode[];

const integer = (value: number): AmlNode => ({ term: 'Integer', value: BigInt(value) });
const reference = (name: string): AmlNode => ({ term: 'NameString', name });
const call = (name: string, ...args: Terms): AmlNode => ({ term: 'NameString', name, args });
const method = (name: string, args: number, terms: Terms = []): AmlNode => ({
  term: 'DefMethod',
  name,
  methodFlags: args,
  terms,
});
const scope = (name: string, ...terms: Terms): AmlNode => ({ term: 'DefScope', name, terms });
const device = (name: string, ...terms: Terms): AmlNode => ({ term: 'DefDevice', name, terms });
const give = (object: AmlNode): AmlNode => ({ term: 'DefReturn', object });
const external = (name: string, argumentCount: number, objectType = 8): AmlNode => ({
  term: 'DefExternal',
  name,
  objectType,
  argumentCount,
});
const packageOf = (...elements: Terms): AmlNode => ({ term: 'DefPackage', numElements: 3, elements });
const named = (name: string): AmlNode => ({ term: 'DefName', name, object: integer(1) });
const byteField = (name: string): AmlNode => ({
  term: 'DefCreateByteField',
  source: { term: 'Local0' },
  byteIndex: integer(0),
  name,
});
const field = (bytes: string): AmlNode => ({ term: 'DefField', name: 'REGN', fieldFlags: 0, fieldList: hex(bytes) });
const condRefOf = (name: string): AmlNode => ({
  term: 'DefCondRefOf',
  object: reference(name),
  target: { term: 'NullName' },
});
const when = (predicate: AmlNode, ...terms: Terms): AmlNode => ({ term: 'DefIf', predicate, terms });

const bytesOf = (terms: Terms) =>
  encoded((out) => {
    for (const term of terms) encodeTerm(term, out);
  });

interface Row {
  readonly name: string;
  /** As they must be read; one item per table. */
  readonly tables: readonly Terms[];
}

const FOO2 = method('FOO', 2, [give({ term: 'Arg1' })]);
const USE = give(call('FOO', integer(1), integer(0)));
const PLAIN = give(reference('FOO'));

const ROWS: readonly Row[] = [
  { name: 'a method of the same table', tables: [[FOO2, method('BAR', 0, [USE])]] },
  {
    name: 'in a Package, elements behind the name are its arguments, and none is missed',
    tables: [
      [
        FOO2,
        method('BAR', 0, [
          give(packageOf(call('FOO', integer(5), integer(6)), integer(7))),
          give(packageOf(integer(5), call('FOO', integer(6)))),
          give(packageOf(integer(5), reference('FOO'))),
        ]),
      ],
    ],
  },
  { name: 'a method that is defined behind its use', tables: [[method('BAR', 0, [USE]), FOO2]] },
  { name: 'a method of a later table', tables: [[method('BAR', 0, [USE])], [FOO2]] },
  { name: 'at table level, what is defined before', tables: [[FOO2, when(call('FOO', integer(1), integer(0)))]] },
  {
    name: 'arguments that are invocations',
    tables: [[FOO2, method('BAR', 0, [give(call('FOO', call('FOO', integer(1), integer(2)), integer(0)))])]],
  },
  {
    name: 'a method by its path',
    tables: [
      [scope('\\_SB', device('PCI0', FOO2)), method('BAR', 0, [give(call('\\_SB.PCI0.FOO', integer(1), integer(0)))])],
    ],
  },
  { name: 'a method of a scope above', tables: [[scope('\\_SB', FOO2, device('PCI0', method('BAR', 0, [USE])))]] },
  { name: 'an Integer of a nearer scope', tables: [[FOO2, device('PCI0', named('FOO'), method('BAR', 0, [PLAIN]))]] },
  {
    name: 'a method of a scope that is not above',
    tables: [[named('FOO'), device('PCI0', FOO2), device('PR00', method('BAR', 0, [PLAIN]))]],
  },
  {
    name: 'a path is not searched above',
    tables: [[scope('\\_SB', FOO2), device('PCI0', method('BAR', 0, [give(reference('_SB.FOO'))]))]],
  },
  {
    name: 'an External declares a method',
    tables: [[external('FOO', 3), method('BAR', 0, [give(call('FOO', integer(1), integer(0), integer(2)))])]],
  },
  { name: 'an External of another type does not', tables: [[external('FOO', 3, 6), method('BAR', 0, [PLAIN])]] },
  { name: 'what is defined wins over an External', tables: [[external('FOO', 3), method('BAR', 0, [USE])], [FOO2]] },
  { name: 'of two definitions the first stands', tables: [[FOO2], [method('FOO', 1), method('BAR', 0, [USE])]] },
  { name: 'CondRefOf does not call', tables: [[FOO2, method('BAR', 0, [when(condRefOf('FOO'), named('ABCD'))])]] },
  {
    name: 'RefOf does not call',
    tables: [[FOO2, method('BAR', 0, [give({ term: 'DefRefOf', object: reference('FOO') })])]],
  },
  {
    name: 'an element of a Package takes what follows as arguments, as ACPICA does',
    tables: [
      [
        FOO2,
        {
          term: 'DefName',
          name: 'PKG',
          object: { term: 'DefPackage', numElements: 3, elements: [call('FOO', integer(1), integer(0))] },
        },
      ],
    ],
  },
  { name: 'a byte field of the body hides a method', tables: [[FOO2, method('BAR', 0, [byteField('FOO'), PLAIN])]] },
  {
    name: 'until the end of the body',
    tables: [[FOO2, method('BAR', 0, [byteField('FOO'), PLAIN]), method('BAZ', 0, [USE])]],
  },
  { name: 'and not before it', tables: [[FOO2, method('BAR', 0, [USE, byteField('FOO'), PLAIN])]] },
  {
    name: 'a method inside a method sees its names',
    tables: [[FOO2, method('BAR', 0, [byteField('FOO'), method('BAZ', 0, [PLAIN])])]],
  },
  {
    name: 'a field hides a method',
    tables: [[FOO2, device('PCI0', field('00 08 41424344 08 01 05 00 464f4f5f 04'), method('BAR', 0, [PLAIN]))]],
  },
  {
    name: 'an Alias of a method',
    tables: [
      [
        FOO2,
        { term: 'DefAlias', source: 'FOO', name: 'FUN' },
        method('BAR', 0, [give(call('FUN', integer(1), integer(0)))]),
      ],
    ],
  },
  {
    name: '_OSI is always there',
    tables: [[method('BAR', 0, [give(call('\\_OSI', { term: 'String', value: 'Linux' }))])]],
  },
  {
    name: 'a Scope behind a condition',
    tables: [[method('FUN3', 3), when(condRefOf('\\FUN3'), scope('\\_SB.PR00', named('_CPC')))]],
  },
];

cases('a name is an invocation as ACPICA decides it', ROWS, ({ tables }) => {
  const bytes = tables.map(bytesOf);
  assert.equal(decodeBodies(bytes.map((one) => new ByteReader(one))), tables);
});

test('unknown methods leave their arguments as terms, and the bytes stay', () => {
  const bytes = bytesOf([method('BAR', 0, [USE])]);
  const [terms = []] = decodeBodies([new ByteReader(bytes)]);
  assert.equal(terms, [method('BAR', 0, [PLAIN, integer(1), integer(0)])]);
  sameBytes(bytesOf(terms), bytes);
});

test('the DSDT is loaded first, wherever it stands', () => {
  const table = (signature: string, terms: Terms) => {
    const oem = { oemId: 'A', oemTableId: 'B', oemRevision: 1, creatorId: 'C', creatorRevision: 1 };
    return { bytes: encodeTable({ header: { signature, revision: 2, ...oem }, terms }), file: signature };
  };
  const ssdt = table('SSDT', [method('FOO', 1), method('BAR', 0, [USE])]);
  const [first, second] = decodeTables([ssdt, table('DSDT', [FOO2])]);
  assert.equal(first?.value?.terms[1], method('BAR', 0, [USE]));
  assert.is(second?.value?.header.signature, 'DSDT');
});

test.run();
