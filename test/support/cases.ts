import { test } from 'uvu';

/** Registers one test per row; the row's name and the title name the test. */
export function cases<Row extends { readonly name: string }>(
  title: string,
  rows: readonly Row[],
  check: (row: Row) => void | Promise<void>,
): void {
  for (const row of rows) test(`${title}: ${row.name}`, () => check(row));
}
