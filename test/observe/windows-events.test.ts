import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readProcessorEvents } from '../../src/observe/windows-events.js';
import { cases } from '../support/cases.js';
import { CPPC, eventXml, type MadeEvent } from './made-events.js';

interface Row {
  readonly name: string;
  readonly events: readonly MadeEvent[];
  /** Group, number and percentage of each processor of the newest boot. */
  readonly newest: readonly (readonly [number, number, number])[];
  readonly before?: number;
  readonly others?: number;
}

const at = (minute: string) => `2096-10-02T07:${minute}.000000000Z`;

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'newest first, as wevtutil prints', events: [{ number: 1, percent: 120 }, { number: 0, percent: 150 }], newest: [[0, 0, 150], [0, 1, 120]] },
  { name: 'two groups', events: [{ group: 1, number: 0, percent: 110 }, { number: 63, percent: 120 }, { number: 2, percent: 130 }], newest: [[0, 2, 130], [0, 63, 120], [1, 0, 110]] },
  { name: 'five minutes are one boot', events: [{ time: at('00:00'), percent: 150 }, { number: 1, time: at('05:00'), percent: 120 }], newest: [[0, 0, 150], [0, 1, 120]] },
  { name: 'more are two', events: [{ time: at('00:00') }, { number: 1, time: at('05:01'), percent: 120 }], newest: [[0, 1, 120]], before: 1 },
  { name: 'two boots in five minutes', events: [{ time: at('00:00'), percent: 100 }, { time: at('02:00'), percent: 150 }], newest: [[0, 0, 150]] },
  { name: 'events of others', events: [{ id: 37 }, { percent: 150 }], newest: [[0, 0, 150]], others: 1 },
  { name: 'no number', events: [{ percent: -1 }, { percent: Number.NaN }, { time: 'yesterday' }], newest: [], others: 3 },
  { name: 'none', events: [], newest: [] },
];

cases('the newest boot', rows, ({ events, newest, before = 0, others = 0 }) => {
  const read = readProcessorEvents(events.map(eventXml).join('\n'));
  const seen = read.newest.map(({ group, number, maximumPercent }) => [group, number, maximumPercent] as const);
  assert.equal([seen, read.before.length, read.others, read.isCut], [newest, before, others, false]);
});

// biome-ignore format: a row a line
const states = [
  { name: 'CPPC', event: {}, is: 'cppc' },
  { name: 'P-states', event: { stateType: 'ACPI Performance (P) / Throttle (T) States', implementation: 1 }, is: 'p-states' },
  { name: 'none', event: { stateType: 'None', implementation: 0 }, is: 'none' },
  { name: 'none without a message', event: { implementation: 0, message: false }, is: 'none' },
  { name: 'a number without a message', event: { implementation: 3, message: false }, is: undefined },
  { name: 'another language', event: { stateType: 'ACPI-Steuerung' }, is: undefined },
  { name: 'a name of an object', event: { stateType: 'toString' }, is: undefined },
] as const;

cases('the state type', states, ({ event, is }) => {
  assert.is(readProcessorEvents(eventXml(event)).newest[0]?.stateType, is);
});

test('lines around the events and line breaks in the message do not matter', () => {
  const xml = eventXml({})
    .replace(' Performance state type', '\r\n\r\nPerformance state type')
    .replace(' Nominal', '\r\nNominal');
  const read = readProcessorEvents(`PS C:\\> wevtutil qe System\r\n<?xml version='1.0'?>${xml}\r\nPS C:\\>`);
  assert.is(read.newest[0]?.stateWords, CPPC);
});

test('an event without an end is cut', () => {
  const read = readProcessorEvents(`${eventXml({})}${eventXml({ number: 1 }).slice(0, -9)}`);
  assert.equal([read.newest.length, read.isCut], [1, true]);
});

test('events that are no XML are counted, and a million beginnings take no time', () => {
  assert.is(readProcessorEvents('<Event a=></Event><Event><x></Event>').others, 2);
  assert.is(readProcessorEvents('<Event '.repeat(1_000_000)).isCut, true);
  assert.is(readProcessorEvents(`<Event>${'<a>'.repeat(20_000)}</Event>`).others, 1);
});

test.run();
