// Tables broken in one way each: what `check --guest` predicts, and what the booted kernel does with them.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cpc, GOOD, NULL, psd, register } from './asl-tables.js';
import { elements, predictTables, type TableCase } from './predicted-tables.js';

const REVISION_4 = [...GOOD, NULL, 'Package () {}'].with(0, '25').with(1, '4');
const REVISION_2 = GOOD.slice(0, 21).with(0, '21').with(1, '2');

const CASES: readonly TableCase[] = [
  elements('a good package', GOOD),
  elements('revision 2', REVISION_2),
  elements('revision 4', REVISION_4),
  elements('NULL counters', GOOD.with(13, NULL).with(14, NULL)),
  elements('Guaranteed Performance as an Integer', GOOD.with(6, '150')),
  elements('levels out of order', GOOD.with(2, '10')),
  { name: 'no _PSD', objects: cpc(GOOD) },
  {
    name: 'code that returns the package',
    objects: `Method (_CPC) { Return (Package () { ${GOOD.join(', ')} }) }\n${psd()}`,
  },
  { name: 'two packages for one CPU', objects: `${cpc(GOOD)}\n${cpc(GOOD.with(2, '210'))}\n${psd()}` },
  { name: 'a _PSD of six elements with a count of five', objects: `${cpc(GOOD)}\n${psd('5, 0, VCPU, 0xFD, 1, 0')}` },
  { name: 'a _PSD of six elements with a count of six', objects: `${cpc(GOOD)}\n${psd('6, 0, VCPU, 0xFD, 1, 0')}` },
  { name: 'a _PSD of four elements', objects: `${cpc(GOOD)}\n${psd('5, 0, VCPU, 0xFD')}` },
  { name: 'a _PSD of revision 1', objects: `${cpc(GOOD)}\n${psd('5, 1, VCPU, 0xFD, 1')}` },
  { name: 'coordination type 0', objects: `${cpc(GOOD)}\n${psd('5, 0, VCPU, 0, 1')}` },
  { name: 'a String in the _PSD', objects: `${cpc(GOOD)}\n${psd('5, 0, "0", 0xFD, 1')}` },
  {
    name: 'a _PSD without its outer Package',
    objects: `${cpc(GOOD)}\nName (_PSD, Package () { 5, 0, VCPU, 0xFD, 1 })`,
  },
  {
    name: 'a _PSD of two packages',
    objects: `${cpc(GOOD)}\nName (_PSD, Package () { Package () { 5, 0, VCPU, 0xFD, 1 }, Package () { 5, 0, VCPU, 0xFD, 1 } })`,
  },
  elements('revision 2 with 23 elements', GOOD.with(1, '2')),
  elements('revision 3 with 21 elements', GOOD.slice(0, 21).with(0, '21')),
  elements('revision 1', GOOD.slice(0, 17).with(0, '17').with(1, '1')),
  elements('revision 4 with 23 elements', GOOD.with(1, '4')),
  elements('revision 5 with 25 elements', REVISION_4.with(1, '5')),
  elements('fewer elements than NumEntries', GOOD.slice(0, 21)),
  elements('more elements than NumEntries', [...GOOD, '0']),
  elements('a String as NumEntries', GOOD.with(0, '"23"')),
  elements('a String as the revision', GOOD.with(1, '"3"')),
  elements('a String as a level', GOOD.with(3, '"131"')),
  elements('a Package as a register', GOOD.with(7, 'Package () { 1 }')),
  elements('elements declared, not given', GOOD.slice(0, 22), 23),
  elements('an empty resource template', GOOD.with(10, 'ResourceTemplate () {}')),
  elements(
    'a Buffer with a wrong length in its descriptor',
    GOOD.with(10, 'Buffer () { 0x82, 0x12, 0, 0x7F, 8, 0, 4, 0xE7, 0, 0, 0, 0, 0, 0, 0, 0x79, 0 }'),
  ),
  elements('SystemIO of access size 0', GOOD.with(7, register('SystemIO, 8, 0, 0x5F0, 0'))),
  elements('SystemIO of access size QWord', GOOD.with(7, register('SystemIO, 8, 0, 0x5F0, 4'))),
  elements('a port above 0xFFFF', GOOD.with(7, register('SystemIO, 8, 0, 0x10000, 1'))),
  elements('an address space that no _CPC has', GOOD.with(7, register('SMBus, 8, 0, 0x5F0, 1'))),
  elements('PCC on a machine without PCCT', GOOD.with(7, register('PCC, 32, 0, 0, 1'))),
  elements('SystemMemory of width 0', GOOD.with(7, register('SystemMemory, 0, 0, 0xFED90000, 0'))),
  elements('SystemMemory in device memory', GOOD.with(10, register('SystemMemory, 32, 0, 0xFED90000, 3'))),
  elements('SystemMemory beyond 40 bits', GOOD.with(10, register('SystemMemory, 32, 0, 0x80000000000, 3'))),
  elements('SystemMemory beyond 52 bits', GOOD.with(10, register('SystemMemory, 32, 0, 0x8000000000000000, 3'))),
  elements('Highest 0', GOOD.with(2, '0')),
  elements('Nominal 0', GOOD.with(3, '0')),
  elements('Lowest Nonlinear 0', GOOD.with(4, '0')),
  elements('Lowest 0', GOOD.with(5, '0')),
  elements('Highest as the NULL register', GOOD.with(2, NULL)),
  elements('levels in an MSR that QEMU lacks', GOOD.with(2, register('FFixedHW, 8, 24, 0xC00102B0, 4'))),
  elements('no frequencies', GOOD.with(21, '0').with(22, '0')),
  elements('reference 0', GOOD.with(20, '0')),
];

predictTables('does with each table what check predicts', CASES);

test('there are many tables, each with a name of its own', () => {
  const names = CASES.map(({ name }) => name);
  assert.ok(names.length > 40 && new Set(names).size === names.length);
});

test.run();
