/** Width of what is printed where the terminal's is not known, and the width below which lines do not shrink. */
const WIDEST = 80;
const NARROWEST = 60;

/** The width of tables. */
export function widthFor(terminal: number | undefined): number {
  return Math.max(NARROWEST, terminal || WIDEST);
}

/** The width of messages: files and pipes get them in one line, so that tools find them. */
export function messageWidth(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return stream.isTTY ? widthFor(stream.columns) : Number.POSITIVE_INFINITY;
}
