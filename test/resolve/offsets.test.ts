import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { DEFAULTS, problems, processors, resolved } from './specs.js';

function spec(offsets: string, cores = CORES, layout = 'constant'): string {
  return `[guest]\nhost_vendor = "intel"\n[registers]\nlayout = "${layout}"\n${DEFAULTS}${cores}${offsets}`;
}

const CORES =
  '[[core]]\nhighest_perf = 150\nhost_threads = [0, 16]\n[[core]]\nhighest_perf = 140\nhost_threads = [8, 24]\n'.replaceAll(
    'host_threads',
    'threads = 2\nhost_threads',
  );

const offset = (range: string, by: number | string) => `[[offset]]\nhost_threads = "${range}"\nhighest_perf = ${by}\n`;

cases(
  'adds an offset to highest_perf',
  [
    { name: 'nothing without an offset', text: spec(''), highest: [150n, 140n] },
    {
      name: 'the offset of the range that has the first host thread',
      text: spec(offset('0-7,16-23', 40)),
      highest: [190n, 140n],
    },
    { name: 'the other way round', text: spec(offset('8-15', -9)), highest: [150n, 131n] },
    { name: 'both ends of a range', text: spec(offset('0-8', 1)), highest: [151n, 141n] },
    { name: 'not that of the second host thread', text: spec(offset('16-24', 40)), highest: [150n, 140n] },
    {
      name: 'the lowest host thread of the first set',
      text: spec(offset('0-7', 40), CORES.replace('[0, 16]', '["16,0", "8,24"]')),
      highest: [190n, 140n],
    },
    { name: 'the first of two ranges', text: spec(offset('0-3', 1) + offset('0-15', 2)), highest: [151n, 142n] },
    {
      name: 'an array of host threads',
      text: spec('[[offset]]\nhost_threads = [8]\nhighest_perf = 5\n'),
      highest: [150n, 145n],
    },
    {
      name: 'nothing to a core without host threads',
      text: spec(offset('0', 1), CORES.replace('host_threads = [8, 24]', '')),
      highest: [151n, 140n],
    },
    {
      name: 'a level of [defaults], too',
      text: spec(offset('0', 1), `highest_perf = 150\n${CORES.replaceAll(/highest_perf = \d+\n/g, '')}`),
      highest: [151n, 150n],
    },
    {
      name: 'a variant, too',
      text: spec(offset('0', 1), CORES.replace('150', '{ cache = 170 }')),
      highest: [171n, 140n],
    },
    {
      name: 'an offset of the first variant',
      text: spec(offset('0', '{ cache = -2, frequency = 40 }')),
      highest: [148n, 140n],
    },
    {
      name: 'an offset of the variant that [guest] has',
      text: spec(offset('0', '{ cache = -2, frequency = 40 }')).replace('[guest]', '[guest]\nvariant = "frequency"'),
      highest: [190n, 140n],
    },
    {
      name: 'the levels that the device answers',
      text: spec(offset('0', 5), CORES, 'acpi-cppc'),
      highest: [155n, 140n],
    },
  ],
  async ({ text, highest }) => {
    const found = await processors(text);
    assert.equal(
      [found[0], found[2]].map((one) => one?.known.highest_perf),
      highest,
    );
  },
);

test('the sum stands in the table', async () => {
  const [first] = await processors(spec(offset('0', 40)));
  assert.equal(first?.stated.highest_perf, { kind: 'integer', value: 190n });
});

const LEVELS = 'nominal_perf = 1\nlowest_nonlinear_perf = 1\nlowest_perf = 1\nthreads = 2\nhost_threads = [0, 1]\n';
const core = (highest: number | string) => `[[core]]\nhighest_perf = ${highest}\n${LEVELS}`;

cases(
  'rejects wrong offsets',
  [
    { name: 'a sum of 1', text: spec(offset('0', -149), core(150)), says: [] },
    {
      name: 'a sum of 0',
      text: spec(offset('0', -150), core(150)),
      says: ['resolve/offset-result at offset.0.highest_perf'],
    },
    {
      name: 'a sum below 0',
      text: spec(offset('0', -151), core(150)),
      says: ['resolve/offset-result at offset.0.highest_perf'],
    },
    { name: 'a sum of 2^32-1', text: spec(offset('0', 0xffff_fffe), core(1)), says: [] },
    {
      name: 'a sum of 2^32',
      text: spec(offset('0', 0xffff_ffff), core(1)),
      says: ['resolve/offset-result at offset.0.highest_perf'],
    },
    {
      name: 'a variant that a core has and the offset lacks',
      text: spec(offset('0', '{ cache = 1 }'), core('{ cache = 150, frequency = 140 }')).replace(
        '[guest]',
        '[guest]\nvariant = "frequency"',
      ),
      says: ['resolve/variant-missing at offset.0.highest_perf'],
    },
    { name: 'an offset of 0 is none', text: spec(offset('0', 0), core(1)), says: [] },
    {
      name: 'an offset for a core whose highest_perf is a register, [defaults] or not',
      text: spec(
        offset('0', 5),
        `highest_perf = 9\n${core(150).replace('highest_perf = 150\n', '')}[core.registers]\nhighest_perf = 7\n`,
      ),
      says: ['resolve/offset-without-base at offset.0.highest_perf'],
    },
    {
      name: 'an offset for a core whose highest_perf is unreadable',
      text: spec(offset('0', 5), core('"150"')),
      says: ['spec/wrong-type at core.0.highest_perf'],
    },
    {
      name: 'an offset that no core takes',
      text: spec(offset('1', 5), core(150)),
      says: ['resolve/offset-unused at offset.0.host_threads'],
    },
    {
      name: 'an offset behind one that takes all',
      text: spec(offset('0-7', 5) + offset('0', 5), core(150)),
      says: ['resolve/offset-unused at offset.1.host_threads'],
    },
    {
      name: 'an offset without its number',
      text: spec('[[offset]]\nhost_threads = "0"\n', core(150)),
      says: ['spec/missing-key at offset.0'],
    },
    {
      name: 'an offset without its range',
      text: spec('[[offset]]\nhighest_perf = 1\n', core(150)),
      says: ['spec/missing-key at offset.0'],
    },
    {
      name: 'an offset without anything',
      text: spec('[[offset]]\n', core(150)),
      says: ['spec/missing-key at offset.0', 'spec/missing-key at offset.0'],
    },
    {
      name: 'an unreadable range is not missing',
      text: spec('[[offset]]\nhost_threads = "x"\nhighest_perf = 1\n', core(150)),
      says: ['spec/bad-cpuset at offset.0.host_threads'],
    },
  ],
  async ({ text, says }) => assert.equal(await problems(text), says),
);

cases(
  'a level out of order names the offset that is in it',
  [
    {
      name: 'of highest_perf',
      text: spec(offset('0', -149), core(150).replace('nominal_perf = 1', 'nominal_perf = 2')),
      sum: ', from 150 and the offset -149',
    },
    {
      name: 'of no other level',
      text: spec(offset('0', 5), core(150).replace('lowest_perf = 1', 'lowest_perf = 2')),
      sum: '',
    },
  ],
  async ({ text, sum }) => {
    const { diagnostics } = await resolved(text);
    const messages = diagnostics.filter(({ code }) => code === 'cpc/level-order').map(({ message }) => message);
    assert.equal(
      messages.map((message) => /\(1(.*)\)$/.exec(message)?.[1]),
      [sum],
    );
  },
);

test.run();
