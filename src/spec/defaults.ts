import type { KeyRow } from '../../grammar/spec-keys.js';
import type { ValueOf } from './spec.js';

/** The values of the keys that have a default. */
type Defaults<Rows extends readonly KeyRow[]> = {
  readonly [R in Extract<Rows[number], { default: unknown }> as R['key']]: ValueOf<R>;
};

/** The default values of the keys that have one. */
export function defaultsOf<Rows extends readonly KeyRow[]>(rows: Rows): Defaults<Rows> {
  const pairs = rows.flatMap((row) => (row.default === undefined ? [] : [[row.key, row.default]]));
  return Object.fromEntries(pairs) as Defaults<Rows>;
}
