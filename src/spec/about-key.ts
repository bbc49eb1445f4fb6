import type { KeyRow } from '../../grammar/spec-keys.js';
import { list } from '../diagnostics/words.js';

/** The meaning of a key in sentences, with its unit, its requirements and its default. */
export function aboutKey(row: KeyRow): string {
  const parts = [
    row.about,
    ...(row.unit && row.unit !== row.about ? [`in ${row.unit}`.replace('in unitless', 'unitless')] : []),
  ];
  const { layouts = [], requires = [] } = row as Partial<Record<'layouts' | 'requires', readonly string[]>>;
  const sentences = [
    parts.join('; '),
    ...(layouts.length === 1 ? [`For layout ${layouts[0]}`] : []),
    ...(requires.length > 0 ? [`Requires ${list(requires, 'and')}`] : []),
    ...(row.otherwise === undefined ? [] : [`Default: ${row.otherwise}`]),
  ];
  return sentences.join('. ');
}
