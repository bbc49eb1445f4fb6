// What stands above a decompiled spec: each row adds one thing that a spec does not state.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { specOfFirmware } from '../../src/decompile/decompile.js';
import { lift } from '../../src/firmware/lift.js';
import { cpc, name, pack, psd, readBack } from '../firmware/packages.js';
import { cases } from '../support/cases.js';

function remarksOf(terms: readonly AmlNode[], oemId = 'TESTED'): readonly string[] {
  const header = { signature: 'SSDT', revision: 2, oemId, oemTableId: 'TEST', oemRevision: 1 };
  const table = { header: { ...header, creatorId: 'TEST', creatorRevision: 1 }, terms: readBack(terms) };
  const lifted = lift([table.terms], (node) => node.term);
  return specOfFirmware({ tables: [table], lifted })?.comments ?? [];
}

const LEVELS = { highest_perf: 9n, nominal_perf: 8n, lowest_nonlinear_perf: 7n, lowest_perf: 1n };
const FINE = cpc(LEVELS);
const cpcs = (count: number, object: AmlNode = FINE) =>
  Array.from({ length: count }, (_, i) => name(`\\C00${i}._CPC`, object));
const elements = (...changed: readonly (bigint | undefined)[]) =>
  pack(...FINE.elements.map((one, i) => changed[i] ?? one));
const method = (path: string): AmlNode => ({
  term: 'DefMethod',
  name: path,
  methodFlags: 0,
  terms: [{ term: 'DefReturn', object: FINE }],
});
const methods = (count: number) => Array.from({ length: count }, (_, i) => method(`\\C00${i}._CPC`));
const without = (count: number) => pack(...FINE.elements.slice(0, FINE.elements.length - count));

// biome-ignore format: one row a line
const ROWS: readonly { name: string; terms: readonly AmlNode[]; says: RegExp | undefined }[] = [
  { name: 'nothing', terms: cpcs(1), says: undefined },
  { name: 'code of one processor', terms: methods(1), says: /^- code of \\C000\._CPC: / },
  { name: 'code of four processors', terms: methods(4), says: /^- code of \\C000\._CPC, .*, \\C003\._CPC: / },
  { name: 'code of five processors', terms: methods(5), says: /^- code of .*\\C003\._CPC and 1 more: / },
  { name: 'another NumEntries', terms: cpcs(1, elements(22n)), says: /^- NumEntries is 22; here / },
  { name: 'one element less', terms: cpcs(1, without(1)), says: /^- 1 element of the revision missing; / },
  { name: 'two elements less', terms: cpcs(1, without(2)), says: /^- 2 elements of the revision missing; / },
  { name: 'one element more', terms: cpcs(1, pack(...FINE.elements, 0n)), says: /^- 1 element past those of the revision/ },
  { name: 'a package that no processor returns', terms: [...cpcs(1), name('\\PKG0', FINE)], says: /^- the package \\PKG0 .*no processor here returns/ },
  { name: 'one of two without _PSD', terms: [...cpcs(2), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfen, 1n))], says: /^- no _PSD; .*: \\C001$/ },
  { name: 'more processors in _PSD', terms: [...cpcs(1), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfen, 2n))], says: /^- _PSD counts 2 processors; here its domain has 1/ },
  { name: 'as many processors in _PSD', terms: [...cpcs(1), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfen, 1n))], says: undefined },
  { name: 'a type that ACPI does not know', terms: [...cpcs(1), name('\\C000._PSD', psd(5n, 0n, 0n, 0xfbn, 1n))], says: /^- a coordination type/ },
  { name: 'an object beside', terms: [...cpcs(1), name('\\C000._PSS', pack(integer(0)))], says: /^- _PSS beside the _CPC/ },
];

cases('decompile: comments', ROWS, ({ terms, says }) => {
  const [from, ...rest] = remarksOf(terms);
  assert.match(from ?? '', /^The _CPC of \d processors? of the table SSDT "TESTED" "TEST"\.$/);
  const items = rest.filter((line) => line.startsWith('- '));
  if (says === undefined) assert.equal(rest, []);
  else assert.ok(items.length === 1 && says.test(items[0] ?? ''), rest.join('\n'));
});

test('decompile: names ids that are not text', () => {
  assert.ok(remarksOf(cpcs(1), 'A\u0001').some((line) => line.includes('not printable ASCII')));
});

test.run();
