import { printable } from '../../diagnostics/words.js';
import { COLOR_CODES } from './paint.js';

/** Lines for a person on standard output. Names and texts of inputs cannot send anything but our colors to the terminal. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(terminalText(`${lines.join('\n')}\n`));
}

export function printError(text: string): void {
  process.stderr.write(terminalText(text));
}

/** A text from an input, byte for byte; a terminal gets it without control characters but tabs and line ends. */
export function printText(text: string): void {
  const shown = () => text.split(/(\r?\n|\t)/).map((part, i) => (i % 2 === 1 ? part : printable(part)));
  process.stdout.write(process.stdout.isTTY ? shown().join('') : text);
}

/** Text with line ends and the codes of `painter`, and no other control characters. */
function terminalText(text: string): string {
  return text
    .split(COLOR_CODES)
    .map((part, i) => (i % 2 === 1 ? part : part.split('\n').map(printable).join('\n')))
    .join('');
}
