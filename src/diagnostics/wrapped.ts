// Breaking lines for a terminal. What a person copies is never broken: it overflows instead.

/** Breaks a line between its words. */
export function wrapped(text: string, width: number): string[] {
  return hanging(text, width, 0);
}

/** The same, with the lines after the first indented. The indentation of the first line stays. */
export function hanging(text: string, width: number, indent: number): string[] {
  if (visibleLength(text) <= width) return [text];
  const start = ' '.repeat(leadingSpaces(text));
  const lines: string[] = [];
  for (const word of wordsIn(text.slice(start.length), width - indent)) {
    const last = lines.at(-1);
    if (last !== undefined && visibleLength(last) + 1 + visibleLength(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push((lines.length > 0 ? ' '.repeat(indent) : start) + word);
  }
  return lines;
}

/** A line whose first cell is a label, such as `help:`: the lines after the first start below the text. */
export function labelled(line: string, width: number): string[] {
  const label = LABEL.exec(line)?.[0];
  const indent = label === undefined ? Infinity : visibleLength(label);
  return hanging(line, width, indent < width / 2 ? indent : leadingSpaces(line) + 2);
}

/** `  help: `, `  - `, or text that two spaces end. */
const LABEL = /^ *(?:(?:help|spec|from): |- |\S+(?: \S+)* {2,})/;

export function hasLabel(line: string): boolean {
  return LABEL.test(line);
}

function leadingSpaces(line: string): number {
  return line.length - line.trimStart().length;
}

const ESCAPE = '\u001b';
const COLORS = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');

function visibleLength(text: string): number {
  return text.replace(COLORS, '').length;
}

function wordsIn(text: string, width: number): string[] {
  return keptTogether(text.replace(COPIED, joined), width)
    .split(' ')
    .map((word) => word.replaceAll(KEPT, ' '));
}

/** Commands and code in backticks, quoted names, lines of a spec such as `layout = "constant"`. */
const COPIED = /`[^`]*`|[\w.]+ = (?:"[^"]*"|[^" ]+)|"[^"]*"/g;

const KEPT = '\0';

function joined(text: string): string {
  return text.replaceAll(' ', KEPT);
}

/** What stands in parentheses is one word, if it fits on a line; else what stands in those inside. */
function keptTogether(text: string, width: number): string {
  return text.replace(PARENTHESES, (whole) => {
    if (visibleLength(whole) <= width) return joined(whole);
    return `(${keptTogether(whole.slice(1, -1), width)})`;
  });
}

const PARENTHESES = /\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)/g;
