import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { problems } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

const register = (space: string, width: number, offset: number, address: number | string) => {
  const access = space === 'PCC' ? 'subspace = 1' : 'access_size = "QWord"';
  return `{ space = "${space}", bit_width = ${width}, bit_offset = ${offset}, ${access}, address = ${address} }`;
};

/** A written register, a read one, and a second written one. */
function spec(desired: string, guaranteed: string, minimum = '"none"'): string {
  return `[registers]\nlayout = "custom"\ndesired_perf = ${desired}\nguaranteed_perf = ${guaranteed}\nmin_perf = ${minimum}\n[[core]]`;
}

const MEMORY = (width: number, offset: number, address: number) => register('SystemMemory', width, offset, address);
const MSR = (width: number, offset: number, address: number) => register('FFixedHW', width, offset, address);
const PCC = (width: number, offset: number, address: number) => register('PCC', width, offset, address);

// ACPI 6.6 §8.4.6.1: addresses count bytes, in FFixedHW the 64 bits of an MSR.
const ROWS = [
  { name: 'bytes side by side', text: spec(MEMORY(8, 0, 1), MEMORY(8, 0, 2)), says: [] },
  {
    name: 'two registers, one of them written',
    text: spec(MEMORY(8, 0, 2), MEMORY(8, 0, 2)),
    says: ['desired_perf'],
  },
  { name: 'one bit of sixteen in the next byte', text: spec(MEMORY(9, 0, 1), MEMORY(8, 0, 2)), says: ['desired_perf'] },
  { name: 'bits of one byte side by side', text: spec(MEMORY(4, 0, 2), MEMORY(4, 4, 2)), says: [] },
  {
    name: 'bits of one byte, one of them shared',
    text: spec(MEMORY(5, 0, 2), MEMORY(4, 4, 2)),
    says: ['desired_perf'],
  },
  {
    name: 'a bit offset that reaches where an address begins',
    text: spec(MEMORY(8, 8, 1), MEMORY(8, 0, 2)),
    says: ['desired_perf'],
  },
  { name: 'two MSRs side by side', text: spec(MSR(64, 0, 1), MSR(64, 0, 2)), says: [] },
  { name: 'fields of one MSR side by side', text: spec(MSR(8, 0, 1), MSR(8, 8, 1)), says: [] },
  { name: 'fields of one MSR that share a bit', text: spec(MSR(9, 0, 1), MSR(8, 8, 1)), says: ['desired_perf'] },
  { name: 'the same place in two spaces', text: spec(MEMORY(8, 0, 1), MSR(8, 0, 1)), says: [] },
  {
    name: 'two places of one PCC subspace that share a bit',
    text: spec(PCC(32, 0, 0), PCC(32, 0, 3)),
    says: ['desired_perf'],
  },
  { name: 'two places of one PCC subspace', text: spec(PCC(32, 0, 0), PCC(32, 0, 4)), says: [] },
  { name: 'two written registers', text: spec(MEMORY(8, 0, 1), '"none"', MEMORY(8, 0, 1)), says: ['min_perf'] },
  {
    name: 'two registers that are only read',
    text: spec('"none"', MEMORY(8, 0, 1)).replace('[[core]]', `highest_perf = ${MEMORY(8, 0, 1)}\n[[core]]`),
    says: [],
  },
  {
    name: 'three registers in one place',
    text: spec(MEMORY(8, 0, 1), MEMORY(8, 0, 1), MEMORY(8, 0, 1)),
    // One for each register that shares bits with an earlier one.
    says: ['desired_perf', 'min_perf'],
  },
];

cases('registers that share bits', ROWS, async ({ text, says }) => {
  const lines = (await problems(text)).filter((line) => line.startsWith('cpc/registers-overlap'));
  assert.equal(
    lines,
    says.map((key) => `cpc/registers-overlap at registers.${key}`),
  );
});

const inSubspace = (subspace: number) => PCC(32, 0, subspace * 8).replace('subspace = 1', `subspace = ${subspace}`);

cases(
  'one PCC subspace for each processor',
  [
    { name: 'the same', text: spec(PCC(32, 0, 0), PCC(32, 0, 8), PCC(32, 0, 16)), says: [] },
    {
      name: 'another one',
      text: spec(inSubspace(1), inSubspace(1), inSubspace(2)),
      says: ['cpc/subspaces-differ at registers.desired_perf', 'cpc/subspaces-differ at registers.min_perf'].slice(1),
    },
    {
      name: 'another one than that of the first element',
      text: spec(inSubspace(2), inSubspace(1), inSubspace(2)),
      says: ['cpc/subspaces-differ at registers.desired_perf', 'cpc/subspaces-differ at registers.min_perf'],
    },
    {
      name: 'access sizes of other spaces do not count',
      text: spec(inSubspace(1), MSR(8, 0, 1), MEMORY(8, 0, 1)),
      says: [],
    },
    {
      name: 'two cores, each in its own',
      text: `[registers]\nlayout = "custom"\n[[core]]\n[core.registers]\ndesired_perf = ${inSubspace(1)}\n[[core]]\n[core.registers]\ndesired_perf = ${inSubspace(2)}`,
      says: [],
    },
  ],
  async ({ text, says }) => {
    const lines = (await problems(text)).filter((line) => line.startsWith('cpc/subspaces-differ'));
    assert.equal(lines, says);
  },
);

test.run();
