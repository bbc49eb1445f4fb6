import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteReader, TruncatedError, UnsupportedError } from '../../src/aml/bytes.js';
import {
  canonicalName,
  decodeNameString,
  encodeNameString,
  isNameString,
  startsNameString,
} from '../../src/aml/name-string.js';
import { encoded, hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

// ACPI 6.6 §20.2.2, as iasl 20200925 compiles the names.
cases(
  'NameString',
  [
    { name: 'one segment', text: 'C000', bytes: '43303030' },
    { name: 'a short segment is filled with underscores', text: 'A', bytes: '415f5f5f' },
    { name: '_SB', text: '\\_SB', bytes: '5c 5f53425f' },
    { name: 'two segments', text: '\\_SB.C000', bytes: '5c 2e 5f53425f 43303030' },
    { name: 'three segments', text: '\\_SB.CPUS.C000', bytes: '5c 2f 03 5f53425f 43505553 43303030' },
    { name: 'four segments, from the parent', text: '^A.B.C.D', bytes: '5e 2f 04 415f5f5f 425f5f5f 435f5f5f 445f5f5f' },
    { name: 'the grandparent alone', text: '^^', bytes: '5e 5e 00' },
    { name: 'the root alone', text: '\\', bytes: '5c 00' },
    { name: 'no name', text: '', bytes: '00' },
    { name: 'underscores all through', text: '_', bytes: '5f5f5f5f' },
    { name: 'an underscore inside', text: 'A_B', bytes: '415f425f' },
    { name: '255 segments', text: Array(255).fill('A').join('.'), bytes: `2f ff ${'415f5f5f'.repeat(255)}` },
  ],
  ({ text, bytes }) => {
    sameBytes(
      encoded((out) => encodeNameString(text, out)),
      hex(bytes),
    );
    assert.is(decodeNameString(new ByteReader(hex(bytes))), text);
    assert.ok(isNameString(text));
    assert.is(canonicalName(text), text);
  },
);

cases(
  'bytes that are not a name, or not in canonical form',
  [
    { name: 'nothing', bytes: '', error: TruncatedError },
    { name: 'three characters', bytes: '434343', error: TruncatedError },
    { name: 'a small letter', bytes: '43303061', error: UnsupportedError },
    { name: 'a digit in front', bytes: '30303030', error: UnsupportedError },
    {
      name: 'a line feed, which a dot in a regular expression does not match',
      bytes: '4330300a',
      error: UnsupportedError,
    },
    { name: 'two segments, one of them missing', bytes: '2e 43303030', error: TruncatedError },
    { name: 'a MultiNamePath of two', bytes: '2f 02 41414141 42424242', error: UnsupportedError },
    { name: 'a MultiNamePath of none', bytes: '2f 00', error: UnsupportedError },
    { name: 'a MultiNamePath without its count', bytes: '2f', error: TruncatedError },
  ],
  ({ bytes, error }) => {
    assert.throws(
      () => decodeNameString(new ByteReader(hex(bytes))),
      (thrown: unknown) => thrown instanceof error,
    );
  },
);

cases(
  'rejects a text that is not a name',
  [
    { name: 'five characters', text: 'ABCDE' },
    { name: 'a digit in front', text: '1A' },
    { name: 'a small letter', text: 'a' },
    { name: 'an empty segment', text: 'A..B' },
    { name: 'a point at the end', text: 'A.' },
    { name: 'a root in the middle', text: 'A.\\B' },
    { name: 'a parent of the root', text: '\\^A' },
    { name: 'a line feed at the end', text: 'A\n' },
    { name: '256 segments', text: Array(256).fill('A').join('.') },
  ],
  ({ text }) => assert.is(isNameString(text), false),
);

// ACPI 6.6 §19.2.2: `_SB` and `_SB_` are the same name.
cases(
  'the one text of a name',
  [
    { name: '_SB_', text: '\\_SB_.PR1_.C000', canonical: '\\_SB.PR1.C000' },
    { name: 'underscores alone', text: '____', canonical: '_' },
    { name: 'underscores behind one in front', text: '_A__', canonical: '_A' },
  ],
  ({ text, canonical }) => assert.is(canonicalName(text), canonical),
);

test('what only a name can begin with', () => {
  const leads = Array.from({ length: 256 }, (_, byte) => byte).filter(startsNameString);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => letter.charCodeAt(0));
  assert.equal(leads, [0x2e, 0x2f, ...letters, 0x5c, 0x5e, 0x5f]);
});

test.run();
