import { hanging } from '../../diagnostics/wrapped.js';

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

const GAP = 2;

/** The same, with cells that wrap where the lines would be longer than `width`: the widest columns give way. */
export function columnsWithin<Row>(of: readonly Column<Row>[], rows: readonly Row[], width: number): string[] {
  const cells = rows.map((row) => of.map((column) => column.cell(row)));
  const widths = narrowed(
    of.map(({ title }, i) => Math.max(title.length, ...cells.map((line) => line[i]?.length ?? 0))),
    width - GAP * (of.length - 1),
  );
  const lines = cells.flatMap((line) => {
    const parts = line.map((text, i) => hanging(text, widths[i] ?? 0, 0));
    const most = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: most }, (_, at) => parts.map((part) => part[at] ?? ''));
  });
  const shown = of.map(({ title, align }, i) => ({ title, align, cell: (line: readonly string[]) => line[i] ?? '' }));
  return columns(shown, lines);
}

/** A cell that cannot wrap is wider than its column. */
const NARROWEST = 12;

function narrowed(widths: readonly number[], most: number): number[] {
  const narrow = [...widths];
  const widest = () => narrow.indexOf(Math.max(...narrow));
  let over = narrow.reduce((sum, one) => sum + one, 0) - most;
  for (; over > 0 && (narrow[widest()] ?? 0) > NARROWEST; over--) narrow[widest()] = (narrow[widest()] ?? 0) - 1;
  return narrow;
}
