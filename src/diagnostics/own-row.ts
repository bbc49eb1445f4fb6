/** The row of a table for a word of an input. Words such as `constructor` have no row, although every object has the name. */
export function ownRow<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
