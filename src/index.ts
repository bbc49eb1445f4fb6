/**
 * The library: a spec's text to ACPI tables, and any firmware's tables to what they say of processors.
 *
 * Problems of an input are values, never exceptions: a function that can meet them gives a `Result`, whose `value` is
 * missing where a diagnostic of severity `error` stands beside it. A diagnostic has a stable `code`, a place, the section of
 * the specification that says so, and help. What is thrown is a bug.
 *
 * Integers of 64 bits are `bigint`, bytes are `Uint8Array`. Performance levels have no unit, frequencies are MHz, times are
 * seconds, widths and offsets of registers are bits, offsets and lengths of a `Place` are bytes.
 */

import type { GuestName } from '../grammar/guests.js';
import type { Code, Diagnostic } from './diagnostics/diagnostic.js';
import { ok, type Result } from './diagnostics/result.js';
import type { Compiled } from './emit/format.js';
import { liftTables } from './firmware/lifted.js';
import { namespaceOf } from './firmware/namespace.js';
import { firmwareProblems } from './firmware/rules/rules.js';
import { readSet, type SourceFile, type Sources } from './firmware/sources.js';
import { answersToDiagnostics, type GuestAnswer, judgeGuest } from './guest/judge.js';
import type { Verdict } from './guest/rule.js';
import { subjectOfFirmware, subjectOfTable } from './guest/subject.js';
import { contentsToJson } from './inspect/contents-json.js';
import { contentsOf } from './inspect/table-contents.js';

/** An AML table, the text of acpidump, or several tables one after another; `name` is what diagnostics call it. */
export type TableFile = SourceFile;

/** What one table says of processors, as `cppc-acpi inspect --json` prints it. */
export type TableFacts = ReturnType<typeof contentsToJson>;

/** Reads the tables of one machine, which may refer to each other, and finds every package of a `_CPC`'s shape in them. */
export function inspectTables(files: readonly TableFile[]): Result<readonly TableFacts[]> {
  const { tables, diagnostics } = readSet(files, 0);
  return ok(contentsOf(tables).map(contentsToJson), diagnostics);
}

/** What the rules of ACPI, and of those who read tables, say of the tables of one machine. */
export function checkTables(files: readonly TableFile[]): readonly Diagnostic[] {
  const sources = readSet(files, 0);
  const read = sources.tables.map(({ name, table: { terms } }) => ({ file: name, terms }));
  return [...sources.diagnostics, ...firmwareProblems(read, liftedOf(sources))];
}

/** What one guest does with tables: takes them and ranks its cores by them, takes them without ranking, or refuses them. */
export interface GuestJudgement {
  readonly guest: GuestName;
  readonly verdict: Verdict;
  /** Codes of the rules that the verdict rests on. */
  readonly because: readonly Code[];
  /** What it objects to, and what is good to know where it does not. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a guest does with the tables of one machine. `cpuModel` is QEMU's CPU model, where it is one of its guests. */
export function judgeTables(files: readonly TableFile[], guest: GuestName, cpuModel?: string): GuestJudgement {
  const sources = readSet(files, 0);
  const namespace = namespaceOf(sources.tables.map(({ table }) => table.terms));
  const whole = sources.tables.some(({ table }) => table.header.signature === 'DSDT');
  const known = { whole, ...(cpuModel !== undefined && { cpuModel }) };
  return judgementOf(judgeGuest(guest, subjectOfFirmware(liftedOf(sources), namespace, known)));
}

/** What a guest does with a compiled spec's table. */
export function judgeSpec({ table }: Compiled, guest: GuestName): GuestJudgement {
  return judgementOf(judgeGuest(guest, subjectOfTable(table)));
}

function judgementOf(answer: GuestAnswer): GuestJudgement {
  const { guest, verdict, because } = answer;
  return { guest, verdict, because, diagnostics: answersToDiagnostics([answer], () => undefined) };
}

function liftedOf({ tables }: Sources) {
  return liftTables(tables.map(({ table }) => table));
}

export type { CpcKey } from '../grammar/cpc.js';
export type { EncodingName } from '../grammar/encodings.js';
export type { GuestName } from '../grammar/guests.js';
export type { Release } from '../grammar/release.js';
export type { LayoutName, LevelKey, ObjectName } from '../grammar/spec-keys.js';
export { decodeTable, encodeTable } from './aml/table.js';
export type { AmlNode, AmlTable, GenericRegister } from './aml/tree.js';
export { printTable } from './asl/print.js';
export { compile, type SpecSource } from './compile.js';
export type { CpcEntries, CpcTable, CpcValue, Levels, Processor } from './cpc/ir.js';
export type { Severity } from './diagnostics/catalog/row.js';
export type { Code, Diagnostic, Place, SpecPath } from './diagnostics/diagnostic.js';
export { hasErrors } from './diagnostics/diagnostic.js';
export type { Result } from './diagnostics/result.js';
export type { Compiled, CompiledPart, Format, NamedContent, Output, Placement } from './emit/format.js';
export { defaultFormats, emitFormats, FORMATS, givenFormats } from './emit/formats.js';
export { guestsNamed } from './guest/names.js';
export type { Verdict } from './guest/rule.js';
