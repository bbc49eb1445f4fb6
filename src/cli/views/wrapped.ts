/** Width of what is printed where the terminal's is not known, and the width below which lines do not shrink. */
const WIDEST = 80;
const NARROWEST = 60;

export function widthFor(terminal: number | undefined): number {
  return Math.max(NARROWEST, terminal ?? WIDEST);
}

/** Breaks a line between its words. */
export function wrapped(text: string, width: number): string[] {
  return hanging(text, width, 0);
}

/** The same, with the lines after the first indented. */
export function hanging(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  for (const word of wordsIn(text, width - indent)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push((lines.length > 0 ? ' '.repeat(indent) : '') + word);
  }
  return lines;
}

function wordsIn(text: string, width: number): string[] {
  return keptTogether(text, width)
    .split(' ')
    .map((word) => word.replaceAll(KEPT, ' '));
}

const KEPT = '\0';

/** What stands in parentheses is one word, if it fits on a line; else what stands in those inside. */
function keptTogether(text: string, width: number): string {
  return text.replace(PARENTHESES, (whole) => {
    if (whole.length <= width) return whole.replaceAll(' ', KEPT);
    return `(${keptTogether(whole.slice(1, -1), width)})`;
  });
}

const PARENTHESES = /\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)/g;
