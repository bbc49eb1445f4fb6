import { DESCRIPTION_HEADER } from '../../grammar/structures.js';
import { countRegisterTags } from '../aml/resource-template.js';
import { offsetOfField } from '../aml/structure.js';
import { decodeTable, encodeTable } from '../aml/table.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { printTable } from '../asl/print.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { canonicalBytes, isShortest } from './canonical.js';
import { compileAsl, disassemble, type IaslRun } from './run.js';

/** A difference of two tables, where they first differ. */
export interface Difference {
  readonly offset: number;
  /** Some bytes from there, in hex; empty behind the end. */
  readonly ours: string;
  readonly theirs: string;
}

const OWN_FIELDS = [
  ...range(offsetOfField(DESCRIPTION_HEADER, 'checksum'), 1),
  ...range(offsetOfField(DESCRIPTION_HEADER, 'creatorId'), 8),
];

function range(from: number, length: number): number[] {
  return Array.from({ length }, (_, i) => from + i);
}

/** The first byte that differs, but for who made the table and the checksum that follows from it. */
export function firstDifference(ours: Uint8Array, theirs: Uint8Array): Difference | undefined {
  const length = Math.max(ours.length, theirs.length);
  for (let offset = 0; offset < length; offset++) {
    if (ours[offset] === theirs[offset] || OWN_FIELDS.includes(offset)) continue;
    return { offset, ours: hex(ours, offset), theirs: hex(theirs, offset) };
  }
  return undefined;
}

function hex(bytes: Uint8Array, from: number): string {
  return Array.from(bytes.subarray(from, from + 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** One comparison, for a report. */
export interface Check {
  readonly name: string;
  readonly state: 'equal' | 'different' | 'failed' | 'skipped';
  readonly diagnostics: readonly Diagnostic[];
}

/** Our ASL, compiled by iasl, is our AML; where that is longer than need be, which ASL cannot say, it is the same terms. */
export async function checkAsl(file: string, tree: AmlTable, aml: Uint8Array): Promise<Check> {
  const shortest = isShortest(tree.terms);
  const name = `iasl compiles our ASL to ${shortest ? 'our AML' : 'the terms of our AML'}`;
  const made = await compileAsl(new TextEncoder().encode(printTable(tree)));
  if (made.state !== 'made') return unmade(name, file, 'compile', made);
  const difference = firstDifference(aml, made.content);
  const remarks = made.messages.length > 0 ? [diagnostic('iasl/remarked', { file }, { messages: made.messages })] : [];
  if (!difference) return { name, state: 'equal', diagnostics: remarks };
  if (!shortest) {
    const compared = compareTerms(name, file, tree.terms, aml, made.content);
    return { ...compared, diagnostics: [...remarks, ...compared.diagnostics] };
  }
  const place = { file, offset: difference.offset, length: 1 };
  return {
    name,
    state: 'different',
    diagnostics: [...remarks, diagnostic('iasl/differs', place, { ...difference, of: 'our ASL' })],
  };
}

/** What iasl disassembles and compiles again says the same, and every register is a Register in between. */
export async function checkDisassembly(file: string, tree: AmlTable): Promise<Check> {
  const name = 'iasl disassembles the AML and compiles it to the same terms';
  const { terms } = tree;
  // iasl cannot compile the quotes and backslashes that it copies from OEM ids.
  const aml = encodeTable({ ...tree, header: { ...tree.header, oemId: 'CPPC', oemTableId: 'CPPC' } });
  const asl = await disassemble(aml);
  if (asl.state !== 'made') return unmade(name, file, 'disassemble', asl);
  const shown = new TextDecoder().decode(asl.content).match(/\bRegister \(/g)?.length ?? 0;
  const held = countRegisters(terms);
  if (shown !== held) return different(name, diagnostic('iasl/registers-differ', { file }, { shown, held }));
  const made = await compileAsl(asl.content);
  if (made.state !== 'made') return unmade(name, file, 'compile its own disassembly of', made);
  if (!firstDifference(aml, made.content)) return { name, state: 'equal', diagnostics: [] };
  return compareTerms(name, file, terms, aml, made.content);
}

/** iasl writes some vendors' tables in fewer bytes; what they say must be the same. */
function compareTerms(name: string, file: string, terms: readonly AmlNode[], aml: Uint8Array, made: Uint8Array): Check {
  const again = decodeTable(made, file).value?.terms ?? [];
  const [ours, theirs] = [canonicalBytes(terms), canonicalBytes(again)];
  const offset = ours.findIndex((byte, i) => byte !== theirs[i]);
  if (offset < 0 && ours.length === theirs.length) {
    const facts = { before: aml.length, after: made.length };
    return { name, state: 'equal', diagnostics: [diagnostic('iasl/rewrites', { file }, facts)] };
  }
  const from = offset < 0 ? ours.length : offset;
  const facts = {
    offset: from,
    ours: hex(ours, from),
    theirs: hex(theirs, from),
    of: 'the table, in its shortest form',
  };
  return different(name, diagnostic('iasl/differs', { file }, facts));
}

function different(name: string, problem: Diagnostic): Check {
  return { name, state: 'different', diagnostics: [problem] };
}

function unmade(name: string, file: string, what: string, run: Exclude<IaslRun, { state: 'made' }>): Check {
  switch (run.state) {
    case 'missing':
      return { name, state: 'skipped', diagnostics: [] };
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

/** Register descriptors anywhere in the terms, malformed ones too: those iasl does not show as a Register. */
export function countRegisters(terms: readonly AmlNode[]): number {
  return terms.reduce((sum, node) => sum + ownRegisters(node) + countRegisters(innerNodes(node)), 0);
}

function ownRegisters(node: AmlNode): number {
  if (node.term === 'ResourceTemplate') return node.registers.length;
  return node.term === 'DefBuffer' ? countRegisterTags(node.bytes) : 0;
}
