import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inspectLines } from '../../src/cli/views/inspect-lines.js';
import { compile } from '../../src/compile.js';
import { readSet } from '../../src/firmware/sources.js';
import { contentsToJson } from '../../src/inspect/contents-json.js';
import { contentsOf, missingCpcNotes } from '../../src/inspect/table-contents.js';
import { cases } from '../support/cases.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';

const plain = (_: string, text: string) => text;

async function builtTable(): Promise<Uint8Array> {
  const file = join(FIXTURES, 'accept/7950x3d/spec.toml');
  const { value } = await compile({ text: readFileSync(file, 'utf8'), file });
  return value?.parts[0]?.aml ?? new Uint8Array();
}

const CPC = await builtTable();
const OTHER = bytesOf(join(FIXTURES, 'reject/scratch/no-cpc.hex'));

function dumpOf(signature: string, bytes: Uint8Array, end = '\n'): string {
  const lines = [`${signature} @ 0x0000000000000000`];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const pairs = Array.from(row, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
    const characters = Array.from(row, (byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`    ${at.toString(16).padStart(4, '0')}: ${pairs.padEnd(48)} ${characters}`);
  }
  return `${[...lines, '', ''].join(end)}`;
}

const text = (words: string) => Buffer.from(words, 'latin1');
const both = dumpOf('DSDT', OTHER) + dumpOf('SSDT', CPC);

cases(
  'sources',
  [
    { name: 'one table', bytes: CPC, lengths: [CPC.length] },
    {
      name: 'two tables, one behind the other',
      bytes: Buffer.concat([OTHER, CPC]),
      lengths: [OTHER.length, CPC.length],
    },
    { name: 'acpidump text', bytes: text(both), lengths: [OTHER.length, CPC.length] },
    {
      name: 'acpidump text with CRLF',
      bytes: text(both.replaceAll('\n', '\r\n')),
      lengths: [OTHER.length, CPC.length],
    },
    {
      name: 'acpidump text in UTF-16',
      bytes: Buffer.from(`\ufeff${both}`, 'utf16le'),
      lengths: [OTHER.length, CPC.length],
    },
    { name: 'text of another kind', bytes: text('[table]\n'), lengths: [] },
    { name: 'nothing', bytes: new Uint8Array(), lengths: [] },
  ],
  ({ bytes, lengths }) => {
    const { tables, diagnostics } = readSet([{ name: 'x', bytes }], 0);
    assert.equal(
      tables.map((table) => table.bytes.length),
      lengths,
    );
    assert.equal(
      tables.map((table) => table.index),
      lengths.map((_, i) => i),
    );
    assert.ok(tables.every((table) => table.lengthOk && table.checksumOk));
    assert.equal(
      diagnostics.map((one) => one.code),
      lengths.length === 0 ? ['firmware/no-table'] : [],
    );
  },
);

cases(
  'sources: how diagnostics call a table',
  [
    { name: 'one of a file', bytes: CPC, names: ['x'] },
    { name: 'two of a file', bytes: Buffer.concat([OTHER, CPC]), names: ['x#0 (SSDT)', 'x#1 (SSDT)'] },
    {
      name: 'one of a file with another that holds no AML',
      bytes: text(dumpOf('FACP', facp()) + dumpOf('SSDT', CPC)),
      names: ['x'],
    },
  ],
  ({ bytes, names }) => {
    const { tables } = readSet([{ name: 'x', bytes }], 0);
    assert.equal(
      tables.map(({ name }) => name),
      names,
    );
  },
);

/** A table that holds no AML. */
function facp(): Uint8Array {
  const bytes = OTHER.slice();
  bytes.set(text('FACP'));
  return bytes;
}

cases(
  'sources: tables of the vendor',
  [
    { name: 'code, which the DSDT loads', signature: 'OEM1', first: 0xa0, read: true },
    { name: 'data, such as of AMI', signature: 'OEMB', first: 0x09, read: false },
    { name: 'a String', signature: 'OEM0', first: 0x49, read: false },
  ],
  ({ signature, first, read }) => {
    const bytes = OTHER.slice();
    bytes.set(text(signature));
    bytes[36] = first;
    const { tables } = readSet([{ name: 'x', bytes: Buffer.concat([CPC, bytes]) }], 0);
    assert.is(tables.length, read ? 2 : 1);
  },
);

test('sources: reads a table with a wrong checksum and extra bytes, and reports both', () => {
  const bytes = new Uint8Array([...CPC, 0]);
  bytes[9] = (bytes[9] ?? 0) ^ 1;
  const { tables, diagnostics } = readSet([{ name: 'x', bytes }], 0);
  assert.equal(
    tables.map(({ lengthOk, checksumOk }) => [lengthOk, checksumOk]),
    [[false, false]],
  );
  assert.equal(
    diagnostics.map((one) => one.code),
    ['aml/wrong-length', 'aml/wrong-checksum'],
  );
});

test('inspect: the shape of a table in JSON', () => {
  const [table] = contentsToJson(contentsOf(readSet([{ name: 'x.aml', bytes: CPC }], 0).tables)).tables;
  assert.is(table?.checksum_ok, true);
  assert.is(table?.length, CPC.length);
  const [first] = table?.cpc ?? [];
  assert.is(first?.num_entries, 23);
  assert.is(first?.revision, 3);
  assert.is(first?.entries['guaranteed_perf'], null);
  assert.equal(Object.keys(first?.entries ?? {}).slice(0, 2), ['highest_perf', 'nominal_perf']);
  assert.equal(Object.keys(first ?? {}), ['path', 'offset', 'revision', 'num_entries', 'processors', 'entries']);
});

/** Xorshift: the same numbers for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test('inspect: reads or reports mutated and cut tables, and never throws', () => {
  const rounds = Number(process.env['ROUNDS'] ?? 200);
  const first = Number(process.env['SEED'] ?? 1);
  for (let seed = first; seed < first + rounds; seed++) {
    const random = randomOf(seed * 2654435761);
    const bytes = CPC.slice(0, random(4) === 0 ? random(CPC.length) : Math.min(CPC.length, 4096));
    for (let i = random(8); i > 0 && bytes.length > 0; i--) bytes[random(bytes.length)] = random(256);
    const began = Date.now();
    try {
      const { tables, diagnostics } = readSet([{ name: 'x', bytes }], 0);
      const contents = contentsOf(tables);
      const lines = contents.flatMap((one) => inspectLines(one, plain));
      JSON.stringify(contentsToJson(contents));
      assert.ok(lines.length + diagnostics.length + missingCpcNotes(contents).length > 0, 'it says nothing');
    } catch (error) {
      throw new Error(`SEED=${seed} ROUNDS=1: ${(error as Error).stack}`);
    }
    assert.ok(Date.now() - began < 5000, `SEED=${seed} ROUNDS=1 took ${Date.now() - began} ms`);
  }
});

test.run();
