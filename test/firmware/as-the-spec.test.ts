// The rules of every `_CPC` say the same of a spec and of the table that it compiles to.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';

const ACCEPT = join(FIXTURES, 'accept');

const accepted = readdirSync(ACCEPT).map((name) => ({
  name,
  text: readFileSync(join(ACCEPT, name, 'spec.toml'), 'utf8'),
}));

const NUMBERS = `nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15
nominal_freq = 3800
lowest_freq = 400
[[core]]
highest_perf = 236
[[core]]
highest_perf = 166
`;

const COUNTER = '{ space = "FFixedHW", bit_width = 64, bit_offset = 0, access_size = "QWord", address = 0xE7 }';

// biome-ignore format: a row a line
const COUNTERS = [
  'counters = "none"',
  'counters = "msr"',
  'counters = "pm-timer"',
  'reference_counter = "none"\ndelivered_counter = "none"',
  'reference_counter = "none"',
  'delivered_counter = "none"',
  'counters = "none"\nreference_counter = "none"',
  `counters = "none"\nreference_counter = ${COUNTER}`,
  `counters = "none"\ndelivered_counter = ${COUNTER}\nreference_counter = "none"`,
].map((keys) => ({ name: keys, text: `[registers]\nlayout = "constant"\n${keys}\n[defaults]\n${NUMBERS}` }));

/** A spec reports one entry of several cores at each of them, a table once for equal ones. */
function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  const own = diagnostics.filter(({ code }) => code.startsWith('cpc/'));
  return [...new Set(own.map(({ severity, code }) => `${severity} ${code}`))].sort();
}

cases('a spec and its table', [...accepted, ...COUNTERS], async ({ text }) => {
  const { value: compiled, diagnostics } = await compile({ text, file: 'spec.toml' });
  if (!compiled || compiled.table.layout === 'acpi-cppc') return;
  const tables = compiled.parts.map(({ tree }, i) => ({ file: `${i}.aml`, table: tree }));
  const found = firmwareProblems(tables, machineFacts(tables.map(({ table }) => table)));
  assert.equal(codesOf(found), codesOf(diagnostics));
});

test.run();
