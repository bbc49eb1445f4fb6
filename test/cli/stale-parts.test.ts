// Files of an earlier build beside those of this one: which of them go. The rules stand at the head of stale-parts.ts.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { staleParts } from '../../src/cli/files/stale-parts.js';
import { compile } from '../../src/compile.js';
import type { Compiled } from '../../src/emit/format.js';
import { emitFormats } from '../../src/emit/formats.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';

const SPEC = `[registers]
layout = "constant"
[defaults]
highest_perf = 200
nominal_perf = 100
lowest_nonlinear_perf = 40
lowest_perf = 10
[[core]]
count = 8
`;

const SPLIT = await compiledOf(`[table]\nmax_table_bytes = 600\n${SPEC}`);
const WHOLE = await compiledOf(SPEC);
const [FIRST, LATER, THIRD] = SPLIT.parts.map(({ aml }) => aml);
const [FIRST_ASL, LATER_ASL] = ['x-1.asl', 'x-2.asl'].map(
  (name) => emitFormats(SPLIT, { stem: 'x' }, ['asl']).value?.find(({ file }) => file === name)?.content,
);

/** The first part or table of the spec with other text in front. */
const partOf = async (head: string, index = 0) => (await compiledOf(`${head}${SPEC}`)).parts[index]?.aml;
const OF_OTHER_MACHINE = await partOf('[guest]\nmachine = "acrn"\n');
const OF_OTHER_IDS = await partOf('[table]\nmax_table_bytes = 600\noem_table_id = "OTHER"\n', 1);
const BY_QEMU = await compiledOf(`[table]\ncreator_id = "BXPC"\n${SPEC}`);
const PARTS_BY_QEMU = await compiledOf(`[table]\nmax_table_bytes = 600\ncreator_id = "BXPC"\n${SPEC}`);
const [FIRST_BY_QEMU, LATER_BY_QEMU] = PARTS_BY_QEMU.parts.map(({ aml }) => aml);
const OF_NO_PROCESSOR = await partOf('[table]\nobjects = ["_OSC"]\n');
const SHARING = await partOf('[table]\nmax_table_bytes = 900\ncompact = true\n');
const FEWER = await compiledOf(SPEC.replace('count = 8', 'count = 1'));
const FOREIGN = new Uint8Array(64);

interface Row {
  readonly name: string;
  readonly build: Compiled;
  readonly formats?: readonly string[];
  readonly files: Readonly<Record<string, Uint8Array | undefined>>;
  readonly stale: readonly string[];
}

const rows: readonly Row[] = [
  { name: 'parts', build: WHOLE, files: { 'x-1.aml': FIRST, 'x-2.aml': LATER }, stale: ['x-1.aml', 'x-2.aml'] },
  { name: 'a part 1 alone', build: WHOLE, files: { 'x-1.aml': FIRST }, stale: [] },
  { name: 'a part 1 alone, without the first processor', build: WHOLE, files: { 'x-1.aml': LATER }, stale: [] },
  { name: 'a later part with the first processor', build: WHOLE, files: { 'x-2.aml': FIRST }, stale: [] },
  {
    name: "parts by the spec's creator",
    build: BY_QEMU,
    files: { 'x-1.aml': FIRST_BY_QEMU, 'x-2.aml': LATER_BY_QEMU },
    stale: ['x-1.aml', 'x-2.aml'],
  },
  {
    name: "parts by a creator that is not the spec's",
    build: WHOLE,
    files: { 'x-1.aml': FIRST_BY_QEMU, 'x-2.aml': LATER_BY_QEMU },
    stale: [],
  },
  { name: 'parts of another maker', build: WHOLE, files: { 'x-1.aml': FOREIGN, 'x-2.aml': FOREIGN }, stale: [] },
  {
    name: 'a later part of a spec in the folder',
    build: WHOLE,
    files: { 'x-2.aml': LATER, 'x-2.toml': FOREIGN },
    stale: [],
  },
  {
    name: "a later part of a spec beside this one's",
    build: WHOLE,
    files: { 'x-2.aml': LATER, 'from/x-2.toml': FOREIGN },
    stale: [],
  },
  {
    name: 'a table of another machine, of a spec elsewhere',
    build: WHOLE,
    files: { 'x-2.aml': OF_OTHER_MACHINE, 'x-3.aml': LATER },
    stale: ['x-3.aml'],
  },
  { name: 'a part with other OEM ids', build: WHOLE, files: { 'x-2.aml': OF_OTHER_IDS }, stale: [] },
  { name: 'a table without processors', build: WHOLE, files: { 'x-2.aml': OF_NO_PROCESSOR }, stale: [] },
  {
    name: 'parts with processors that the spec no longer has',
    build: FEWER,
    files: { 'x-1.aml': FIRST, 'x-2.aml': LATER, 'x-3.aml': THIRD },
    stale: ['x-1.aml', 'x-2.aml', 'x-3.aml'],
  },
  {
    name: 'a part 1 that has the processors of a part 2',
    build: WHOLE,
    files: { 'x-1.aml': WHOLE.parts[0]?.aml, 'x-2.aml': LATER },
    stale: ['x-2.aml'],
  },
  {
    name: 'a part 1 with shared buffers',
    build: WHOLE,
    files: { 'x-1.aml': SHARING, 'x-8.aml': SPLIT.parts[7]?.aml },
    stale: ['x-1.aml', 'x-8.aml'],
  },
  { name: 'names that no part has', build: WHOLE, files: { 'x-02.aml': LATER, 'x-4097.aml': LATER }, stale: [] },
  {
    name: 'parts as ASL',
    build: WHOLE,
    formats: ['asl'],
    files: { 'x-1.asl': FIRST_ASL, 'x-2.asl': LATER_ASL, 'x-2.aml': LATER },
    stale: ['x-1.asl', 'x-2.asl'],
  },
  {
    name: 'ASL of another machine',
    build: WHOLE,
    formats: ['asl'],
    files: { 'x-2.asl': replaced(LATER_ASL, 'CPUS.C001', 'CPUS.P001'), 'x-3.asl': replaced(LATER_ASL, 'CPPC-VM', 'X') },
    stale: [],
  },
  { name: 'a part of another stem', build: WHOLE, files: { 'y-1.aml': FIRST, 'y-2.aml': LATER }, stale: [] },
  { name: 'the whole table', build: SPLIT, files: { 'x.aml': WHOLE.parts[0]?.aml }, stale: ['x.aml'] },
  { name: 'a whole table of another maker', build: SPLIT, files: { 'x.aml': FOREIGN }, stale: [] },
];

cases('stale files', rows, async ({ build, formats = ['aml'], files, stale }) => {
  await inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, 'from'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content ?? '');
    const outputs = emitFormats(build, { stem: 'x' }, formats).value ?? [];
    assert.ok(outputs.length > 0);
    assert.equal(staleParts({ folder, from: join(folder, 'from'), stem: 'x', compiled: build }, outputs), stale);
    assert.ok(Object.keys(files).every((name) => existsSync(join(folder, name))));
  });
});

test.run();

async function compiledOf(text: string): Promise<Compiled> {
  const { value } = await compile({ text, file: 'x.toml' });
  if (!value) throw new Error('it does not compile');
  return value;
}

function replaced(text: Uint8Array | undefined, from: string, to: string): Uint8Array {
  return Buffer.from(
    Buffer.from(text ?? [])
      .toString()
      .replaceAll(from, to),
  );
}
