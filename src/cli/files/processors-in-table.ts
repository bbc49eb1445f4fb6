import { TERMS } from '../../../grammar/aml-terms.js';
import { ByteReader } from '../../aml/bytes.js';
import { decodeNameString } from '../../aml/name-string.js';
import { decodePkgLength } from '../../aml/pkg-length.js';
import { HEADER_BYTES } from '../../aml/table.js';

/**
 * The paths of the Scopes at the top of an AML table that cppc-acpi made: those of its processors, and \_SB for the terms that
 * all of them share. Only these terms are read, so a hostile table costs no more than its length. Undefined for other tables.
 */
export function scopesOfAml(bytes: Uint8Array): readonly string[] | undefined {
  const scopes: string[] = [];
  try {
    const from = new ByteReader(bytes, HEADER_BYTES);
    while (from.left > 0) {
      const opcode = from.u8();
      const body = from.part(decodePkgLength(from).bodyLength);
      if (opcode === SCOPE) scopes.push(decodeNameString(body));
      else if (opcode !== IF) return undefined;
    }
    return scopes;
  } catch {
    return undefined;
  }
}

const [SCOPE, IF] = (['DefScope', 'DefIf'] as const).map((term) => TERMS.find((row) => row.term === term)?.opcode[0]);

/** The same of the ASL of such a table. */
export function scopesOfAsl(text: string): readonly string[] {
  return Array.from(text.matchAll(/^ {4}Scope \(([^)\n]*)\)$/gm), ([, path = '']) => path);
}
