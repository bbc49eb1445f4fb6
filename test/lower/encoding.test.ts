import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ENCODINGS, type EncodingName } from '../../grammar/encodings.js';
import { ByteWriter } from '../../src/aml/bytes.js';
import { decodeTable } from '../../src/aml/table.js';
import { encodeTerm } from '../../src/aml/term.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { innerNodes } from '../../src/aml/walk.js';
import { compile } from '../../src/compile.js';
import type { CompiledPart } from '../../src/emit/format.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { cases } from '../support/cases.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const AMD = '[registers]\nlayout = "amd"\n[defaults]\nlowest_freq = 400\nnominal_freq = 2000\n';
const DEVICE =
  '[registers]\nlayout = "acpi-cppc"\n[defaults]\nnominal_perf = 9\nlowest_nonlinear_perf = 8\nlowest_perf = 7\n';
const UNEQUAL = `[registers]\nlayout = "constant"\n[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15
[[core]]\nhighest_perf = 236\ncount = 2\n[[core]]\nhighest_perf = 166\ncount = 2\n`;

async function compiled(text: string, encoding: EncodingName): Promise<readonly CompiledPart[]> {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml', encoding });
  if (!value) throw new Error(JSON.stringify(diagnostics));
  return value.parts;
}

function named(terms: readonly AmlNode[], name: string): AmlNode[] {
  return terms.flatMap((term) => [
    ...(term.term === 'DefName' && term.name === name ? [term] : []),
    ...named(innerNodes(term), name),
  ]);
}

function hexOf(node: AmlNode | undefined): string {
  if (!node) throw new Error('there is none');
  const out = new ByteWriter();
  encodeTerm(node, out);
  return Buffer.from(out.result()).toString('hex');
}

const VECTORS: readonly { name: string; encoding: EncodingName; text: string; object: string }[] = [
  { name: 'iasl', encoding: 'iasl', text: `${AMD}[[core]]\n`, object: '_CPC' },
  { name: 'edk2', encoding: 'edk2', text: `${AMD}[[core]]\n`, object: '_CPC' },
  { name: 'coreboot', encoding: 'coreboot', text: `${AMD}[[core]]\n`, object: 'GCPC' },
  { name: 'qemu-ffh', encoding: 'iasl', text: `${DEVICE}[[core]]\nhighest_perf = 10\n`, object: '_CPC' },
];

cases('encoding: the bytes of another writer', VECTORS, async ({ name, encoding, text, object }) => {
  const [part] = await compiled(text, encoding);
  const [made] = named(part?.tree.terms ?? [], object);
  const expected = Buffer.from(bytesOf(join(FIXTURES, 'vectors', `${name}.hex`))).toString('hex');
  assert.ok(hexOf(made) === expected, `${name}: ${hexOf(made)}`);
});

const PSD: readonly { name: EncodingName; bytes: string }[] = [
  { name: 'iasl', bytes: '085f505344120d01120a050a0500000afd0a02' },
  { name: 'edk2', bytes: '085f505344120d01120a050a0500000afd0a02' },
  { name: 'coreboot', bytes: '085f5053441218011215050a050a000c000000000cfd0000000c02000000' },
  { name: 'amd', bytes: '085f5053441218011215050a050a000c000000000cfd0000000c02000000' },
];

cases('encoding: _PSD', PSD, async ({ name, bytes }) => {
  const [part] = await compiled(`${AMD}[[core]]\nthreads = 2\n`, name);
  assert.is(hexOf(named(part?.tree.terms ?? [], '_PSD')[0]), bytes);
});

test('encoding: amd writes Integers in four bytes, NumEntries and Revision in one', async () => {
  const [part] = await compiled(`${AMD}[[core]]\n`, 'amd');
  const bytes = hexOf(named(part?.tree.terms ?? [], '_CPC')[0]);
  assert.match(bytes, /^085f43504312[0-9a-f]{4}170a170a031114/);
  assert.ok(bytes.includes('79000c010000001114'), 'autonomous_selection');
  assert.match(bytes, /79000c900100000cd0070000$/);
});

const names = ENCODINGS.map(({ name }) => ({ name }));

cases('encoding: what is written decodes to the same tree', names, async ({ name }) => {
  for (const text of [`${AMD}[[core]]\n`, UNEQUAL, `[table]\nmax_table_bytes = 1500\n${UNEQUAL}`]) {
    for (const { tree, aml } of await compiled(text, name)) {
      assert.equal(decodeTable(aml, 'x').value, tree);
    }
  }
});

cases('encoding: the processors have the same packages', names, async ({ name }) => {
  const [plain, other] = [await packagesOf(UNEQUAL, 'iasl'), await packagesOf(UNEQUAL, name)];
  if (name === 'edk2') assert.is.not(other.get('\\_SB.CPUS.C000'), plain.get('\\_SB.CPUS.C000'));
  else assert.equal(other, plain);
});

async function packagesOf(text: string, encoding: EncodingName): Promise<Map<string, string>> {
  const parts = await compiled(text, encoding);
  const { cpc } = machineFacts(parts.flatMap(({ aml }) => decodeTable(aml, 'x').value ?? []));
  const encodings = cpc.flatMap(({ processors, entries }) =>
    processors.map((processor): [string, string] => [processor, shown([...entries])]),
  );
  return new Map(encodings.sort());
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));
}

test('encoding: coreboot holds each package once, in the first core that has it', async () => {
  const [part] = await compiled(UNEQUAL, 'coreboot');
  const holders = (part?.tree.terms ?? []).filter((term) => named([term], 'GCPC').length > 0);
  assert.equal(
    holders.map((term) => (term.term === 'DefScope' ? term.name : '')),
    ['\\_SB.CPUS.C000', '\\_SB.CPUS.C002'],
  );
});

test('encoding: every _CPC of coreboot is a Method without arguments that returns the package', async () => {
  const [part] = await compiled(UNEQUAL, 'coreboot');
  const methods = (part?.tree.terms ?? []).flatMap((term) =>
    innerNodes(term).filter((one) => one.term === 'DefMethod' && one.name === '_CPC'),
  );
  const returning = (name: string): AmlNode => ({ term: 'DefReturn', object: { term: 'NameString', name } });
  const first = { term: 'DefMethod', name: '_CPC', methodFlags: 0, terms: [returning('\\_SB.CPUS.C000.GCPC')] };
  const third = { ...first, terms: [returning('\\_SB.CPUS.C002.GCPC')] };
  assert.equal(methods, [first, first, third, third]);
});

const EQUAL = UNEQUAL.replace('166', '236').replace('count = 2', 'count = 3');

const PARTS: readonly { name: string; text: string; declared: readonly (readonly string[])[] }[] = [
  { name: 'of another part, for all its processors once', text: EQUAL, declared: [[], ['\\_SB.CPUS.C000.GCPC']] },
  {
    name: 'of another part, not its own',
    text: UNEQUAL,
    declared: [[], ['\\_SB.CPUS.C000.GCPC'], [], ['\\_SB.CPUS.C002.GCPC']],
  },
];

cases('encoding: a part declares the package', PARTS, async ({ text, declared }) => {
  const parts = await compiled(`[table]\nmax_table_bytes = 530\nobjects = ["_CPC", "_PSD"]\n${text}`, 'coreboot');
  const made = parts.map(({ tree }) => {
    const [first] = tree.terms;
    const externals = first?.term === 'DefIf' ? first.terms : [];
    return externals.flatMap((one) => (one.term === 'DefExternal' && one.name.endsWith('.GCPC') ? [one.name] : []));
  });
  assert.equal(made, declared);
  for (const { aml } of parts) assert.ok(aml.length <= 530, `${aml.length} bytes`);
});

test.run();
