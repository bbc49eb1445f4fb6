// Reading text of a guest or of QEMU line by line, in linear time: it may be megabytes of one line, or of empty lines.

/** More of a line helps nobody, and patterns can take quadratic time on a long line. */
const MOST_LINE = 1000;

/** The beginning of the line around a character, and where the line ends. */
export function lineAround(text: string, at: number): { readonly line: string; readonly end: number } {
  const start = text.lastIndexOf('\n', at) + 1;
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return { line: text.slice(start, Math.min(end, start + MOST_LINE)), end };
}

/** The beginnings of the lines. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, Math.min(end, start + MOST_LINE));
    start = end + 1;
  }
}

/** The beginnings of the lines, from the last to the first. */
export function* linesBackwards(text: string): Generator<string> {
  for (let end = text.length; end >= 0; ) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    yield text.slice(start, Math.min(end, start + MOST_LINE));
    end = start - 1;
  }
}
