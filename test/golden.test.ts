import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../src/aml/table.js';
import { compile } from '../src/compile.js';
import type { Compiled, Output } from '../src/emit/format.js';
import { emitFormats, FORMATS, givenFormats } from '../src/emit/formats.js';
import { annotate } from '../src/inspect/annotate.js';
import { cases } from './support/cases.js';
import { expectGolden, expectNoGolden, FIXTURES } from './support/fixtures.js';
import { listNewc } from './support/newc.js';
import { renderAll } from './support/render.js';

const ACCEPT = join(FIXTURES, 'accept');
const SPEC = 'spec.toml';
const STEM = 'spec';

/** A larger case keeps only its ASL and the list of its archive, which has a hash of the AML. */
const MOST_PROCESSORS_IN_FULL = 4;

const folders = readdirSync(ACCEPT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => ({ name: entry.name, folder: join(ACCEPT, entry.name) }));

test('golden: there are cases', () => {
  assert.ok(folders.length >= 40);
});

cases('golden: every case starts with the reason why it exists', folders, ({ folder }) => {
  assert.match(readFileSync(join(folder, SPEC), 'utf8'), /^\uFEFF?# \S.{20,}\r?\n/);
});

cases('golden', folders, async ({ name, folder }) => {
  const goldens = await goldensOf(name, folder);
  for (const [file, text] of goldens) expectGolden(join(folder, file), text);
  for (const file of readdirSync(folder)) {
    if (file !== SPEC && !goldens.has(file)) expectNoGolden(join(folder, file));
  }
});

async function goldensOf(name: string, folder: string): Promise<Map<string, string>> {
  const text = readFileSync(join(folder, SPEC), 'utf8');
  const { value: compiled, diagnostics } = await compile({ text, file: SPEC });
  const messages = await renderAll(diagnostics, text);
  if (!compiled) throw new Error(`the spec does not compile:\n${messages}`);
  const placement = { stem: STEM };
  const outputs = emitFormats(compiled, placement, givenFormats(compiled.table, placement)).value ?? [];
  const kept = outputs.filter((output) => isKept(output, name, compiled)).map(goldenOf);
  return new Map([...kept, ...(messages === '' ? [] : [[`${STEM}.txt`, messages] as const])]);
}

/** C arrays have the same bytes as the AML, so only the cases with names that begin with `c-` keep them; GRUB's commands are all alike. */
function isKept({ format }: Output, name: string, { table }: Compiled): boolean {
  if (format === 'c') return name.startsWith('c-');
  if (format === 'grub') return /^(virt|split)/.test(name);
  const large = table.processors.length > MOST_PROCESSORS_IN_FULL;
  return !large || !['aml', 'json'].includes(format);
}

function goldenOf({ format, file, content }: Output): readonly [string, string] {
  if (FORMATS.find((one) => one.name === format)?.text) return [file, new TextDecoder().decode(content)];
  switch (format) {
    case 'aml':
      return [`${file}.txt`, annotated(content)];
    case 'initrd':
      return [`${file}.txt`, listNewc(content)];
    default:
      throw new Error(`goldenOf needs a case for the format "${format}"`);
  }
}

function annotated(aml: Uint8Array): string {
  const { value, diagnostics } = decodeTable(aml, STEM);
  if (!value || diagnostics.length > 0) throw new Error('the table does not decode');
  return annotate(aml, value);
}

test('golden: the demo builds without a diagnostic', () => {
  assert.not(existsSync(join(ACCEPT, '7950x3d', `${STEM}.txt`)));
});

test.run();
