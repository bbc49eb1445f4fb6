// Both sides of each limit that the rules of firmware have, and what their messages count.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { tablePackages } from '../../src/firmware/table-packages.js';
import { cases } from '../support/cases.js';
import { cpc, type Entries, msr, NULL, name, pack, pcc, problemsOf, readTable, type Value } from './packages.js';

function codesOf(terms: readonly AmlNode[]): string[] {
  return problemsOf(readTable(terms)).map(({ code }) => code);
}

const one = (object: AmlNode) => [name('\\C000._CPC', object)];
const buffer = (size: bigint, bytes: number): AmlNode => ({
  term: 'DefBuffer',
  bufferSize: { term: 'Integer', value: size },
  bytes: new Uint8Array(bytes),
});
const STRING: AmlNode = { term: 'String', value: 'x' };
const ELSEWHERE: AmlNode = { term: 'NameString', name: 'XXXX' };

interface Side {
  readonly name: string;
  readonly code: string;
  readonly entries: Entries;
  readonly applies: boolean;
}

const LIMITED = { code: 'cpc/perf-limited-msr' } as const;
const BITS = { code: 'cpc/perf-limited-bits' } as const;
const PCC_WIDTH = { code: 'cpc/pcc-width' } as const;
const OVERLAP = { code: 'cpc/registers-overlap' } as const;

// biome-ignore format: one row a line
const SIDES: readonly Side[] = [
  { name: 'the first MSR of AMD', ...LIMITED, entries: { perf_limited: msr(0xc00102b0n, 2, 0) }, applies: true },
  { name: 'the MSR before it', ...LIMITED, entries: { perf_limited: msr(0xc00102afn, 2, 0) }, applies: false },
  { name: 'the MSR before CPPC_STATUS', ...LIMITED, entries: { perf_limited: msr(0xc00102b3n, 2, 0) }, applies: true },
  { name: 'CPPC_STATUS', ...LIMITED, entries: { perf_limited: msr(0xc00102b4n, 2, 0) }, applies: false },
  { name: "Intel's bits", ...BITS, entries: { perf_limited: msr(0x777n, 1, 2) }, applies: true },
  { name: "Intel's width alone", ...BITS, entries: { perf_limited: msr(0x777n, 2, 2) }, applies: true },
  { name: "Intel's offset alone", ...BITS, entries: { perf_limited: msr(0x777n, 1, 1) }, applies: true },
  { name: 'no bits', ...PCC_WIDTH, entries: { highest_perf: pcc(0n, 3, 0) }, applies: false },
  { name: 'one bit', ...PCC_WIDTH, entries: { highest_perf: pcc(0n, 3, 1) }, applies: true },
  { name: 'eight bits', ...PCC_WIDTH, entries: { highest_perf: pcc(0n, 3, 8) }, applies: false },
  { name: 'a register of one bit', ...OVERLAP, entries: { min_perf: msr(0x774n, 8, 0), max_perf: msr(0x774n, 1, 3) }, applies: true },
  { name: 'a register of no bits', ...OVERLAP, entries: { min_perf: msr(0x774n, 8, 0), max_perf: msr(0x774n, 0, 3) }, applies: false },
];

cases(
  'firmware rules: limits of registers',
  SIDES.map((side) => ({ ...side, name: `${side.code}: ${side.name}` })),
  ({ code, entries, applies }) => assert.is(codesOf(one(cpc(entries))).includes(code), applies),
);

test('firmware rules: a register that shares bits with several is one finding', () => {
  const three = { min_perf: msr(0x774n, 8, 0), max_perf: msr(0x774n, 8, 0), desired_perf: msr(0x774n, 8, 0) };
  const overlaps = codesOf(one(cpc(three))).filter((code) => code === 'cpc/registers-overlap');
  assert.is(overlaps.length, 2);
});

/** A package with another number in front, or another revision. */
function headed(numEntries: Value, revision: Value): AmlNode {
  const { elements } = cpc();
  return pack(numEntries, revision, ...elements.slice(2));
}

cases(
  'firmware rules: the head of a package',
  [
    { name: 'revision 0', object: headed(23n, 0n), codes: ['firmware/revision-unknown'] },
    { name: 'revision 4 with its elements', object: cpc({}, 4), codes: [] },
    { name: 'revision 5', object: headed(25n, 5n), codes: ['firmware/revision-unknown', 'firmware/num-entries'] },
    { name: 'a NumEntries that is one too low', object: headed(22n, 3n), codes: ['firmware/num-entries'] },
    { name: 'a NumEntries that is one too high', object: headed(24n, 3n), codes: ['firmware/num-entries'] },
    { name: 'a NumEntries from elsewhere', object: headed(ELSEWHERE, 3n), codes: ['firmware/table-missing'] },
    { name: 'a NumEntries that is a String', object: headed(STRING, 3n), codes: ['firmware/head-type'] },
  ],
  ({ object, codes }) => assert.equal(codesOf(one(object)), codes),
);

cases(
  'firmware rules: an object that is not a package',
  [
    { name: 'a Package of one', object: pack(3n), is: 'a Package of 1' },
    { name: 'an Integer', object: { term: 'Integer', value: 3n } as AmlNode, is: 'the Integer 3' },
    { name: 'a Buffer', object: buffer(4n, 4), is: 'a Buffer' },
    { name: 'a String', object: STRING, is: 'a String' },
    { name: 'a Package of two', object: pack(2n, 3n), is: undefined },
    { name: 'a name', object: ELSEWHERE, is: undefined },
  ],
  ({ object, is }) => {
    const found = problemsOf(readTable(one(object))).find(({ code }) => code === 'firmware/cpc-no-package');
    assert.is(found?.message.includes(`${is}`) ?? false, is !== undefined, found?.message);
  },
);

cases(
  'firmware rules: reports the length of a Buffer that is not a register',
  [
    { name: 'as many as it declares', object: buffer(5n, 3), bytes: 5 },
    { name: 'as many as it gives', object: buffer(3n, 5), bytes: 5 },
  ],
  ({ object, bytes }) => {
    const found = problemsOf(readTable(one(cpc({ highest_perf: object })))).find(
      ({ code }) => code === 'firmware/buffer-no-register',
    );
    assert.match(found?.message ?? '', new RegExp(`\\b${bytes} bytes`));
  },
);

const priority = (...elements: readonly Value[]) => ({ resource_priority: pack(pack(...elements)) });
const REGISTER = msr(0xc88n, 1, 0);

// biome-ignore format: one row a line
const PRIORITIES: readonly { name: string; entries: Entries; codes: readonly string[] }[] = [
  { name: 'one resource', entries: priority(pack(3n), 1n, REGISTER, 2n, REGISTER), codes: [] },
  { name: 'no resource', entries: priority(pack(), 1n, REGISTER, 2n, REGISTER), codes: ['resources'] },
  { name: 'resources from elsewhere', entries: priority(ELSEWHERE, 1n, REGISTER, 2n, REGISTER), codes: [] },
  { name: 'a resource from elsewhere', entries: priority(pack(3n, ELSEWHERE), 1n, REGISTER, 2n, REGISTER), codes: [] },
  { name: 'one resource of two is a String', entries: priority(pack(3n, STRING), 1n, REGISTER, 2n, REGISTER), codes: ['resources'] },
  { name: 'resources that are an Integer', entries: priority(3n, 1n, REGISTER, 2n, REGISTER), codes: ['resources'] },
  { name: 'NULL registers', entries: priority(pack(3n), 1n, NULL, 2n, NULL), codes: [] },
  { name: 'an Integer for a register', entries: priority(pack(3n), 1n, 0n, 2n, REGISTER), codes: ['element'] },
  { name: 'a register for an Integer', entries: priority(pack(3n), REGISTER, REGISTER, 2n, REGISTER), codes: [] },
  { name: 'a String for an Integer', entries: priority(pack(3n), STRING, REGISTER, 2n, REGISTER), codes: ['element'] },
  { name: 'a count from elsewhere', entries: priority(pack(3n), 1n, REGISTER, ELSEWHERE, REGISTER), codes: [] },
  { name: 'a count of 2', entries: priority(pack(3n), 1n, REGISTER, 2n, REGISTER), codes: [] },
  { name: 'a count of 1', entries: priority(pack(3n), 1n, REGISTER, 1n, REGISTER), codes: ['count'] },
  { name: 'four elements', entries: priority(pack(3n), 1n, REGISTER, 2n), codes: ['descriptor'] },
  { name: 'six elements', entries: priority(pack(3n), 1n, REGISTER, 2n, REGISTER, 0n), codes: ['descriptor'] },
  { name: 'a descriptor from elsewhere', entries: { resource_priority: pack(ELSEWHERE) }, codes: [] },
  { name: 'without the outer package, and a count of 1', entries: { resource_priority: pack(pack(3n), 1n, REGISTER, 1n, REGISTER) }, codes: ['flat', 'count'] },
];

cases('firmware rules: Resource Priority', PRIORITIES, ({ entries, codes }) => {
  const found = codesOf(one(cpc(entries, 4))).filter((code) => /priority-/.test(code));
  assert.equal(
    found.map((code) => code.replace(/^.*priority-/, '')),
    codes,
  );
});

test('firmware rules: the second of two descriptors is number 1', () => {
  const [first] = priority(pack(3n), 1n, REGISTER, 2n, REGISTER).resource_priority.elements;
  const [second] = priority(pack(3n), 1n, REGISTER, 1n, REGISTER).resource_priority.elements;
  const entries = { resource_priority: pack(...[first, second].flatMap((each) => each ?? [])) };
  const [problem] = problemsOf(readTable(one(cpc(entries, 4))));
  assert.match(problem?.message ?? '', /\b1\b/);
  assert.is(problem?.code, 'cpc/priority-count');
});

const named = (path: string): AmlNode => ({
  term: 'DefMethod',
  name: path,
  methodFlags: 0,
  terms: [{ term: 'DefReturn', object: { term: 'NameString', name: '\\PKG0' } }],
});

cases(
  'firmware rules: in how many places the same is found',
  [
    { name: 'one', terms: one(cpc({ highest_perf: 255n })), where: '\\C000._CPC' },
    {
      name: 'two',
      terms: ['\\C000', '\\C001'].map((path) => name(`${path}._CPC`, cpc({ highest_perf: 255n }))),
      where: '\\C000._CPC and 1 more',
    },
    {
      name: 'one of one processor',
      terms: [name('\\PKG0', cpc({ highest_perf: 255n })), named('\\C000._CPC')],
      where: '\\PKG0',
    },
    {
      name: 'one of two processors',
      terms: [name('\\PKG0', cpc({ highest_perf: 255n })), named('\\C000._CPC'), named('\\C001._CPC')],
      where: '\\PKG0, of 2 processors',
    },
  ],
  ({ terms, where }) => {
    const found = problemsOf(readTable(terms)).filter(({ code }) => code === 'firmware/highest-255');
    assert.equal(
      found.map(({ message }) => message.split(': ')[0]),
      [where],
    );
  },
);

const hid = (path: string, key: string, id: string, ...objects: readonly AmlNode[]): AmlNode => ({
  term: 'DefDevice',
  name: path,
  terms: [name(key, { term: 'String', value: id }), ...objects],
});
const processor = (path: string, ...terms: readonly AmlNode[]): AmlNode => {
  return { term: 'DefProcessor', name: path, procId: 0, pblkAddr: 0, pblkLen: 0, terms };
};
const HAS = processor('\\C000', name('_CPC', cpc()));
const WITHOUT = 'firmware/processor-without-cpc';
const SCOPE: AmlNode = { term: 'DefScope', name: '\\', terms: [processor('C001')] };

cases(
  'firmware rules: which objects are processors',
  [
    { name: 'a Processor', terms: [HAS, processor('\\C001')], codes: [WITHOUT] },
    { name: 'a Processor in a Scope', terms: [HAS, SCOPE], codes: [WITHOUT] },
    {
      name: 'a Processor in an If',
      terms: [HAS, { term: 'DefIf', predicate: integer(1), terms: [processor('\\C001')] }],
      codes: [WITHOUT],
    },
    { name: 'a Device of the id', terms: [HAS, hid('\\C001', '_HID', 'ACPI0007')], codes: [WITHOUT] },
    { name: 'a Device of another id', terms: [HAS, hid('\\C001', '_HID', 'ACPI0008')], codes: [] },
    { name: 'a Device whose _UID is the id', terms: [HAS, hid('\\C001', '_UID', 'ACPI0007')], codes: [] },
    { name: 'a Device without any id', terms: [HAS, { term: 'DefDevice', name: '\\C001', terms: [] }], codes: [] },
  ] as { name: string; terms: AmlNode[]; codes: string[] }[],
  ({ terms, codes }) => assert.equal(codesOf(terms), codes),
);

test('firmware: the packages of tables come by table, then by offset', () => {
  const tables = [
    [name('\\C001._CPC', cpc()), name('\\C000._CPC', cpc())],
    [name('\\C003._CPC', cpc()), name('\\C002._CPC', cpc())],
  ].map((terms) => readTable(terms));
  const found = tablePackages(tables, machineFacts(tables));
  assert.equal(
    found.map(({ table, path }) => `${table} ${path}`),
    ['0 \\C001._CPC', '0 \\C000._CPC', '1 \\C003._CPC', '1 \\C002._CPC'],
  );
});

test.run();
