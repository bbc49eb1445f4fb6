import { isDeepStrictEqual } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { innerSpans, termLength } from '../../src/aml/inner-spans.js';
import { type Span, spanOf } from '../../src/aml/spans.js';
import { decodeTable, encodeTable } from '../../src/aml/table.js';
import { encodeTerm } from '../../src/aml/term.js';
import type { AmlNode, AmlTable } from '../../src/aml/tree.js';
import { encoded, hex, sameBytes, withValidHeader } from '../support/bytes.js';
import { cases } from '../support/cases.js';
import { eachSeed, type Random, randomTable } from '../support/random.js';
import { compileChoice, LAYOUT_CHOICES, PRIORITY_CHOICE } from './specs.js';

const TREES = 2000;
const MUTATIONS = 150;
const RANDOM_TABLES = 1000;

function decoded(bytes: Uint8Array): AmlTable {
  const { value, diagnostics } = decodeTable(bytes, 'table.aml');
  assert.equal(diagnostics, []);
  return value as AmlTable;
}

/** Law 2: what is decoded is encoded in the same bytes. */
function staysTheSame(bytes: Uint8Array): void {
  sameBytes(encodeTable(decoded(bytes)), bytes);
}

/** Law 2 where the header lies about length and checksum: the rest is the same, and nothing is thrown. */
function survives(bytes: Uint8Array): void {
  const { value } = decodeTable(bytes, 'table.aml');
  if (bytes.length < 36) {
    assert.is(value, undefined);
    return;
  }
  const statedLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const end = Math.min(Math.max(statedLength, 36), bytes.length);
  sameBytes(encodeTable(value as AmlTable), bytes.subarray(0, end), 'encoded', [4, 5, 6, 7, 9]);
}

function mutated(bytes: Uint8Array, random: Random, from: number): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i < 4; i++) copy[from + random.below(copy.length - from)] = random.below(0x100);
  return copy;
}

test('law 1: decode(encode(t)) = t for random canonical trees', () => {
  eachSeed(TREES, (random) => {
    const tree = randomTable(random);
    const back = decoded(encodeTable(tree));
    assert.ok(isDeepStrictEqual(back, tree), `decoded another tree than ${text(tree).slice(0, 500)}`);
  });
});

test('terms stand where the terms around them say, and where they were read', () => {
  eachSeed(TREES / 10, (random) => {
    const bytes = encodeTable(randomTable(random));
    const check = (node: AmlNode, { offset, length }: Span): void => {
      sameBytes(
        encoded((out) => encodeTerm(node, out)),
        bytes.subarray(offset, offset + length),
      );
      const read = spanOf(node);
      if (read) assert.equal(read, { offset, length });
      for (const inner of innerSpans(node, offset)) check(inner.node, inner.span);
    };
    let offset = 36;
    for (const term of decoded(bytes).terms) {
      check(term, { offset, length: termLength(term) });
      offset += termLength(term);
    }
    assert.is(offset, bytes.length);
  });
});

function text(tree: AmlTable): string {
  return JSON.stringify(tree, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
}

cases('law 1: what lower makes is canonical', [...LAYOUT_CHOICES, PRIORITY_CHOICE], async (choice) => {
  for (const { tree, aml } of (await compileChoice(choice)).parts) {
    assert.ok(isDeepStrictEqual(decoded(aml), tree));
  }
});

cases(
  'law 2: four random bytes in a built table, its header made right',
  [...LAYOUT_CHOICES, PRIORITY_CHOICE],
  async (choice) => {
    const { parts } = await compileChoice(choice);
    for (const { aml } of parts) {
      eachSeed(MUTATIONS, (random) => staysTheSame(withValidHeader(mutated(aml, random, 36))));
    }
  },
);

test('law 2: four random bytes in the header', async () => {
  const [part] = (await compileChoice(PRIORITY_CHOICE)).parts;
  eachSeed(MUTATIONS, (random) => survives(mutated(part?.aml.subarray(0, 60) ?? new Uint8Array(), random, 0)));
});

test('law 2: every truncation of a built table, with its old header and with a right one', async () => {
  const [part] = (await compileChoice({ ...PRIORITY_CHOICE, cores: 1 })).parts;
  const aml = part?.aml ?? new Uint8Array();
  for (let length = 0; length <= aml.length; length++) {
    survives(aml.slice(0, length));
    if (length >= 36) staysTheSame(withValidHeader(aml.slice(0, length)));
  }
});

test('law 2: random bytes behind a right header', () => {
  eachSeed(RANDOM_TABLES, (random) => {
    const body = random.bytes(300);
    staysTheSame(withValidHeader(Uint8Array.of(...new Uint8Array(36), ...body)));
  });
});

test('law 2: random opcodes and PkgLengths, which are more often terms than random bytes are', () => {
  const LEADS = hex(
    '00 01 06 08 0a 0b 0c 0d 0e 10 11 12 13 14 15 2e 2f 41 5b 5c 5e 5f 60 68 70 72 80 82 83 88 a0 a1 a4 ff 79',
  );
  eachSeed(RANDOM_TABLES, (random) => {
    const body = Array.from({ length: random.below(200) }, () => random.one<number>([...LEADS]));
    staysTheSame(withValidHeader(Uint8Array.of(...new Uint8Array(36), ...body)));
  });
});

cases(
  'law 2: hostile bytes neither exhaust the stack nor hang',
  [
    { name: 'a hundred thousand nested LNot', lead: '92', times: 100_000 },
    { name: 'a hundred thousand nested Add', lead: '72', times: 100_000 },
    { name: 'twenty thousand Packages that each claim 63 bytes', lead: '12 3f 01', times: 20_000 },
    { name: 'twenty thousand Buffers whose size is a Buffer', lead: '11 3f', times: 20_000 },
    { name: 'twenty thousand Ifs that claim 256 MiB', lead: 'a0 cf ff ff ff', times: 20_000 },
    { name: 'a hundred thousand parent prefixes', lead: '5e', times: 100_000 },
    { name: 'ten thousand names of 255 segments that are not there', lead: '2f ff', times: 10_000 },
    { name: 'a hundred thousand Noops', lead: 'a3', times: 100_000 },
  ],
  ({ lead, times }) => {
    const one = hex(lead);
    const body = new Uint8Array(one.length * times);
    for (let i = 0; i < times; i++) body.set(one, i * one.length);
    const whole = new Uint8Array(36 + body.length);
    whole.set(body, 36);
    staysTheSame(withValidHeader(whole));
  },
);

test('law 2: ten thousand nested Packages, each of its right length', () => {
  const leads: number[][] = [];
  let length = 0;
  for (let i = 0; i < 10_000; i++) {
    const lead = packageLead(length + 1);
    leads.push(lead);
    length += lead.length;
  }
  staysTheSame(withValidHeader(Uint8Array.of(...new Uint8Array(36), ...leads.reverse().flat())));
});

/** PackageOp, PkgLength in its shortest form, one element. ACPI 6.6 §20.2.5.4 and §20.2.4. */
function packageLead(body: number): number[] {
  if (body + 1 <= 0x3f) return [0x12, body + 1, 1];
  if (body + 2 <= 0xfff) return [0x12, 0x40 | ((body + 2) & 0xf), (body + 2) >> 4, 1];
  const length = body + 3;
  return [0x12, 0x80 | (length & 0xf), (length >> 4) & 0xff, length >> 12, 1];
}

test.run();
