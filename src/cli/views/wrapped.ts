/** Width of what is printed where the terminal's is not known, and the width below which lines do not shrink. */
const WIDEST = 80;
const NARROWEST = 60;

export function widthFor(terminal: number | undefined): number {
  return Math.max(NARROWEST, terminal ?? WIDEST);
}

/** Breaks a line between its words. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The same, with the lines after the first indented. */
export function hanging(text: string, width: number, indent: number): string[] {
  const [first = '', ...rest] = wrapped(text, width - indent);
  return [first, ...rest.map((line) => ' '.repeat(indent) + line)];
}
