export interface Column<Row> {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => string;
}

/** Rows under their titles, two spaces between the columns. */
export function columns<Row>(of: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const cells = [of.map((column) => column.title), ...rows.map((row) => of.map((column) => column.cell(row)))];
  const widths = of.map((_, i) => cells.reduce((most, line) => Math.max(most, (line[i] ?? '').length), 0));
  const padded = (text: string, i: number) =>
    of[i]?.align === 'right' ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
  return cells.map((line) => line.map(padded).join('  ').trimEnd());
}
