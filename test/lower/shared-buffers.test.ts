import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeTable } from '../../src/aml/table.js';
import type { AmlNode, NodeOf } from '../../src/aml/tree.js';
import { lower } from '../../src/lower/lower.js';
import { CONSTANT, resolved } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

async function tree(text: string) {
  const [part] = lower((await resolved(text)).table);
  if (!part) throw new Error('no table');
  return part.tree;
}

async function namesOf(text: string): Promise<NodeOf<'DefName'>[]> {
  const scope = (await tree(text)).terms.find((term) => term.term === 'DefScope' && term.name === '\\_SB');
  const terms = scope?.term === 'DefScope' ? scope.terms : [];
  return terms.filter((term): term is NodeOf<'DefName'> => term.term === 'DefName');
}

function elementsOf(terms: readonly AmlNode[]): readonly AmlNode[] {
  const scope = terms.find((term) => term.term === 'DefScope' && term.name !== '\\_SB');
  const [cpc] = scope?.term === 'DefScope' ? scope.terms : [];
  return cpc?.term === 'DefName' && cpc.object.term === 'DefPackage' ? cpc.object.elements : [];
}

const COMPACT = `[table]\ncompact = true\n`;

test('each repeated register is named once, in the order in which it repeats', async () => {
  const names = await namesOf(COMPACT + CONSTANT);
  assert.equal(
    names.map(({ name }) => name),
    names.map((_, i) => `CQ0${i}`),
  );
  const registers = names.map(({ object }) => (object as NodeOf<'ResourceTemplate'>).registers[0]);
  // The NULL register repeats within the first processor; the sink and the counters with the second.
  const addresses = [0n, 0x5f0n, 0x5f1n, 0x5f2n, 0xe7n, 0xe8n, 0x5f3n, 0x5f5n, 0x5f4n];
  assert.equal(
    registers.map((one) => one?.address),
    addresses,
  );
});

cases(
  'a name that a processor has is not given again',
  [
    { name: 'the first name', path: '\\\\_SB.CQ00', names: ['CQ01', 'CQ02'] },
    { name: 'the second name', path: '\\\\_SB.CQ01', names: ['CQ00', 'CQ02'] },
    { name: 'another name', path: '\\\\_SB.PR00', names: ['CQ00', 'CQ01'] },
  ],
  async ({ path, names }) => {
    const text = CONSTANT.replace('[[core]]', `[[core]]\npath = ["${path}"]`).replace(
      /\[\[core\]\]\n(?=highest_perf = 166)/,
      '[[core]]\npath = ["\\\\_SB.PR01"]\n',
    );
    const found = await namesOf(COMPACT + text);
    assert.equal(
      found.slice(0, 2).map(({ name }) => name),
      names,
    );
  },
);

test('a processor refers to the names by one segment', async () => {
  const elements = elementsOf((await tree(COMPACT + CONSTANT)).terms);
  const references = elements.flatMap((one) => (one.term === 'NameString' ? [one.name] : []));
  assert.is(references.length, 23 - 2 - 4 - 1);
  assert.ok(references.every((name) => /^CQ0\d$/.test(name)));
  assert.ok(!elements.some((one) => one.term === 'ResourceTemplate'));
});

cases(
  'a processor refers to a name',
  [
    { name: 'below \\\\_SB, by the name', paths: ['\\\\_SB.PR00', '\\\\_SB.PR01'], first: 'CQ' },
    { name: 'one elsewhere, by the path', paths: ['\\\\_PR.PR00', '\\\\_SB.PR01'], first: '\\_SB.CQ' },
    { name: 'the other elsewhere, by the path', paths: ['\\\\_SB.PR00', '\\\\_PR.PR01'], first: '\\_SB.CQ' },
  ],
  async ({ paths, first }) => {
    const text = CONSTANT.replace('[[core]]', `[[core]]\npath = ["${paths[0]}"]`).replace(
      /(?=highest_perf = 166)/,
      `path = ["${paths[1]}"]\n`,
    );
    const elements = elementsOf((await tree(COMPACT + text)).terms);
    const references = elements.flatMap((one) => (one.term === 'NameString' ? [one.name] : []));
    assert.ok(references.length > 0);
    assert.ok(
      references.every((name) => name.startsWith(first)),
      references.join(),
    );
  },
);

test('an entry that the revision does not have is not named', async () => {
  const register = '{ space = "SystemMemory", bit_width = 8, bit_offset = 0, access_size = "Byte", address = 0x1000 }';
  const registers = `[registers]\nlayout = "custom"\nospm_nominal_perf = ${register}\n`;
  const addresses = async (revision: number) => {
    const names = await namesOf(
      `[table]\ncompact = true\ncpc_revision = ${revision}\n${registers}[[core]]\n[[core]]\n`,
    );
    return names.map(({ object }) => (object as NodeOf<'ResourceTemplate'>).registers[0]?.address);
  };
  assert.equal(await addresses(3), [0n]);
  assert.equal(await addresses(4), [0n, 0x1000n]);
});

test('a register that is there once stays in its place', async () => {
  const once =
    '[core.registers]\nguaranteed_perf = { space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "Byte", address = 0x520 }\n';
  const text = CONSTANT.replace('highest_perf = 236\n', `highest_perf = 236\n${once}`);
  const elements = elementsOf((await tree(COMPACT + text)).terms);
  assert.equal(elements.map((one) => one.term === 'ResourceTemplate').indexOf(true), 6);
  assert.is(elements.filter((one) => one.term === 'ResourceTemplate').length, 1);
});

test('keeps buffers unnamed by default', async () => {
  assert.equal(await namesOf(CONSTANT), []);
});

test('a compact table is less than 0.45 of a plain one', async () => {
  const text = CONSTANT.replaceAll(/highest_perf = (\d+)/g, 'highest_perf = $1\ncount = 100');
  const lengths = await Promise.all([COMPACT, ''].map(async (head) => encodeTable(await tree(head + text)).length));
  const [compact = 0, plain = 0] = lengths;
  assert.ok(compact < 0.45 * plain, `${compact} of ${plain}`);
});

test('no more names than two characters have: the others stay in their places', async () => {
  const register = (i: number) =>
    `{ space = "SystemMemory", bit_width = 8, bit_offset = 0, access_size = "Byte", address = ${0x1000 + i} }`;
  const core = (i: number) =>
    `[[core]]\n[core.registers]\nperf_limited = ${register(i)}\nguaranteed_perf = ${register(i)}\n`;
  const cores = Array.from({ length: 1400 }, (_, i) => core(i)).join('');
  const names = await namesOf(`[table]\ncompact = true\nmax_table_bytes = 0\n[registers]\nlayout = "custom"\n${cores}`);
  assert.is(names.length, 36 ** 2);
  assert.is(names.at(-1)?.name, 'CQZZ');
});

test.run();
