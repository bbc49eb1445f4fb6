// What stands above a decompiled spec: each row adds one thing that a spec does not state.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { specOfFirmware } from '../../src/decompile/decompile.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { cpc, msr, name, pack, psd, readBack } from '../firmware/packages.js';
import { cases } from '../support/cases.js';

function remarksOf(terms: readonly AmlNode[], oemId = 'TESTED'): readonly string[] {
  const header = { signature: 'SSDT', revision: 2, oemId, oemTableId: 'TEST', oemRevision: 1 };
  const table = { header: { ...header, creatorId: 'TEST', creatorRevision: 1 }, terms: readBack(terms) };
  return specOfFirmware({ tables: [table], facts: machineFacts([table]) })?.comments ?? [];
}

const LEVELS = { highest_perf: 9n, nominal_perf: 8n, lowest_nonlinear_perf: 7n, lowest_perf: 1n };
const FINE = cpc(LEVELS);
const OTHER = cpc({ ...LEVELS, highest_perf: 10n });
const cpcs = (count: number, object: AmlNode = FINE) =>
  Array.from({ length: count }, (_, i) => name(`\\C00${i}._CPC`, object));
const elements = (...changed: readonly (bigint | undefined)[]) =>
  pack(...FINE.elements.map((one, i) => changed[i] ?? one));
/** `_CPC` methods that return one package, or on a bit of hardware another. */
const methods = (count: number, ...others: readonly AmlNode[]) =>
  Array.from(
    { length: count },
    (_, i): AmlNode => ({
      term: 'DefMethod',
      name: `\\C00${i}._CPC`,
      methodFlags: 0,
      terms: [
        ...others.map((object): AmlNode => {
          const terms: AmlNode[] = [{ term: 'DefReturn', object }];
          return { term: 'DefIf', predicate: { term: 'NameString', name: '\\MODE' }, terms };
        }),
        { term: 'DefReturn', object: FINE },
      ],
    }),
  );
const without = (count: number) => pack(...FINE.elements.slice(0, FINE.elements.length - count));

// biome-ignore format: one row a line
const ROWS: readonly { name: string; terms: readonly AmlNode[]; says: RegExp | undefined; and?: RegExp }[] = [
  { name: 'nothing', terms: cpcs(1), says: undefined },
  { name: 'code that always returns the same', terms: methods(1), says: undefined },
  { name: 'code that decides for one processor', terms: methods(1, OTHER), and: /^- the code can also return the package _CPC \(revision 3, 23 elements\): /, says: /^- code decides what _CPC is; here is the package for \(MODE != 0\): \\C000$/ },
  { name: 'code that decides for four processors', terms: methods(4, OTHER), and: /^- the code can also/, says: /^- code decides .*: \\C000, .*, \\C003$/ },
  { name: 'code that decides for five processors', terms: methods(5, OTHER), and: /^- the code can also/, says: /^- code decides .*\\C003 and 1 more$/ },
  { name: 'another NumEntries', terms: cpcs(1, elements(22n)), says: /^- NumEntries is 22; here / },
  { name: 'one element less', terms: cpcs(1, without(1)), says: /^- 1 element of the revision missing; / },
  { name: 'two elements less', terms: cpcs(1, without(2)), says: /^- 2 elements of the revision missing; / },
  { name: 'one element more', terms: cpcs(1, pack(...FINE.elements, 0n)), says: /^- 1 element past those of the revision/ },
  { name: 'a package that no processor returns', terms: [...cpcs(1), name('\\PKG0', FINE)], says: /^- the package \\PKG0, which no processor here returns/ },
  { name: 'one of two without _PSD', terms: [...cpcs(2), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfen, 1n))], says: /^- no _PSD; .*: \\C001$/ },
  { name: 'more processors in _PSD', terms: [...cpcs(1), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfen, 2n))], says: /^- _PSD counts 2 processors; here its domain has 1/ },
  { name: 'as many processors in _PSD', terms: [...cpcs(1), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfen, 1n))], says: undefined },
  { name: 'a type that ACPI does not know', terms: [...cpcs(1), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfbn, 1n))], says: /^- a coordination type/ },
  { name: 'a priority for no resource', terms: cpcs(1, cpc({ ...LEVELS, resource_priority: pack(pack(pack(), 1n, msr(0xc88n, 1, 0), 2n, msr(0xc8fn, 4, 32))) }, 4)), says: /^- resource_priority is not a Package of Packages with 5 elements and a resource each/ },
  { name: 'an object beside', terms: [...cpcs(1), name('\\C000._PSS', pack(integer(0)))], says: /^- _PSS beside the _CPC/ },
];

cases('decompile: comments', ROWS, ({ terms, says, and }) => {
  const [from, ...rest] = remarksOf(terms);
  assert.match(from ?? '', /^The _CPC of \d processors? of the table SSDT "TESTED" "TEST"\.$/);
  const items = rest.filter((line) => line.startsWith('- '));
  if (says === undefined) assert.equal(rest, []);
  else {
    const expected = [says, ...(and ? [and] : [])];
    assert.is(items.length, expected.length, rest.join('\n'));
    for (const [i, one] of expected.entries()) assert.match(items[i] ?? '', one);
  }
});

test('decompile: names ids that are not text', () => {
  assert.ok(remarksOf(cpcs(1), 'A\u0001').some((line) => line.includes('not printable ASCII')));
});

test.run();
