// Law 6: what `evaluate` says equals what ACPICA's own interpreter says, with every byte of a region the same.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { decodeTables } from '../../src/aml/table.js';
import { type Machine, machineOf } from '../../src/evaluate/machine.js';
import type { Value } from '../../src/objects/model.js';
import { outside } from '../support/outside.js';

/** What acpiexec says of each path, one after the other in one machine: a value, `nothing`, or the error's name. */
export async function acpiexecAnswers(
  tables: readonly Uint8Array[],
  paths: readonly string[],
  fill: number,
  limit = LIMIT_MS,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cppc-acpi-'));
  try {
    const names = tables.map((_, i) => `${i}.aml`);
    for (const [i, bytes] of tables.entries()) await writeFile(join(folder, `${i}.aml`), bytes);
    const input = [...paths.map((path) => `evaluate ${path}`), 'quit', ''].join('\n');
    const options = { cwd: folder, input, reject: false, timeout: limit } as const;
    const { stdout, stderr } = await execa(outside('acpiexec'), ['-di', '-dr', '-fv', String(fill), ...names], options);
    if (CORRUPT.test(stdout) || CORRUPT.test(stderr)) throw new LeftOutError('corrupt', stderr.slice(-300));
    return answersOf(stdout, paths.length);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Answers of acpiexec that say nothing. `corrupt`: it has lost count of references and uses memory that it has freed, or
 * has crashed. `stopped`: it gave fewer answers than it was asked for, or took too long.
 */
export class LeftOutError extends Error {
  readonly why: 'corrupt' | 'stopped';

  constructor(why: LeftOutError['why'], output: string) {
    super(`acpiexec: ${why}\n${output}`);
    this.why = why;
  }
}

/** acpiexec takes some 100 ms for a table of random methods. */
const LIMIT_MS = 20_000;

const CORRUPT =
  /is not an ACPI Operand object|No object attached to node|No pointer back to namespace node|Segmentation Fault|Large Reference Count|Invalid descriptor|Unknown AML opcode|found \[(?:Mutex|Debug|Cached)/;

function answersOf(output: string, count: number): string[] {
  const parts = output.split(/^Evaluating .*$/m).slice(1);
  if (parts.length !== count) throw new LeftOutError('stopped', `${parts.length} of ${count} answers`);
  return parts.map(answerOf);
}

function answerOf(text: string): string {
  const [, status] = /failed with status (AE_\w+)/.exec(text) ?? [];
  if (status) return status;
  if (/^No object was returned/m.test(text)) return 'nothing';
  const [, tree = ''] = /returned object .*\n([\s\S]*)/.exec(text) ?? [];
  return [...tree.matchAll(ITEM)].map(wordOf).join(' ');
}

const ITEM =
  /\[Integer\] = ([0-9A-F]+)|\[String\] Length ([0-9A-F]+) = (".*")|\[Buffer\] Length ([0-9A-F]+) = *\n?((?: *[0-9A-F]{4}: .*\n?)*)|\[Package\] Contains (\d+) Elements|\[Object Reference\] = .*?Name (\w+)|\[Null Object\]/g;

function wordOf([, integer, length, string, size, rows, count, name]: RegExpMatchArray): string {
  if (integer !== undefined) return `0x${BigInt(`0x${integer}`).toString(16)}`;
  if (string !== undefined) return stringWord(Number.parseInt(length ?? '', 16), string.slice(1, -1));
  if (size !== undefined) return `buffer(${bytesOf(rows ?? '')})`;
  if (count !== undefined) return `package(${count})`;
  return name === undefined ? 'null' : `object(${name.replace(/(?!^)_+$/, '')})`;
}

/** acpiexec escapes what is not plain text, and cuts long texts. */
function stringWord(length: number, text: string): string {
  return /^[\w .,()[\]]{0,100}$/.test(text) && text.length === length ? `"${text}"` : `string(${length})`;
}

function bytesOf(rows: string): string {
  return [...rows.matchAll(/[0-9A-F]{4}: ((?:[0-9A-F]{2} )*)/g)]
    .map(([, bytes = '']) => bytes.trim())
    .join(' ')
    .toLowerCase();
}

let version: number | undefined;

/** Of the acpiexec that is here: 0x20200925. The evaluator answers as this version where versions differ. */
export function acpiexecVersion(): number {
  if (version === undefined) {
    const { stdout } = execaSync(outside('acpiexec'), ['-v']);
    const [, digits] = /version (\d{8})/.exec(stdout) ?? [];
    if (!digits) throw new Error(`acpiexec -v: ${stdout}`);
    version = Number(`0x${digits}`);
  }
  return version;
}

/** The same in our words. */
export function ourAnswers(
  tables: readonly Uint8Array[],
  paths: readonly string[],
  fill: number,
  acpica = acpiexecVersion(),
): string[] {
  const decoded = decodeTables(tables.map((bytes, i) => ({ bytes, file: `${i}.aml` })));
  const machine = machineOf(
    decoded.flatMap(({ value }) => (value ? [value] : [])),
    { fill, acpica },
  );
  return paths.map((path) => ourAnswer(machine, path));
}

function ourAnswer(machine: Machine, path: string): string {
  const [way, ...others] = machine.evaluate(path)?.ways ?? [];
  if (!way) return 'not there';
  if (others.length > 0) return `${others.length + 1} ways`;
  const { outcome } = way;
  switch (outcome.kind) {
    case 'value':
      return words(outcome.value).join(' ');
    case 'fails':
      return outcome.status;
    case 'nothing':
      return 'nothing';
    default:
      return `not followed: ${outcome.bound}`;
  }
}

function words(value: Value | undefined): string[] {
  switch (value?.type) {
    case undefined:
      return ['null'];
    case 'Integer':
      return [`0x${value.value.toString(16)}`];
    case 'String':
      return [stringWord(value.text.length, value.text)];
    case 'Buffer':
      return [`buffer(${Array.from(value.bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')})`];
    case 'Package':
      return [`package(${value.elements.length})`, ...value.elements.flatMap(words)];
    case 'Object':
      return [`object(${value.entity.node.segment})`];
    case 'Unknown':
    case 'RefOf':
    case 'Index':
    case 'Debug':
      return [value.type === 'Unknown' ? `unknown ${value.text}` : value.type];
  }
}
