/**
 * The library: compiles the text of a spec to ACPI tables, and reads the processors in tables of any firmware.
 *
 * Problems of an input are values, not exceptions: a function that can find them returns a `Result`. Its `value` is missing
 * if the work could not be done; then a diagnostic has the severity `error`. A diagnostic has a stable `code`, a place, the
 * section of the specification, and help. An exception is a bug.
 *
 * Integers of 64 bits are `bigint`, bytes are `Uint8Array`. Performance levels have no unit, frequencies are MHz, times are
 * seconds, widths and offsets of registers are bits, offsets and lengths of a `Place` are bytes.
 */

import type { GuestName } from '../grammar/guests.js';
import type { AmlTable } from './aml/tree.js';
import type { Code, Diagnostic } from './diagnostics/diagnostic.js';
import { ok, type Result } from './diagnostics/result.js';
import type { Compiled } from './emit/format.js';
import { machineFacts } from './firmware/facts.js';
import { firmwareProblems } from './firmware/rules/rules.js';
import { readSet, type SourceFile, type Sources } from './firmware/sources.js';
import { answersToDiagnostics, judgeGuest, type Unless } from './guest/judge.js';
import type { Verdict } from './guest/rule.js';
import { type GuestSubject, ownerOf, subjectOfFirmware, subjectOfTable } from './guest/subject.js';
import { contentsToJson } from './inspect/contents-json.js';
import { contentsOf } from './inspect/table-contents.js';

/** The bytes of an AML table, of acpidump's text, or of several tables in sequence; diagnostics show `name`. */
export type TableFile = SourceFile;

/**
 * Tables and processors of a machine, in the shape that `cppc-acpi inspect --json` prints: docs/firmware.md has its keys. Registers have
 * bits, `offset` and `length` bytes, frequencies MHz. Integers above 2^53-1 are decimal text.
 */
export type InspectedTables = ReturnType<typeof contentsToJson>;

/**
 * Reads the tables of one machine, and says what `_CPC`, `_PSD`, `_PCT` and `_PSS` of its processors are, on every way through the
 * code. Files that cannot be read are diagnostics with severity `error`; the value has the others.
 */
export function inspectTables(files: readonly TableFile[]): Result<InspectedTables> {
  const { tables, diagnostics } = readSet(files, 0);
  return ok(contentsToJson(contentsOf(tables)), diagnostics);
}

/** Checks the tables of one machine with the rules of ACPI and of the guests that read tables. */
export function checkTables(files: readonly TableFile[]): readonly Diagnostic[] {
  const sources = readSet(files, 0);
  const read = sources.tables.map(({ name, table }) => ({ file: name, table }));
  return [...sources.diagnostics, ...firmwareProblems(read, machineFacts(treesOf(sources)))];
}

/** The verdict of one guest: what it does with the tables. */
export interface GuestJudgement {
  readonly guest: GuestName;
  readonly verdict: Verdict;
  /** Codes of the rules that determine the verdict. */
  readonly because: readonly Code[];
  /** The verdict where the vendor of the host, which is not known, is this one. */
  readonly unless?: Unless;
  /** Problems and notes of this guest. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Predicts what a guest does with the tables of one machine. Give `cpuModel`, QEMU's CPU model, for a guest of QEMU. */
export function judgeTables(files: readonly TableFile[], guest: GuestName, cpuModel?: string): GuestJudgement {
  const tables = treesOf(readSet(files, 0));
  return judgementOf(guest, subjectOfFirmware(tables, machineFacts(tables), cpuModel));
}

/** Predicts what a guest does with the table of a compiled spec. */
export function judgeSpec({ table }: Compiled, guest: GuestName): GuestJudgement {
  return judgementOf(guest, subjectOfTable(table));
}

function judgementOf(guest: GuestName, subject: GuestSubject): GuestJudgement {
  const answer = judgeGuest(guest, subject);
  const { verdict, because, unless } = answer;
  return {
    guest,
    verdict,
    because,
    ...(unless && { unless }),
    diagnostics: answersToDiagnostics([answer], () => undefined, ownerOf(subject)),
  };
}

function treesOf({ tables }: Sources): AmlTable[] {
  return tables.map(({ table }) => table);
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
export type { CpcEntries, CpcTable, CpcValue, HostThreads, Levels, Processor } from './cpc/ir.js';
export type { Severity } from './diagnostics/catalog/row.js';
export type { Code, Diagnostic, Place, SpecPath } from './diagnostics/diagnostic.js';
export { hasErrors } from './diagnostics/diagnostic.js';
export type { Result } from './diagnostics/result.js';
export type { Compiled, CompiledPart, Format, NamedContent, Output, Placement } from './emit/format.js';
export { defaultFormats, emitFormats, FORMATS, givenFormats } from './emit/formats.js';
export { type Evaluation, type Machine, machineOf, type Outcome, type Way } from './evaluate/machine.js';
export type { Unless } from './guest/judge.js';

export type { Verdict } from './guest/rule.js';
export type { Unknown, Value } from './objects/model.js';
export { guestsNamed } from './versions/guest.js';
