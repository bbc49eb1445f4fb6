import { hex } from '../diagnostics/words.js';
import type { Unknown, Value } from './model.js';

/** Longer texts say nothing to a reader, and hostile code doubles a text with every line. */
const LONGEST = 240;
const MOST_SOURCES = 8;

export function unknownOf(text: string, path: string, as: Unknown['as']): Unknown {
  return { type: 'Unknown', text, key: path, as, from: [path] };
}

let oversized = 0;

/** The result of an operation on values of which some are unknown. */
export function derived(text: string, key: string, operands: readonly Value[], as: Unknown['as']): Unknown {
  const from = sourcesOf(operands);
  if (text.length <= LONGEST && key.length <= LONGEST * 4) return { type: 'Unknown', text, key, as, from };
  // The same operation on the same values may get another key: two conditions then are independent, which loses nothing.
  oversized++;
  return { type: 'Unknown', text: `a value of ${from.join(', ')}`, key: `#${oversized}`, as, from };
}

function sourcesOf(operands: readonly Value[]): readonly string[] {
  const unknown = operands.filter(isUnknown);
  const [first] = unknown;
  if (first && unknown.length === 1) return first.from;
  const all = unknown.flatMap(({ from }) => from);
  return [...new Set(all)].slice(0, MOST_SOURCES);
}

/** A value as ASL. */
export function textOf(value: Value | undefined): string {
  if (!value) return 'an uninitialized object';
  switch (value.type) {
    case 'Unknown':
      return value.text;
    case 'Integer':
      return value.value < 10n ? String(value.value) : hex(value.value);
    case 'String':
      return JSON.stringify(value.text.slice(0, LONGEST));
    case 'Buffer':
      return `Buffer (${value.bytes.length})`;
    case 'Package':
      return `Package (${value.elements.length})`;
    case 'Object':
      return value.entity.node.segment;
    default:
      return 'a reference';
  }
}

/** What code writes, as ASL; Integers in decimal, as elements are shown. */
export function writtenText(value: Value): string {
  return value.type === 'Integer' ? String(value.value) : textOf(value);
}

/** What is equal for equal values. */
export function keyOf(value: Value | undefined): string {
  if (value?.type === 'Unknown') return value.key;
  return value?.type === 'Buffer' ? `Buffer (${value.bytes.subarray(0, LONGEST).join()})` : textOf(value);
}

export function isUnknown(value: Value | undefined): value is Unknown {
  return value?.type === 'Unknown';
}
