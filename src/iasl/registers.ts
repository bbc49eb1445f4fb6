// A second witness beside the recompiled bytes: iasl shows a Register descriptor as `Register (…)` only when it is well
// formed. The disassembler of 20260408 shows every resource template as a plain Buffer, so it is asked first.

import { countRegisterTags } from '../aml/resource-template.js';
import type { AmlNode } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { compileAsl, disassemble } from './run.js';

/** How many Registers a disassembly shows, and how many the table has. */
interface RegisterCounts {
  readonly disassembled: number;
  readonly decoded: number;
}

/** The counts where they differ and iasl shows Registers at all. */
export async function differingRegisters(
  terms: readonly AmlNode[],
  disassembly: Uint8Array,
): Promise<RegisterCounts | undefined> {
  const counts = { disassembled: shownRegisters(disassembly), decoded: countRegisters(terms) };
  if (counts.disassembled === counts.decoded) return undefined;
  return counts.disassembled > 0 || (await showsRegisters()) ? counts : undefined;
}

function shownRegisters(disassembly: Uint8Array): number {
  return new TextDecoder().decode(disassembly).match(/\bRegister \(/g)?.length ?? 0;
}

const ONE_REGISTER = `DefinitionBlock ("", "SSDT", 2, "CPPC", "CPPC", 1) {
  Name (TEST, ResourceTemplate () { Register (SystemIO, 8, 0, 0x5F0, 1) })
}`;

/** Whether this iasl disassembles a well-formed Register as one. */
export async function showsRegisters(): Promise<boolean> {
  const made = await compileAsl(new TextEncoder().encode(ONE_REGISTER));
  if (made.state !== 'made') return false;
  const asl = await disassemble(made.content);
  return asl.state === 'made' && shownRegisters(asl.content) === 1;
}

/** Register descriptors anywhere in the terms, also malformed ones, which iasl does not show as a Register. */
export function countRegisters(terms: readonly AmlNode[]): number {
  return terms.reduce((sum, node) => sum + ownRegisters(node) + countRegisters(innerNodes(node)), 0);
}

function ownRegisters(node: AmlNode): number {
  if (node.term === 'ResourceTemplate') return node.registers.length;
  return node.term === 'DefBuffer' ? countRegisterTags(node.bytes) : 0;
}
