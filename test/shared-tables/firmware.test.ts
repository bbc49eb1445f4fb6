// Tables of real firmware, compared with iasl's disassembly.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeTable } from '../../src/aml/table.js';
import type { PackageValue } from '../../src/cpc/package.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { readSet } from '../../src/firmware/sources.js';
import { contentsOf } from '../../src/inspect/table-contents.js';
import { sameBytes } from '../support/bytes.js';
import { outside, testWith } from '../support/outside.js';
import { SHARED_TABLES, withSharedTables } from './folder.js';

/** File, paths of the packages, revisions, elements, processors of the first. */
const EXPECTED: Readonly<
  Record<string, readonly [paths: RegExp, packages: number, revisions: string, processors: number]>
> = {
  'asrock-b450m-r2-pcc.aml': [/^\\_PR\.C00[0-9A-B]\._CPC$/, 12, '2', 1],
  'asus-x555lf-r1-pcc.aml': [/^\\_PR\.CPU[0-7]\._CPC$/, 8, '1', 1],
  'dell-intel.aml': [/^\\_SB\.PR00\.(?:CPOC|CPC3)$/, 2, '3', 1],
  'framework13-r4.aml': [/^\\_SB\.PR00\.CPC[34]$/, 2, '3,4', 1],
  'google-caroline-coreboot-r2.aml': [/^\\_SB\.CP00\.GCPC$/, 1, '2', 4],
  'hp-amd.aml': [/^\\_SB\.PLTF\.C00[0-9A-B]\._CPC$/, 12, '3', 1],
  'lenovo-yoga7-io.aml': [/^\\_SB\.PLTF\.C00[0-9A-F]\._CPC$/, 16, '3', 1],
  'samsung-960qha-r4.aml': [/^\\_SB\.PR00\.CPC[34]$/, 2, '3,4', 1],
};

/** The tables in which `check` finds something. */
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  'asus-x555lf-r1-pcc.aml': ['firmware/revision-1'],
  'dell-intel.aml': ['firmware/table-missing', 'firmware/highest-255'],
  'framework13-r4.aml': ['firmware/table-missing', 'firmware/highest-255', 'cpc/integer-not-register'],
  'google-caroline-coreboot-r2.aml': ['cpc/perf-limited-bits'],
  'samsung-960qha-r4.aml': ['firmware/table-missing', 'firmware/highest-255'],
};

withSharedTables('tables of real firmware', () => {
  for (const file of SHARED_TABLES) {
    const name = basename(file);
    testWith(['iasl'], `shared tables: ${name}`, () => comparesWithIasl(name, readFileSync(file)));
    if (name in EXPECTED) test(`the verdict on ${name}`, () => hasVerdict(name, readFileSync(file)));
  }
});

function hasVerdict(name: string, bytes: Uint8Array): void {
  const { tables } = readSet([{ name, bytes }], 0);
  const read = tables.map(({ name: file, table }) => ({ file, table }));
  assert.equal(
    firmwareProblems(read, machineFacts(tables.map(({ table }) => table))).map(({ code }) => code),
    VERDICTS[name] ?? [],
  );
}

async function comparesWithIasl(name: string, bytes: Uint8Array): Promise<void> {
  const { tables, diagnostics } = readSet([{ name, bytes }], 0);
  assert.equal(diagnostics, []);
  const [table] = tables;
  if (!table) throw new Error('no table');
  sameBytes(encodeTable(table.table), bytes);
  const found = contentsOf(tables).flatMap((one) => one.cpc);
  const expected = EXPECTED[name];
  if (!expected) return;
  const [paths, packages, revisions, processors] = expected;
  assert.is(found.length, packages);
  for (const { path } of found) assert.match(path, paths);
  const numbers = found.map(({ revision }) => (revision.kind === 'integer' ? String(revision.value) : '?'));
  assert.is([...new Set(numbers)].join(), revisions);
  assert.is(found[0]?.processors.length, processors);
  const registers = found.flatMap(({ entries, extra }) => [...entries.values(), ...extra]).flatMap(registersIn);
  const names = new Set(found.map(({ path }) => path.slice(path.lastIndexOf('.') + 1)));
  const disassembled = await disassembledPackages(bytes, names);
  assert.is(disassembled.length, found.length);
  // As one text each: uvu's differ is slow on long lists.
  assert.ok(registers.join('\n') === disassembled.flatMap(registersOfText).join('\n'), 'the registers differ');
}

/** `space width offset address access` of each Register, the NULL register included. */
function registersIn(value: PackageValue): string[] {
  if (value.kind === 'package') return value.elements.flatMap(registersIn);
  if (value.kind === 'absent') return ['0 0 0 0 0'];
  if (value.kind !== 'register') return [];
  const { spaceId, bitWidth, bitOffset, address, accessSize } = value.register;
  return [[spaceId, bitWidth, bitOffset, address, accessSize].join(' ')];
}

const SPACES: Readonly<Record<string, number>> = {
  SystemMemory: 0,
  SystemIO: 1,
  PCC: 10,
  PlatformCommChannel: 10,
  FFixedHW: 127,
};

/** The packages of these names in iasl's disassembly, in the order of the table. */
async function disassembledPackages(bytes: Uint8Array, names: ReadonlySet<string>): Promise<string[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  try {
    writeFileSync(join(scratch, 'x.aml'), bytes);
    await execa(outside('iasl'), ['-d', 'x.aml'], { cwd: scratch, reject: false });
    const text = readFileSync(join(scratch, 'x.dsl'), 'latin1').replace(/\/\/.*|\/\*[^*]*\*\//g, '');
    const parts = text.split(/^ *(?=(?:Name|Method|Scope|Device|Processor|If|Else) ?\()/m);
    return parts.filter((part) => names.has(/^Name \((\w+), Package/.exec(part)?.[1] ?? ''));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function registersOfText(text: string): string[] {
  return [...text.matchAll(/Register \((\w+),\s*(\w+),\s*(\w+),\s*(\w+),\s*(\w*),?\s*\)/g)].map((match) => {
    const [, space = '', width, offset, address, access] = match;
    return [SPACES[space] ?? space, Number(width), Number(offset), BigInt(address ?? 0), Number(access || 0)].join(' ');
  });
}

test.run();
