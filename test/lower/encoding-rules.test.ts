import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EncodingName } from '../../grammar/encodings.js';
import { encodingProblems } from '../../src/lower/encoding-rules.js';
import { lineOf, resolved } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

interface Row {
  readonly name: string;
  readonly encoding: EncodingName;
  readonly table?: string;
  readonly highest?: bigint;
  readonly says: readonly string[];
}

const U32 = 0xffff_ffffn;

// biome-ignore format: one row a line
const ROWS: readonly Row[] = [
  { name: 'iasl has every revision and width, compact or not', encoding: 'iasl', table: 'cpc_revision = 4\ncompact = true', highest: U32 + 1n, says: [] },
  { name: 'coreboot has revision 3', encoding: 'coreboot', table: 'cpc_revision = 3', says: [] },
  { name: 'coreboot has no revision 4', encoding: 'coreboot', table: 'cpc_revision = 4', says: ['lower/encoding-revision at table.cpc_revision'] },
  { name: 'coreboot names no buffers', encoding: 'coreboot', table: 'compact = true', says: ['lower/encoding-compact at table.compact'] },
  { name: 'coreboot writes 32 bits', encoding: 'coreboot', highest: U32, says: [] },
  { name: 'coreboot does not write 33 bits', encoding: 'coreboot', highest: U32 + 1n, says: ['lower/encoding-width'] },
];

cases('encoding: what a writer never makes', ROWS, async ({ encoding, table = '', highest = 9n, says }) => {
  const levels = 'nominal_perf = 1\nlowest_nonlinear_perf = 1\nlowest_perf = 1\n';
  const cores = `[[core]]\nhighest_perf = 2\n[[core]]\nhighest_perf = ${highest}\n`;
  const text = `[table]\n${table}\n[registers]\nlayout = "constant"\n[defaults]\n${levels}${cores}`;
  const problems = encodingProblems((await resolved(text)).table, encoding, 'spec.toml');
  assert.equal(problems.map(lineOf), says);
});

test.run();
