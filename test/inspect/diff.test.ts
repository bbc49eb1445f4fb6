import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import { compile } from '../../src/compile.js';
import { type MachineFacts, machineFacts } from '../../src/firmware/facts.js';
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

async function facts(text: string): Promise<MachineFacts> {
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error(JSON.stringify(diagnostics));
  return machineFacts(value.parts.flatMap(({ aml }) => decodeTable(aml, 'x').value ?? []));
}

/** On every way. */
const ALWAYS = { a: [], b: [] };

const CHANGES: readonly {
  name: string;
  from: string | RegExp;
  to: string;
  differences: readonly Omit<Difference, 'when'>[];
}[] = [
  { name: 'nothing', from: '', to: '', differences: [] },
  {
    name: 'a level of one core, on both its threads',
    from: '166',
    to: '170',
    differences: ['C002', 'C003'].map((name) => ({
      processor: `\\_SB.CPUS.${name}`,
      object: '_CPC' as const,
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
      object: '_CPC' as const,
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
      { processor: '\\_SB.CPUS.C002', object: '_PSD', entry: 'num_processors', a: 2, b: 1 },
      { processor: '\\_SB.CPUS.C003', object: '_CPC', entry: null, a: 'present', b: 'missing' },
      { processor: '\\_SB.CPUS.C003', object: '_PSD', entry: null, a: 'present', b: 'missing' },
    ],
  },
  {
    name: 'a domain',
    from: 'highest_perf = 236',
    to: 'highest_perf = 236\ndomain = 7\ncoord_type = "HW_ALL"',
    differences: ['C000', 'C001'].flatMap((name) => [
      { processor: `\\_SB.CPUS.${name}`, object: '_PSD' as const, entry: 'domain', a: 0, b: 7 },
      { processor: `\\_SB.CPUS.${name}`, object: '_PSD' as const, entry: 'coord_type', a: 'SW_ANY', b: 'HW_ALL' },
    ]),
  },
];

cases('diff', CHANGES, async ({ from, to, differences }) => {
  const [a, b] = [await facts(BASE), await facts(BASE.replace(from, to))];
  const expected = differences.map((one) => ({ ...one, when: ALWAYS }));
  assert.equal(compare(a, b), { differences: expected, byOrder: false });
  const turned = expected.map((one) => ({ ...one, a: one.b, b: one.a }));
  assert.equal(compare(b, a).differences, turned);
});

test('diff: other paths are compared in their order', async () => {
  const other = BASE.replace('[guest]', '[guest]\nmachine = "acrn"').replace('166', '170');
  const { differences, byOrder } = compare(await facts(BASE), await facts(other));
  assert.ok(byOrder);
  assert.equal(
    differences.map(({ processor, entry }) => [processor, entry]),
    [
      ['\\_SB.CPUS.C002', 'highest_perf'],
      ['\\_SB.CPUS.C003', 'highest_perf'],
    ],
  );
});

test.run();
