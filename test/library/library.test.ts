import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as library from '../../src/index.js';
import { bytesOf, inScratch } from '../support/command-line.js';
import { FIXTURES, REPOSITORY } from '../support/fixtures.js';
import { outside, testWith } from '../support/outside.js';

const EXAMPLE = join(REPOSITORY, 'examples/build-ssdt.mjs');

testWith(['iasl'], 'the example writes a table that iasl disassembles and compiles without a word', async () => {
  await inScratch(async (folder) => {
    const { stdout } = await execa(process.execPath, [EXAMPLE, 'two.aml'], { cwd: folder });
    assert.is(stdout, 'two.aml: 1677 bytes, 4 processors; Linux 6.12: accepted');
    await execa(outside('iasl'), ['-d', 'two.aml'], { cwd: folder });
    const compiled = await execa(outside('iasl'), ['two.dsl'], { cwd: folder, all: true });
    assert.match(compiled.all, '0 Errors, 0 Warnings, 0 Remarks');
    assert.is(readFileSync(join(folder, 'two.dsl'), 'utf8').match(/Name \(_CPC/g)?.length, 4);
  });
});

test('the documentation shows the examples as they are', () => {
  const text = readFileSync(join(REPOSITORY, 'docs/library.md'), 'utf8');
  for (const file of [EXAMPLE, join(REPOSITORY, 'examples/read-tables.mjs')])
    assert.ok(text.includes(readFileSync(file, 'utf8')), file);
});

test('exports the documented names and no others', () => {
  assert.equal(Object.keys(library).sort(), [
    'FORMATS',
    'checkTables',
    'compile',
    'decodeTable',
    'defaultFormats',
    'emitFormats',
    'encodeTable',
    'givenFormats',
    'guestsNamed',
    'hasErrors',
    'inspectTables',
    'judgeSpec',
    'judgeTables',
    'machineOf',
    'printTable',
  ]);
});

test('the documentation names every function', () => {
  const text = readFileSync(join(REPOSITORY, 'docs/library.md'), 'utf8');
  assert.equal(
    Object.keys(library).filter((name) => !text.includes(`\`${name}`)),
    [],
  );
});

const SPEC = readFileSync(join(FIXTURES, 'accept/7950x3d/spec.toml'), 'utf8');

test('from a spec to outputs, and back from its table', async () => {
  const { value: compiled, diagnostics } = await library.compile({ text: SPEC, file: 'x.toml' });
  assert.ok(compiled);
  assert.not(library.hasErrors(diagnostics));
  const outputs = library.emitFormats(compiled, { stem: 'x' }, ['aml', 'c']).value ?? [];
  assert.equal(
    outputs.map(({ file }) => file),
    ['x.aml', 'x.h'],
  );
  const aml = outputs[0]?.content ?? new Uint8Array();
  const { value: table } = library.decodeTable(aml, 'x.aml');
  assert.ok(table);
  assert.equal(library.encodeTable(table), aml);
  const files = [{ name: 'x.aml', bytes: aml }];
  const { tables: [facts] = [], processors = [] } = library.inspectTables(files).value ?? {};
  assert.is(facts?.cpc.length, compiled.table.processors.length);
  assert.is(facts?.cpc[0]?.entries['highest_perf'], 236);
  assert.is(processors[0]?.cpc[0]?.entries['highest_perf'], 236);
  assert.equal(library.checkTables(files), []);
  assert.is(
    library.judgeTables(files, 'linux-6.12', 'EPYC-Milan').verdict,
    library.judgeSpec(compiled, 'linux-6.12').verdict,
  );
});

test('a guest of QEMU ranks by the CPU model that it has', async () => {
  const { value: compiled } = await library.compile({ text: SPEC, file: 'x.toml' });
  const files = [{ name: 'x.aml', bytes: compiled?.parts[0]?.aml ?? new Uint8Array() }];
  assert.is(library.judgeTables(files, 'linux-6.12', 'EPYC-Milan').verdict, 'accepted');
  assert.is(library.judgeTables(files, 'linux-6.12', 'Skylake-Server').verdict, 'unranked');
});

test('a guest that refuses says why, with the section', () => {
  const bytes = bytesOf(join(FIXTURES, 'reject/guest/linux-count.hex'));
  const { verdict, because, diagnostics } = library.judgeTables([{ name: 'x.aml', bytes }], 'linux-6.12');
  assert.is(verdict, 'refused');
  assert.ok(because.includes('guest/linux-count'));
  assert.ok(diagnostics.some(({ code, section }) => code === 'guest/linux-count' && section));
});

test('reports invalid specs and tables without throwing', async () => {
  const { value, diagnostics } = await library.compile({ text: 'highest_perf =', file: 'x.toml' });
  assert.is(value, undefined);
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['spec/toml-syntax'],
  );
  const files = [{ name: 'x.aml', bytes: new Uint8Array(7) }];
  assert.ok(library.checkTables(files).some(({ severity }) => severity === 'error'));
  assert.equal(library.inspectTables(files).value, { tables: [], processors: [], unread: [] });
});

test.run();
