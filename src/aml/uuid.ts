import { integer } from './integer.js';
import type { NodeOf } from './tree.js';

/** Which byte of the Buffer each pair of digits is: the first three groups are little-endian. ACPI 6.6 §19.6.142. */
const GROUPS = [
  [3, 2, 1, 0],
  [5, 4],
  [7, 6],
  [8, 9],
  [10, 11, 12, 13, 14, 15],
];
const ORDER = GROUPS.flat();

/** The Buffer that `ToUUID` makes of a text like 0811b06e-4a27-44f9-8d60-3cbbc22e7b48. */
export function uuidBuffer(text: string): NodeOf<'DefBuffer'> {
  const pairs = text.replaceAll('-', '').match(/../g) ?? [];
  const bytes = new Uint8Array(ORDER.length);
  for (const [i, at] of ORDER.entries()) bytes[at] = Number.parseInt(pairs[i] ?? '', 16);
  return { term: 'DefBuffer', bufferSize: integer(bytes.length), bytes };
}

/** The text of a Buffer of the size of a UUID; undefined for other sizes. */
export function uuidText({ bytes }: NodeOf<'DefBuffer'>): string | undefined {
  if (bytes.length !== ORDER.length) return undefined;
  const digits = (at: number) => (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return GROUPS.map((group) => group.map(digits).join('')).join('-');
}
