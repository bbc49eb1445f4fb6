import { printable } from '../../diagnostics/words.js';
import { COLOR_CODES } from './paint.js';

/** Lines for a person on standard output. Names and texts of inputs cannot send anything but our colors to the terminal. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(terminalText(`${lines.join('\n')}\n`));
}

export function printError(text: string): void {
  process.stderr.write(terminalText(text));
}

/** Text with line ends and the codes of `painter`, and no other control characters. */
function terminalText(text: string): string {
  return text
    .split(COLOR_CODES)
    .map((part, i) => (i % 2 === 1 ? part : part.split('\n').map(printable).join('\n')))
    .join('');
}
