// Several readings of one host with pins that are sets.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InitRequest } from '../../src/host/init-request.js';
import { readPins } from '../../src/host/pins.js';
import { type Reading, specFromReadings } from '../../src/host/source/variants.js';
import { readHost } from '../../src/host/sysfs.js';
import { cases } from '../support/cases.js';
import { filesOf, treeOf } from './machines.js';

const READINGS: readonly Reading[] = ['cache', 'frequency'].map((name) => ({
  name,
  host: readHost(treeOf(filesOf(`7950x3d-${name}`))),
}));

const PLACE = { file: '<command line>', line: 1, column: 7 };

/** Each word as `--pin` has it. */
function requestOf(words: readonly string[]): InitRequest {
  const pins = words.flatMap((word, i) => {
    const some = readPins(word, () => ({ ...PLACE, line: i + 1 }));
    if ('why' in some) throw new Error(some.why);
    return some;
  });
  return {
    file: 'x.toml',
    layout: 'constant',
    offsets: [],
    smt: { threads: 1, place: PLACE },
    pinned: { from: 'pins', vcpus: words.length, pins, place: PLACE },
  };
}

interface Row {
  readonly name: string;
  readonly pins: readonly string[];
  /** What the spec has for each core: its pin, and highest_perf in both readings. */
  readonly cores: readonly (readonly [pin: string, cache: bigint, frequency: bigint])[];
  /** Codes with the vCPU. */
  readonly problems: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'the threads of a core',
    pins: ['0:0,16', '1:8,24'],
    cores: [
      ['0,16', 236n, 201n],
      ['8,24', 196n, 236n],
    ],
    problems: [],
  },
  {
    name: 'equal cores of one reading, different ones of the other: the lowest counts',
    pins: ['0:0-1', '1:8-9'],
    cores: [
      ['0,1', 236n, 196n],
      ['8,9', 196n, 236n],
    ],
    problems: ['host/pin-mixed 2', 'host/pin-mixed 1'],
  },
  {
    name: 'cores of both dies: one warning for both readings',
    pins: ['0:0,8', '1:7,15'],
    cores: [
      ['0,8', 196n, 201n],
      ['7,15', 176n, 166n],
    ],
    problems: ['host/pin-mixed 1', 'host/pin-mixed 2'],
  },
  {
    name: 'the whole host, and a single thread',
    pins: ['0:0-31', '1:9'],
    cores: [
      [Array.from({ length: 32 }, (_, i) => i).join(), 166n, 166n],
      ['9', 201n, 236n],
    ],
    problems: ['host/pin-mixed 1'],
  },
];

cases('variants of pins that are sets', ROWS, ({ pins, cores, problems }) => {
  const { value, diagnostics } = specFromReadings(READINGS, requestOf(pins));
  assert.equal(
    value?.spec.cores.map(({ host_threads, levels: { highest_perf: highest } }) => {
      const [cache, frequency] = typeof highest === 'object' ? [...highest.values()] : [highest, highest];
      return [String(host_threads?.[0]), cache, frequency];
    }),
    cores,
  );
  assert.equal(
    diagnostics.map(({ code, place }) => `${code} ${place && 'line' in place ? place.line : ''}`),
    problems,
  );
});

test('a missing host thread is reported once', () => {
  const { diagnostics } = specFromReadings(READINGS, requestOf(['0:0,16', '1:99']));
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['host/pin-missing'],
  );
});

test.run();
