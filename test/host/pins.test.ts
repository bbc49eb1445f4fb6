import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Pin, readPins } from '../../src/host/pins.js';
import { cases } from '../support/cases.js';

const at = (index: number) => ({ file: 'line', line: 1, column: index + 1 });

const READ: readonly { name: string; word: string; pins: readonly (readonly [number, number[], number])[] }[] = [
  { name: 'one', word: '0:4', pins: [[0, [4], 1]] },
  {
    name: 'a list',
    word: '0:4,1:20',
    pins: [
      [0, [4], 1],
      [1, [20], 5],
    ],
  },
  {
    name: 'ranges in a list',
    word: '0:4-5,10:20-21',
    pins: [
      [0, [4, 5], 1],
      [10, [20, 21], 7],
    ],
  },
  { name: 'a cpuset with commas', word: '0:4,20', pins: [[0, [4, 20], 1]] },
  { name: 'a cpuset as libvirt writes it', word: '3:0-7,^3,16', pins: [[3, [0, 1, 2, 4, 5, 6, 7, 16], 1]] },
  { name: 'the last vCPU', word: '4095:0', pins: [[4095, [0], 1]] },
];

cases('pins: read', READ, ({ word, pins }) => {
  const expected = pins.map(([vcpu, threads, column]): Pin => ({ vcpu, threads, place: at(column - 1) }));
  assert.equal(readPins(word, at), expected);
});

const REFUSED: readonly { name: string; word: string; why: RegExp }[] = [
  { name: 'a list with a cpuset with commas', word: '0:4,20,1:5', why: /^"20" is not a pin: .* needs its own --pin$/ },
  { name: 'no colon', word: '4', why: /^"4" is not a pin/ },
  { name: 'nothing', word: '', why: /^"" is not a pin/ },
  { name: 'a comma at the end', word: '0:4,1:5,', why: /^"" is not a pin/ },
  { name: 'no vCPU', word: ':4', why: /is not a pin/ },
  { name: 'no host thread', word: '0:', why: /cpuset of "0:" cannot be read/ },
  { name: 'a word', word: '0:four', why: /`four` is neither a number/ },
  { name: 'two colons', word: '0:4:5', why: /cpuset of "0:4:5" cannot be read/ },
  { name: 'one vCPU too many', word: '4096:0', why: /^vCPU 4096 is above the limit of 4095$/ },
  { name: 'one host thread too many', word: '0:65536', why: /host threads are numbered below 65536/ },
];

cases('pins: refused', REFUSED, ({ word, why }) => {
  const read = readPins(word, at);
  assert.match('why' in read ? read.why : JSON.stringify(read), why);
});

test.run();
