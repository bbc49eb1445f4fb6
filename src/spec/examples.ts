import type { Example, KeyRow } from '../../grammar/spec-keys.js';

/** Values to show of a key; those of a choice, a number of few, or a boolean go without saying in its row. */
export function exampleValues(row: KeyRow): readonly Example[] {
  if (row.examples) return row.examples;
  if (row.form === 'boolean') return [row.default !== true];
  if (row.form !== 'choice' && row.form !== 'number') return [];
  const other = row.of.find((value) => value !== row.default);
  return other === undefined ? [] : [other];
}
