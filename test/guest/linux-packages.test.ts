// What Linux reads of `_CPC` and `_PSD` packages as firmware has them: each row is one side of a limit.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GuestName } from '../../grammar/guests.js';
import type { AmlNode } from '../../src/aml/tree.js';
import type { GuestCode } from '../../src/guest/rule.js';
import { cpc, type Entries, NULL, name, pack, pcc, psd, register } from '../firmware/packages.js';
import { cases } from '../support/cases.js';
import { codesOf } from './codes.js';

const STRING: AmlNode = { term: 'String', value: 'x' };
const buffer = (bytes: number): AmlNode => ({
  term: 'DefBuffer',
  bufferSize: { term: 'Integer', value: BigInt(bytes) },
  bytes: new Uint8Array(bytes),
});

/** A package with these numbers first, and this number of elements. */
function headed(numEntries: bigint, revision: bigint, count: number, entries: Entries = {}): AmlNode {
  return pack(numEntries, revision, ...cpc(entries, 4).elements.slice(2, count));
}

const COUNT = 'guest/linux-count';
const ELEMENTS = 'guest/linux-elements';
const TYPE = 'guest/linux-element-type';
const BUFFER = 'guest/linux-short-buffer';

// Up to 7.1 Linux takes what is newer than revision 3 for it, and reads 23 elements.
// biome-ignore format: one row a line
const PACKAGES: readonly { guest: GuestName; code: GuestCode; name: string; object: AmlNode; applies: boolean }[] = [
  { guest: 'linux-6.12', code: 'guest/linux-revision', name: 'revision 1', object: cpc({}, 1), applies: true },
  { guest: 'linux-6.12', code: 'guest/linux-revision', name: 'revision 2', object: cpc({}, 2), applies: false },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 1 has a rule of its own', object: headed(9n, 1n, 17), applies: false },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 2 with 21', object: headed(21n, 2n, 21), applies: false },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 2 with 20', object: headed(20n, 2n, 21), applies: true },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 3 with 22', object: headed(22n, 3n, 23), applies: true },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 3 with 23', object: headed(23n, 3n, 23), applies: false },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 3 with 24', object: headed(24n, 3n, 23), applies: true },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 4 with 23', object: headed(23n, 4n, 25), applies: true },
  { guest: 'linux-6.12', code: COUNT, name: 'revision 4 with 24', object: headed(24n, 4n, 25), applies: false },
  { guest: 'linux-7.2', code: COUNT, name: 'revision 4 with 24', object: headed(24n, 4n, 25), applies: true },
  { guest: 'linux-7.2', code: COUNT, name: 'revision 4 with 25', object: headed(25n, 4n, 25), applies: false },
  { guest: 'linux-7.2', code: COUNT, name: 'revision 5 with 25', object: headed(25n, 5n, 25), applies: true },
  { guest: 'linux-7.2', code: COUNT, name: 'revision 5 with 26', object: headed(26n, 5n, 25), applies: false },
  { guest: 'linux-6.12', code: ELEMENTS, name: '22 of 23', object: headed(23n, 3n, 22), applies: true },
  { guest: 'linux-6.12', code: ELEMENTS, name: '23 of 23', object: headed(23n, 3n, 23), applies: false },
  { guest: 'linux-6.12', code: ELEMENTS, name: '23 of 25', object: headed(25n, 4n, 23), applies: false },
  { guest: 'linux-7.2', code: ELEMENTS, name: '24 of 25', object: headed(25n, 4n, 24), applies: true },
  { guest: 'linux-7.2', code: ELEMENTS, name: '25 of 25', object: headed(25n, 4n, 25), applies: false },
  { guest: 'linux-6.12', code: TYPE, name: 'a Package as a level', object: cpc({ highest_perf: pack() }), applies: true },
  { guest: 'linux-6.12', code: TYPE, name: 'a Package that is not read', object: cpc({ ospm_nominal_perf: pack() }, 4), applies: false },
  { guest: 'linux-7.2', code: TYPE, name: 'a Package as an entry of revision 4', object: cpc({ ospm_nominal_perf: pack() }, 4), applies: true },
  { guest: 'linux-7.2', code: TYPE, name: 'the Package of Resource Priority', object: cpc({}, 4), applies: false },
  { guest: 'linux-6.12', code: BUFFER, name: '14 bytes', object: cpc({ highest_perf: buffer(14) }), applies: true },
  { guest: 'linux-6.12', code: BUFFER, name: '15 bytes', object: cpc({ highest_perf: buffer(15) }), applies: false },
  { guest: 'linux-6.12', code: BUFFER, name: 'a String', object: cpc({ highest_perf: STRING }), applies: false },
  { guest: 'linux-6.12', code: 'guest/linux-level-zero', name: '0', object: cpc({ lowest_perf: 0n }), applies: true },
  { guest: 'linux-6.12', code: 'guest/linux-level-zero', name: '1', object: cpc({ lowest_perf: 1n }), applies: false },
  { guest: 'linux-6.12', code: 'guest/linux-level-zero', name: 'NULL', object: cpc({ lowest_perf: NULL }), applies: true },
  { guest: 'linux-6.12', code: 'guest/linux-subspaces', name: 'one', object: cpc({ min_perf: pcc(0n, 3), max_perf: pcc(4n, 3) }), applies: false },
  { guest: 'linux-6.12', code: 'guest/linux-subspaces', name: 'two', object: cpc({ min_perf: pcc(0n, 3), max_perf: pcc(4n, 4) }), applies: true },
  { guest: 'linux-6.12', code: 'guest/linux-address-space', name: 'PCI', object: cpc({ min_perf: register({ spaceId: 2, bitWidth: 8 }) }), applies: true },
  { guest: 'linux-6.12', code: 'guest/linux-address-space', name: 'MSRs', object: cpc(), applies: false },
  { guest: 'linux-6.12', code: 'guest/linux-no-package', name: 'an Integer', object: { term: 'Integer', value: 9n }, applies: true },
  { guest: 'linux-6.12', code: 'guest/linux-no-package', name: 'a Package', object: cpc(), applies: false },
];

cases(
  'guest: what Linux reads of a package',
  PACKAGES.map((row) => ({ ...row, name: `${row.guest}, ${row.code}: ${row.name}` })),
  ({ guest, code, object, applies }) => {
    assert.is(codesOf(guest, [name('\\C000._CPC', object)]).has(code), applies);
  },
);

cases(
  'guest: what Linux reads of a _PSD',
  [
    { name: 'five elements', object: psd(5n, 0n, 0n, 0xfen, 1n), refused: false },
    { name: 'four elements', object: psd(5n, 0n, 0n, 0xfen), refused: true },
    { name: 'six elements', object: psd(5n, 0n, 0n, 0xfen, 1n, 0n), refused: false },
    { name: 'another NumEntries', object: psd(6n, 0n, 0n, 0xfen, 1n), refused: true },
    { name: 'another revision', object: psd(5n, 1n, 0n, 0xfen, 1n), refused: true },
    { name: 'the first coordination type', object: psd(5n, 0n, 0n, 0xfcn, 1n), refused: false },
    { name: 'a number below it', object: psd(5n, 0n, 0n, 0xfbn, 1n), refused: true },
    { name: 'a number above the last', object: psd(5n, 0n, 0n, 0xffn, 1n), refused: true },
    { name: 'no outer package', object: pack(5n, 0n, 0n, 0xfen, 1n), refused: false },
    { name: 'no outer package, four elements', object: pack(5n, 0n, 0n, 0xfen), refused: true },
    { name: 'two packages', object: pack(pack(5n, 0n, 0n, 0xfen, 1n), pack(5n, 0n, 0n, 0xfen, 1n)), refused: true },
    { name: 'a type that is a String', object: pack(pack(5n, 0n, 0n, STRING, 1n)), refused: false },
  ],
  ({ object, refused }) => {
    const terms = [name('\\C000._CPC', cpc()), name('\\C000._PSD', object)];
    assert.is(codesOf('linux-6.12', terms).has('guest/linux-psd'), refused);
  },
);

test.run();
