import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import { compile } from '../../src/compile.js';
import { type Lifted, lift } from '../../src/firmware/lift.js';
import { compare, type Difference } from '../../src/inspect/diff.js';
import { cases } from '../support/cases.js';

const BASE = `[guest]
threads_per_core = 2
[registers]
layout = "constant"
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
[[core]]
highest_perf = 236
[[core]]
highest_perf = 166
`;

async function lifted(text: string): Promise<Lifted> {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(JSON.stringify(diagnostics));
  const trees = value.parts.flatMap(({ aml }) => decodeTable(aml, 'x').value ?? []);
  return lift(
    trees.map(({ terms }) => terms),
    () => '',
  );
}

const CHANGES: readonly {
  name: string;
  from: string | RegExp;
  to: string;
  differences: readonly Difference[];
}[] = [
  { name: 'nothing', from: '', to: '', differences: [] },
  {
    name: 'a level of one core, on both its threads',
    from: '166',
    to: '170',
    differences: ['C002', 'C003'].map((name) => ({
      processor: `\\_SB.CPUS.${name}`,
      entry: 'highest_perf',
      a: 166,
      b: 170,
    })),
  },
  {
    name: 'a register in the place of NULL',
    from: '[[core]]\nhighest_perf = 166\n',
    to: '[[core]]\nhighest_perf = 166\nregisters.time_window = { space = "FFixedHW", bit_width = 8, bit_offset = 16, access_size = "QWord", address = 0x774 }\n',
    differences: ['C002', 'C003'].map((name) => ({
      processor: `\\_SB.CPUS.${name}`,
      entry: 'time_window',
      a: null,
      b: 'Register (FFixedHW, 8, 16, 0x774, 4)',
    })),
  },
  {
    name: 'a processor of one side',
    from: /\[\[core\]\]\nhighest_perf = 166\n/,
    to: '[[core]]\nhighest_perf = 166\nthreads = 1\n',
    differences: [
      { processor: '\\_SB.CPUS.C002', entry: '_PSD.num_processors', a: 2, b: 1 },
      { processor: '\\_SB.CPUS.C003', entry: '_CPC', a: 'present', b: 'missing' },
      { processor: '\\_SB.CPUS.C003', entry: '_PSD', a: 'present', b: 'missing' },
    ],
  },
  {
    name: 'a domain',
    from: 'highest_perf = 236',
    to: 'highest_perf = 236\ndomain = 7\ncoord_type = "HW_ALL"',
    differences: ['C000', 'C001'].flatMap((name) => [
      { processor: `\\_SB.CPUS.${name}`, entry: '_PSD.domain', a: 0, b: 7 },
      { processor: `\\_SB.CPUS.${name}`, entry: '_PSD.coord_type', a: 'SW_ANY', b: 'HW_ALL' },
    ]),
  },
];

cases('diff', CHANGES, async ({ from, to, differences }) => {
  const [a, b] = [await lifted(BASE), await lifted(BASE.replace(from, to))];
  assert.equal(compare(a, b), { differences, byOrder: false });
  const turned = differences.map((one) => ({ ...one, a: one.b, b: one.a }));
  assert.equal(compare(b, a).differences, turned);
});

test('diff: other paths are compared in their order', async () => {
  const other = BASE.replace('[guest]', '[guest]\nmachine = "acrn"').replace('166', '170');
  const { differences, byOrder } = compare(await lifted(BASE), await lifted(other));
  assert.ok(byOrder);
  assert.equal(
    differences.map(({ processor, entry }) => [processor, entry]),
    [
      ['\\_SB.CPUS.C002', 'highest_perf'],
      ['\\_SB.CPUS.C003', 'highest_perf'],
    ],
  );
});

test('diff: pairs a single package with the most similar one, under any name', async () => {
  const single = await lifted(BASE);
  const [first] = single.cpc;
  if (!first) throw new Error('there is no package');
  const far = { ...first, path: '\\_SB.CPUS.C000.CPC2', entries: new Map() };
  const near = { ...first, path: '\\_SB.CPUS.C000.CPC3' };
  const { differences } = compare(single, { ...single, cpc: [far, near, ...single.cpc.slice(1)] });
  assert.equal(differences, [{ processor: '\\_SB.CPUS.C000', entry: 'CPC2', a: 'missing', b: 'present' }]);
});

cases(
  'diff: of several packages each goes by its own name',
  [
    { name: 'below the root', scope: '\\' },
    { name: 'below a device', scope: '\\_SB.PLTF.' },
  ],
  async ({ scope }) => {
    const machine = await lifted(BASE);
    const [first] = machine.cpc;
    if (!first) throw new Error('there is no package');
    const withNamed = (...names: string[]): Lifted => ({
      ...machine,
      cpc: names.map((name) => ({ ...first, path: scope + name })),
    });
    const [a, b] = [withNamed('PKG1', 'PKG2'), withNamed('PKG2', 'PKG3')];
    assert.equal(
      compare(a, b).differences.map(({ entry }) => entry),
      ['PKG1', 'PKG3'],
    );
  },
);

test.run();
