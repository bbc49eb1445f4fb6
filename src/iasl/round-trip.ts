import { DESCRIPTION_HEADER } from '../../grammar/structures.js';
import { offsetOfField } from '../aml/structure.js';
import { decodeTable, encodeTable } from '../aml/table.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { printTable } from '../asl/print.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { canonicalBytes, isShortest } from './canonical.js';
import { differingRegisters } from './registers.js';
import { compileAsl, disassemble, type IaslRun } from './run.js';

/** The first difference of two tables. */
interface Difference {
  readonly offset: number;
  /** Some bytes from the offset, in hex; empty at the end of the table. */
  readonly ours: string;
  readonly theirs: string;
  /** Every other byte is equal. */
  readonly only: boolean;
}

const OWN_FIELDS = [
  ...range(offsetOfField(DESCRIPTION_HEADER, 'checksum'), 1),
  ...range(offsetOfField(DESCRIPTION_HEADER, 'creatorId'), 8),
];

function range(from: number, length: number): number[] {
  return Array.from({ length }, (_, i) => from + i);
}

/** The first byte that differs, except for the creator and the checksum. */
export function firstDifference(ours: Uint8Array, theirs: Uint8Array): Difference | undefined {
  const length = Math.max(ours.length, theirs.length);
  for (let offset = 0; offset < length; offset++) {
    if (ours[offset] === theirs[offset] || OWN_FIELDS.includes(offset)) continue;
    return differenceAt(ours, theirs, offset);
  }
  return undefined;
}

function differenceAt(ours: Uint8Array, theirs: Uint8Array, offset: number): Difference {
  const isLast = (i: number) => i <= offset || ours[i] === theirs[i] || OWN_FIELDS.includes(i);
  const only = ours.length === theirs.length && ours.every((_, i) => isLast(i));
  return { offset, ours: hexBytes(ours, offset), theirs: hexBytes(theirs, offset), only };
}

function hexBytes(bytes: Uint8Array, from: number): string {
  return Array.from(bytes.subarray(from, from + 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** One comparison of `verify`. */
export interface Check {
  readonly name: string;
  readonly state: 'equal' | 'different' | 'not compared' | 'failed' | 'skipped' | 'not run';
  readonly diagnostics: readonly Diagnostic[];
}

/** States of a check in which iasl made nothing. */
const NO_RESULT: readonly Check['state'][] = ['failed', 'skipped', 'not run'];

/** iasl compiles our ASL to our AML; or to its terms, if our AML is longer than necessary, which ASL cannot express. */
export async function checkAsl(file: string, tree: AmlTable, aml: Uint8Array): Promise<Check> {
  const shortest = isShortest(tree.terms);
  const name = `iasl compiles our ASL to ${shortest ? 'our AML' : 'the terms of our AML'}`;
  const made = await compileAsl(new TextEncoder().encode(printTable(tree)));
  if (made.state !== 'made') return unmade(name, file, 'compile', made);
  const difference = firstDifference(aml, made.content);
  const messages = made.messages.length > 0 ? [diagnostic('iasl/remarked', { file }, { messages: made.messages })] : [];
  if (!difference) return { name, state: 'equal', diagnostics: messages };
  if (made.messages.some(isOfEscape)) return notCompared(name, file, 'the ids in our ASL', made.messages);
  if (!shortest) {
    const compared = compareTerms(name, file, tree.terms, aml, made.content);
    return { ...compared, diagnostics: [...messages, ...compared.diagnostics] };
  }
  const place = { file, offset: difference.offset, length: 1 };
  return {
    name,
    state: 'different',
    diagnostics: [...messages, diagnostic('iasl/differs', place, { ...difference, of: 'our ASL' })],
  };
}

/** iasl disassembles and recompiles the table to the same terms, and disassembles every register as a Register. */
export async function checkDisassembly(file: string, tree: AmlTable): Promise<Check> {
  const name = 'iasl disassembles the AML and compiles it to the same terms';
  // iasl copies quotes and backslashes from OEM ids, and cannot compile them.
  const aml = encodeTable({ ...tree, header: { ...tree.header, oemId: 'CPPC', oemTableId: 'CPPC' } });
  const asl = await disassemble(aml);
  if (asl.state !== 'made') return unmade(name, file, 'disassemble', asl);
  const check = await checkRecompiled(name, file, { terms: tree.terms, aml, asl: asl.content });
  if (NO_RESULT.includes(check.state)) return check;
  const counts = await differingRegisters(tree.terms, asl.content);
  if (!counts) return check;
  const others = check.state === 'equal' ? [] : check.diagnostics;
  return different(name, ...others, diagnostic('iasl/registers-differ', { file }, counts));
}

/** "Invalid Hex/Octal Escape": iasl reads some bytes above 0x7F in the ids of a table as others. */
function isOfEscape(message: string): boolean {
  return /\b3055\b/.test(message);
}

function notCompared(name: string, file: string, of: string, messages: readonly string[]): Check {
  return { name, state: 'not compared', diagnostics: [diagnostic('iasl/not-compared', { file }, { of, messages })] };
}

interface Disassembled {
  readonly terms: readonly AmlNode[];
  readonly aml: Uint8Array;
  readonly asl: Uint8Array;
}

async function checkRecompiled(name: string, file: string, { terms, aml, asl }: Disassembled): Promise<Check> {
  const made = await compileAsl(asl);
  if (made.state === 'refused') return notCompared(name, file, 'its own disassembly', made.messages);
  if (made.state !== 'made') return unmade(name, file, 'compile its own disassembly of', made);
  if (!firstDifference(aml, made.content)) return { name, state: 'equal', diagnostics: [] };
  return compareTerms(name, file, terms, aml, made.content);
}

/** iasl encodes some vendors' tables in fewer bytes; the terms must be equal. */
function compareTerms(name: string, file: string, terms: readonly AmlNode[], aml: Uint8Array, made: Uint8Array): Check {
  const again = decodeTable(made, file).value?.terms ?? [];
  const [ours, theirs] = [canonicalBytes(terms), canonicalBytes(again)];
  const offset = ours.findIndex((byte, i) => byte !== theirs[i]);
  if (offset < 0 && ours.length === theirs.length) {
    const facts = { before: aml.length, after: made.length };
    return { name, state: 'equal', diagnostics: [diagnostic('iasl/rewrites', { file }, facts)] };
  }
  const difference = differenceAt(ours, theirs, offset < 0 ? ours.length : offset);
  const facts = { ...difference, of: 'the table in its shortest form' };
  return different(name, diagnostic('iasl/differs', { file }, facts));
}

function different(name: string, ...problems: readonly Diagnostic[]): Check {
  return { name, state: 'different', diagnostics: problems };
}

function unmade(name: string, file: string, what: string, run: Exclude<IaslRun, { state: 'made' }>): Check {
  switch (run.state) {
    case 'missing':
      return { name, state: 'skipped', diagnostics: [] };
    case 'no-scratch':
      return {
        name,
        state: 'not run',
        diagnostics: [
          diagnostic('iasl/no-temporary-files', undefined, { folder: run.folder, why: run.why, error: run.error }),
        ],
      };
    case 'failed':
      return { name, state: 'failed', diagnostics: [diagnostic('iasl/failed', { file }, { what, why: run.why })] };
    case 'refused':
      return {
        name,
        state: 'different',
        diagnostics: [diagnostic('iasl/refused', { file }, { what, messages: run.messages })],
      };
  }
}

/** Every run of iasl fails alike without a folder for its files; that is reported once. */
export function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const first = diagnostics.findIndex(({ code }) => code === 'iasl/no-temporary-files');
  return diagnostics.filter(({ code }, i) => code !== 'iasl/no-temporary-files' || i === first);
}
