import { printable } from '../../diagnostics/words.js';
import { hasLabel, labelled, wrapped } from '../../diagnostics/wrapped.js';
import { COLOR_CODES } from './paint.js';
import { messageWidth, widthFor } from './width.js';

/** Lines for a person on standard output. Names and texts of inputs cannot send anything but our colors to the terminal. */
export function printLines(lines: readonly string[]): void {
  const width = messageWidth(process.stdout);
  const fitted = lines.flatMap((line) => fittedLine(terminalText(line), width));
  process.stdout.write(`${fitted.join('\n')}\n`);
}

/** Wraps prose and tables. Code stays: entries of several lines, and indented lines, unless they begin with a label. */
function fittedLine(line: string, width: number): string[] {
  const isCode = line.includes('\n') || (line.startsWith('  ') && !hasLabel(line));
  return isCode ? [line] : labelled(line, width);
}

/** A message of several lines on standard error. */
export function printMessage(text: string): void {
  printError(fittedText(text, process.stderr));
}

/** Help, whose lists commander has wrapped: a line behind them is a paragraph. */
export function printHelp(text: string): void {
  const width = widthFor(process.stdout.columns);
  const lines = text
    .split('\n')
    .flatMap((line) => (hasLabel(line) ? labelled(line, width) : helpParagraph(line, width)));
  process.stdout.write(lines.join('\n'));
}

function helpParagraph(line: string, width: number): string[] {
  return line.startsWith('  ') ? [line] : wrapped(line, width);
}

function fittedText(text: string, stream: Parameters<typeof messageWidth>[0]): string {
  const width = messageWidth(stream);
  const lines = text.split('\n').flatMap((line) => fittedLine(line, width));
  return lines.join('\n');
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
