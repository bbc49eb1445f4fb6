// What every command does with tables of firmware, and the properties that hold for any bytes.

import type { GuestName } from '../../grammar/guests.js';
import { encodeTable } from '../../src/aml/table.js';
import { printTable } from '../../src/asl/print.js';
import { guestsOfFirmware } from '../../src/cli/views/guest-verdicts.js';
import { inspectLines } from '../../src/cli/views/inspect-lines.js';
import { compile } from '../../src/compile.js';
import { specOfFirmware } from '../../src/decompile/decompile.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { renderText } from '../../src/diagnostics/render-text.js';
import { type MachineFacts, machineFacts } from '../../src/firmware/facts.js';
import { firmwareProblems } from '../../src/firmware/rules/rules.js';
import { readSet, type Sources } from '../../src/firmware/sources.js';
import { annotate, annotateParts } from '../../src/inspect/annotate.js';
import { contentsToJson } from '../../src/inspect/contents-json.js';
import { compare } from '../../src/inspect/diff.js';
import { contentsOf, missingCpcNotes } from '../../src/inspect/table-contents.js';
import { writeSpec } from '../../src/spec/write.js';
import { sameBytes } from '../support/bytes.js';
import { ensure, ensurePlain } from './target.js';

export interface FirmwareChoice {
  readonly guests: readonly GuestName[];
  readonly cpu: string | undefined;
  /** A table to compare it with. */
  readonly other: Uint8Array;
}

/** decode, inspect, check with every guest, decompile and compile again, diff. */
export async function readFirmwareBytes(name: string, bytes: Uint8Array, choice: FirmwareChoice): Promise<void> {
  const sources = readSet([{ name, bytes }], 0);
  isLossless(sources);
  inspected(sources);
  const facts = factsOf(sources);
  checked(sources, facts, choice);
  await decompiled(sources, facts);
  const other = factsOf(readSet([{ name: 'other.aml', bytes: choice.other }], 0));
  compare(facts, other);
  compare(other, facts);
  const [first] = compare(facts, facts).differences;
  ensure(first === undefined, () => `it differs from itself: ${first?.processor} ${first?.entry}`);
}

function factsOf({ tables }: Sources): MachineFacts {
  return machineFacts(tables.map(({ table }) => table));
}

/** Length and checksum are made right; every other byte is the same. */
function isLossless({ tables }: Sources): void {
  for (const { bytes, table, name } of tables) {
    const stated = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    const end = Math.min(Math.max(stated, 36), bytes.length);
    sameBytes(encodeTable(table), bytes.subarray(0, end), name, [4, 5, 6, 7, 9]);
    printTable(table);
  }
}

function inspected({ tables, diagnostics }: Sources): void {
  const contents = contentsOf(tables);
  assertRenders([...diagnostics, ...missingCpcNotes(contents)]);
  JSON.stringify(contentsToJson(contents));
  for (const one of contents) {
    ensurePlain(inspectLines(one, (_, text) => text).join('\n'), 'inspect');
    for (const { table, cpc } of one.tables) {
      ensurePlain(annotate(table.bytes, table.table), 'inspect --hex --all');
      annotateParts(table.bytes, table.table, cpc);
    }
  }
}

function checked({ tables }: Sources, facts: MachineFacts, { guests, cpu }: FirmwareChoice): void {
  const read = tables.map(({ name: file, table }) => ({ file, table }));
  assertRenders(firmwareProblems(read, facts));
  assertRenders(guestsOfFirmware(read, facts, { guest: guests, ...(cpu !== undefined && { cpu }) }).diagnostics);
}

/** A problem of a table has a file, and bytes of it where it has an offset. */
function assertRenders(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    ensure(diagnostic.place !== undefined, () => `${diagnostic.code} has no place`);
    ensurePlain(
      renderText({ diagnostic }, (_, words) => words),
      diagnostic.code,
    );
  }
}

/** What decompile writes is a spec that builds. */
async function decompiled({ tables }: Sources, facts: MachineFacts): Promise<void> {
  const made = specOfFirmware({ tables: tables.map(({ table }) => table), facts });
  if (!made) return;
  const text = writeSpec(made.spec, new Map([['', { above: made.comments }]]));
  const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
  const refused = diagnostics.find(({ severity }) => severity === 'error');
  ensure(value !== undefined, () => `decompiled, it is refused: ${refused?.code}: ${refused?.message}`);
}
