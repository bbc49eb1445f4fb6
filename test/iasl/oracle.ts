import * as assert from 'uvu/assert';
import { printTable } from '../../src/asl/print.js';
import type { Compiled, CompiledPart } from '../../src/emit/format.js';
import { showsRegisters } from '../../src/iasl/registers.js';
import { compileAsl, disassemble } from '../../src/iasl/run.js';
import { sameBytes } from '../support/bytes.js';

/** Checksum, creator ID and creator revision: iasl puts in its own. ACPI 6.6 §5.2.6. */
export const OWN_FIELDS = [9, 28, 29, 30, 31, 32, 33, 34, 35];

const encoder = new TextEncoder();

/** The bytes that iasl makes of the text, which must give it no reason for a message. */
export async function iaslCompiles(asl: string): Promise<Uint8Array> {
  const made = await compileAsl(encoder.encode(asl));
  if (made.state !== 'made')
    throw new Error(`iasl: ${made.state} ${'messages' in made ? made.messages.join('\n') : ''}`);
  assert.equal(made.messages, []);
  return made.content;
}

/** Law 3: our ASL, compiled by iasl, is our AML. */
export async function iaslAgrees({ tree, notes, aml }: CompiledPart): Promise<void> {
  sameBytes(aml, await iaslCompiles(printTable(tree, notes)), "our AML beside iasl's", OWN_FIELDS);
}

let shows: Promise<boolean> | undefined;

/** Law 5: iasl shows every Register descriptor as one, and as many as the spec asks for. 20260408 shows none at all. */
export async function iaslShowsRegisters(compiled: Compiled): Promise<void> {
  shows ??= showsRegisters();
  if (!(await shows)) return;
  const texts = await Promise.all(compiled.parts.map(({ aml }) => disassembled(aml)));
  const whole = texts.join('\n');
  assert.is(whole.match(/\bRegister \(/g)?.length ?? 0, registersOf(compiled));
  const buffers = whole.match(/\bBuffer \((?!0x10\))/g) ?? [];
  assert.equal(buffers, [], 'a Buffer that is not the UUID of _OSC');
}

export async function disassembled(aml: Uint8Array): Promise<string> {
  const made = await disassemble(aml);
  if (made.state !== 'made') throw new Error(`iasl -d: ${made.state}`);
  return new TextDecoder().decode(made.content);
}

/** Counted on the trees: bytes that are wrong would be miscounted on both sides. */
function registersOf({ parts }: Compiled): number {
  const text = JSON.stringify(
    parts.map(({ tree }) => tree.terms),
    (_, value) => (typeof value === 'bigint' ? `${value}` : value),
  );
  return text.match(/"term":"ResourceTemplate","registers":\[\{[^{}]*\}\]/g)?.length ?? 0;
}
