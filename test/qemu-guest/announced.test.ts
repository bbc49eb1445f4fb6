// What an announced validation of Linux refuses, and no release does. linux-next has its rules; the releases do not.

import { test } from 'uvu';
import { GOOD, NULL, register } from './asl-tables.js';
import { elements, predictTables } from './predicted-tables.js';

/** With 14 and 15 tables, SeaBIOS 1.16 drops all of QEMU 7.2's. Here are 18, and the table of `_OSC`. */
predictTables('accepts what an announced validation refuses, as check predicts', [
  elements('a good package', GOOD),
  elements('no reference counter', GOOD.with(13, NULL)),
  elements('no delivered counter', GOOD.with(14, NULL)),
  elements('Integers as counters', GOOD.with(13, '0').with(14, '0')),
  elements('Guaranteed Performance of 0', GOOD.with(6, '0')),
  elements('Minimum Performance as an Integer', GOOD.with(8, '5')),
  elements('Energy Performance Preference as an Integer', GOOD.with(19, '128')),
  elements('one port twice', GOOD.with(8, register('SystemIO, 8, 0, 0x5F0, 1'))),
  elements('ports that overlap', GOOD.with(7, register('SystemIO, 16, 0, 0x5F0, 2'))),
  elements('counters that overlap', GOOD.with(13, memory(0)).with(14, memory(4))),
  elements('min_perf without max_perf', GOOD.with(9, NULL)),
  elements('max_perf without min_perf', GOOD.with(8, NULL)),
  elements('no desired_perf', GOOD.with(7, NULL)),
  elements('no desired_perf, and a fixed selection', GOOD.with(7, NULL).with(17, '1')),
  elements('part of a port', GOOD.with(7, register('SystemIO, 4, 0, 0x5F0, 1'))),
  // Every release refuses these; the announced validation does not.
  elements('min_perf of access size 0', GOOD.with(8, register('SystemIO, 8, 0, 0x5F1, 0'))),
  elements('a counter of access size 0', GOOD.with(13, register('SystemIO, 32, 0, 0x608, 0'))),
  elements('perf_limited of access size 0', GOOD.with(15, register('SystemIO, 8, 0, 0x5F6, 0'))),
]);

test.run();

function memory(offset: number): string {
  return register(`SystemMemory, 64, 0, ${0xfed90000 + offset}, 4`);
}
