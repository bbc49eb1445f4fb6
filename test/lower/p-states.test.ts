import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pctName, ppcMethod, pssName } from '../../src/lower/p-states.js';
import { bytesOf, CONSTANT, problems, processor } from '../resolve/specs.js';
import { hex, sameBytes } from '../support/bytes.js';
import { cases } from '../support/cases.js';

const FREQUENCIES = 'nominal_freq = 4200\nlowest_freq = 400\n';
const P_STATES = '[table]\nobjects = ["_PCT", "_PSS", "_PPC"]\n';

// ACPI 6.6 §8.4.5.1: control, then status.
cases(
  '_PCT',
  [
    {
      name: 'constant: the sink ports 6 and 7',
      text: CONSTANT,
      bytes:
        '08 5f504354 12 2c 02 11140a11820c00 01 08 00 01 f605000000000000 7900 11140a11820c00 01 08 00 01 f705000000000000 7900',
    },
    {
      name: 'constant on other ports',
      text: CONSTANT.replace('layout = "constant"', 'layout = "constant"\nsink_port = 0x1000'),
      bytes:
        '08 5f504354 12 2c 02 11140a11820c00 01 08 00 01 0610000000000000 7900 11140a11820c00 01 08 00 01 0710000000000000 7900',
    },
  ],
  async ({ text, bytes }) => sameBytes(bytesOf(pctName((await processor(text)).pStates)), hex(bytes)),
);

test('_PSS: two states from the frequencies, what the registers hold being their numbers', async () => {
  // ACPI 6.6 §8.4.5.2: MHz, mW, two latencies in µs, control, status
  const { pStates } = await processor(CONSTANT.replace('[[core]]', `${FREQUENCIES}[[core]]`));
  assert.equal(
    pStates.states.map(({ frequency }) => frequency),
    [4200n, 400n],
  );
  const { object } = pssName(pStates) as unknown as { object: { elements: { elements: { value: bigint }[] }[] } };
  const rows = object.elements.map(({ elements }) => elements.map(({ value }) => value));
  assert.equal(
    rows.map((row) => [row.length, row[0], row[4], row[5]]),
    [
      [6, 4200n, 0n, 0n],
      [6, 400n, 1n, 1n],
    ],
  );
});

test('_PPC returns 0', () => sameBytes(bytesOf(ppcMethod()), hex('14 08 5f505043 00 a4 00')));

cases(
  'checks the numbers that P-states need',
  [
    {
      name: 'constant with both frequencies',
      text: `${P_STATES}${CONSTANT.replace('[[core]]', `${FREQUENCIES}[[core]]`)}`,
      says: [],
    },
    {
      name: 'constant with one frequency',
      text: `${P_STATES}${CONSTANT.replace('[[core]]', 'nominal_freq = 1\n[[core]]')}`,
      says: ['resolve/no-state-frequencies at core.0', 'resolve/no-state-frequencies at core.1'],
    },
    {
      name: 'constant without frequencies, but without _PSS',
      text: `[table]\nobjects = ["_PCT", "_PPC"]\n${CONSTANT}`,
      says: [],
    },
    {
      name: 'custom with _PCT',
      text: '[table]\nobjects = ["_PCT"]\n[registers]\nlayout = "custom"\n[[core]]',
      says: ['resolve/no-state-registers at table.objects'],
    },
    {
      name: 'custom without _PCT',
      text: '[table]\nobjects = ["_PPC"]\n[registers]\nlayout = "custom"\n[[core]]',
      says: [],
    },
  ],
  async ({ text, says }) => {
    const lines = (await problems(text)).filter((line) => !line.startsWith('cpc/'));
    assert.equal(lines, says);
  },
);

test.run();
