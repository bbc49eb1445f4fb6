import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeTable } from '../../src/aml/table.js';
import type { NodeOf } from '../../src/aml/tree.js';
import { lower } from '../../src/lower/lower.js';
import { CONSTANT, problems, resolved } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

/** Cores that are all different, so that compact tables have something of each. */
function spec(cores: number, table: string): string {
  const each = Array.from({ length: cores }, (_, i) => `[[core]]\nhighest_perf = ${1000 - i}\n`).join('');
  return `[table]\n${table}\n${CONSTANT.slice(0, CONSTANT.indexOf('[[core]]'))}${each}`;
}

interface Part {
  readonly length: number;
  readonly vcpus: readonly number[];
  readonly externals: readonly string[];
  readonly hasCommon: boolean;
}

async function partsOf(text: string): Promise<Part[]> {
  return lower((await resolved(text)).table).map(({ tree, processors }) => {
    const [first, second] = tree.terms;
    const externals = first?.term === 'DefIf' ? first.terms.map((one) => (one as NodeOf<'DefExternal'>).name) : [];
    const hasCommon = [first, second].some((term) => term?.term === 'DefScope' && term.name === '\\_SB');
    return { length: encodeTable(tree).length, vcpus: processors.map(({ vcpu }) => vcpu), externals, hasCommon };
  });
}

/** What a processor adds: its scope, and its name among the Externals; one byte more where a PkgLength grows. */
async function costOfOne(table: string): Promise<number> {
  const [[more], [less]] = await Promise.all([partsOf(spec(40, table)), partsOf(spec(39, table))]);
  return (more?.length ?? 0) - (less?.length ?? 0);
}

const SHAPES = ['', 'compact = true\n', 'objects = ["_CPC"]\n', 'objects = ["_PSD"]\ncompact = true\n'];
const LIMITS = [900, 1000, 1500, 2500, 4096, 4200, 10_000, 65_535];

const ROWS = SHAPES.flatMap((shape) =>
  LIMITS.map((limit) => ({ name: `${shape.replaceAll('\n', ', ') || 'plain, '}at ${limit} bytes`, shape, limit })),
);

cases('a split table', ROWS, async ({ shape, limit }) => {
  const parts = await partsOf(spec(150, `${shape}max_table_bytes = ${limit}`));
  assert.equal(
    parts.flatMap(({ vcpus }) => vcpus),
    [...Array(150).keys()],
    'every processor once, in order',
  );
  assert.ok(
    parts.every(({ length }) => length <= limit),
    `${parts.map(({ length }) => length)} within ${limit}`,
  );
  assert.ok(parts.every(({ vcpus }) => vcpus.length > 0));

  const one = await costOfOne(`${shape}max_table_bytes = 0`);
  const full = parts.slice(0, -1).every(({ length }) => length + one + 1 > limit);
  assert.ok(full, `${parts.map(({ length }) => length)}: another ${one} bytes would have fitted`);
});

test('one byte less than all needs makes two parts', async () => {
  const [whole] = await partsOf(spec(4, 'max_table_bytes = 0'));
  const length = whole?.length ?? 0;
  assert.is((await partsOf(spec(4, `max_table_bytes = ${length}`))).length, 1);
  const parts = await partsOf(spec(4, `max_table_bytes = ${length - 1}`));
  assert.equal(
    parts.map(({ vcpus }) => vcpus),
    [[0, 1, 2], [3]],
  );
});

test('_OSC stands in the first part alone', async () => {
  const parts = await partsOf(spec(10, 'max_table_bytes = 1500'));
  assert.ok(parts.length > 2);
  assert.equal(
    parts.map(({ hasCommon }) => hasCommon),
    parts.map((_, i) => i === 0),
  );
});

test('each part declares its own processors, later ones the shared buffers, too', async () => {
  const parts = await partsOf(spec(20, 'compact = true\nmax_table_bytes = 1200'));
  assert.ok(parts.length > 2);
  const shared = parts[1]?.externals.filter((name) => name.startsWith('\\_SB.CQ')) ?? [];
  assert.ok(shared.length > 5);
  for (const [i, { externals, vcpus }] of parts.entries()) {
    const own = vcpus.map((vcpu) => `\\_SB.CPUS.C${vcpu.toString(16).toUpperCase().padStart(3, '0')}`);
    assert.equal(externals, i === 0 ? own : [...shared, ...own]);
  }
});

test('an External of a shared buffer is a Buffer, that of a processor a Device, and neither has arguments', async () => {
  const [, part] = lower((await resolved(spec(20, 'compact = true\nmax_table_bytes = 1200'))).table);
  const [first] = part?.tree.terms ?? [];
  const externals = first?.term === 'DefIf' ? first.terms : [];
  // ACPI 6.6 §19.6.44: the type is that of ObjectType, 3 for a Buffer, 6 for a Device.
  for (const one of externals as readonly NodeOf<'DefExternal'>[]) {
    assert.equal([one.objectType, one.argumentCount], [one.name.startsWith('\\_SB.CQ') ? 3 : 6, 0]);
  }
});

test('a limit that no processor meets makes parts of one, and says so', async () => {
  const parts = await partsOf(spec(3, 'max_table_bytes = 100'));
  assert.equal(
    parts.map(({ vcpus }) => vcpus),
    [[0], [1], [2]],
  );
});

test('a limit of 0 never splits', async () => {
  const parts = await partsOf(spec(400, 'max_table_bytes = 0'));
  assert.is(parts.length, 1);
  assert.ok((parts[0]?.length ?? 0) > 65_535);
});

test('the default limit is what QEMU takes', async () => {
  const parts = await partsOf(spec(400, ''));
  assert.ok(parts.length > 1);
  assert.ok(parts.every(({ length }) => length <= 65_535));
  assert.equal(await problems(spec(400, '')), []);
});

test.run();
