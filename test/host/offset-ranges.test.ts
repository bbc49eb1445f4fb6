import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OffsetRange, offsetRangeAt, readOffsets, specOffsets } from '../../src/host/offset-ranges.js';
import { cpusetText } from '../../src/spec/cpuset.js';
import { cases } from '../support/cases.js';

const at = (index: number) => ({ file: 'line', line: 1, column: index + 1 });

function ranges(word: string): readonly OffsetRange[] {
  const read = readOffsets(word, at);
  if ('why' in read) throw new Error(read.why);
  return read;
}

const READ: readonly { name: string; word: string; read: readonly (readonly [string, bigint, number])[] }[] = [
  { name: 'two dots', word: '0..7=+40', read: [['0-7', 40n, 1]] },
  { name: 'a hyphen', word: '0-7=-40', read: [['0-7', -40n, 1]] },
  { name: 'no sign', word: '0-7=40', read: [['0-7', 40n, 1]] },
  { name: 'one host thread', word: '12=+1', read: [['12', 1n, 1]] },
  { name: 'a cpuset', word: '0-7,16..23,^20=+40', read: [['0-7,16-19,21-23', 40n, 1]] },
  {
    name: 'two cpusets',
    word: '0-7,16-23=+40, 8-15,24-31=-40',
    read: [
      ['0-7,16-23', 40n, 1],
      ['8-15,24-31', -40n, 15],
    ],
  },
  {
    name: 'both in a list',
    word: '0..7=+40,8-15=-40',
    read: [
      ['0-7', 40n, 1],
      ['8-15', -40n, 10],
    ],
  },
  { name: 'the most', word: '0-65535=-4294967295', read: [['0-65535', -4_294_967_295n, 1]] },
];

cases('offsets: read', READ, ({ word, read }) => {
  const expected = read.map(([threads, offset, column]) => ({ threads, offset, place: at(column - 1) }));
  assert.equal(
    ranges(word).map((range) => ({ ...range, threads: cpusetText([...range.threads]) })),
    expected,
  );
});

const REFUSED: readonly { name: string; word: string; why: RegExp }[] = [
  { name: 'any two marks between, as the script took them', word: '0xx7=+40', why: /^"0xx7=\+40" is not an offset/ },
  { name: 'three dots', word: '0...7=+40', why: /is not an offset/ },
  { name: 'no amount', word: '0-7', why: /is not an offset/ },
  { name: 'a fraction', word: '0-7=1.5', why: /is not an offset/ },
  { name: 'nothing', word: '', why: /is not an offset/ },
  { name: 'two amounts', word: '0-7=1=2', why: /is not an offset/ },
  { name: 'a cpuset without an amount behind one', word: '0-7=1,8-15', why: /^"8-15" is not an offset/ },
  { name: 'a comma at the end', word: '0-7=1,', why: /is not an offset/ },
  { name: 'an empty part', word: '0-7,=1', why: /is not an offset/ },
  { name: 'nothing left', word: '3,^3=1', why: /it names no host thread/ },
  { name: 'backwards', word: '7-0=+40', why: /runs backwards/ },
  { name: 'one host thread too many', word: '0-65536=+1', why: /65536 is too high/ },
  { name: 'past 32 bits', word: '0=+4294967296', why: /more than 32 bits/ },
];

cases('offsets: refused', REFUSED, ({ word, why }) => {
  const read = readOffsets(word, at);
  assert.match('why' in read ? read.why : 'it was read', why);
});

test('offsets: the first range wins', () => {
  const list = ranges('4-7=+1,0-15=+2,4=+3');
  assert.equal(
    [3, 4, 7, 8, 16].map((thread) => offsetRangeAt(list, thread)?.offset),
    [2n, 1n, 1n, 2n, undefined],
  );
});

const SPEC: readonly { name: string; word: string; offsets: ReturnType<typeof specOffsets> }[] = [
  {
    name: 'one table for each amount',
    word: '0..1=+40,2..3=-40,4..5=+40',
    offsets: [
      { host_threads: [0, 1, 4, 5], highest_perf: 40n },
      { host_threads: [2, 3], highest_perf: -40n },
    ],
  },
  {
    name: 'a thread is in one table only, as the first range has it',
    word: '2=-1,0-3=+1',
    offsets: [
      { host_threads: [2], highest_perf: -1n },
      { host_threads: [0, 1, 3], highest_perf: 1n },
    ],
  },
  { name: 'nothing to add', word: '0-1=+0,1-2=+5', offsets: [{ host_threads: [2], highest_perf: 5n }] },
  {
    name: 'a range that never wins',
    word: '0-3=+5,1-2=+6',
    offsets: [{ host_threads: [0, 1, 2, 3], highest_perf: 5n }],
  },
];

cases('offsets: as a spec has them', SPEC, ({ word, offsets }) => {
  assert.equal(specOffsets(ranges(word)), offsets);
});

test.run();
