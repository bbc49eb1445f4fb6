import type { Example, KeyRow } from '../../grammar/spec-keys.js';

/** Example values of a key: those of its row, or another value than the default of a choice, a number or a boolean. */
export function exampleValues(row: KeyRow): readonly Example[] {
  if (row.examples) return row.examples;
  if (row.form === 'boolean' || row.form === 'boolean-or-auto') return [row.default !== true];
  if (row.form !== 'choice' && row.form !== 'number') return [];
  const other = row.of.find((value) => value !== row.default);
  return other === undefined ? [] : [other];
}
