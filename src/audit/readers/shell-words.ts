// Splits a script, the log of libvirt or the output of `qm showcmd` into commands and words as a POSIX shell does: quotes,
// backslashes, comments. Variables stay as they are written, and a list in round brackets, such as an array of Bash, is a
// command of its own. /proc/PID/cmdline has NULs between the words, and no quotes.

import { MOST_WORDS } from '../../../grammar/qemu-options.js';

/** A word with the offset of its first character, and whether a shell would put in a value that is not known. */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
  readonly hasVariable: boolean;
}

/** The commands of a text; undefined if it has too many words. */
export function shellCommands(text: string): readonly (readonly ShellWord[])[] | undefined {
  if (text.includes('\0')) return nulWords(text);
  const commands: ShellWord[][] = [[]];
  const reading: Reading = { text, at: 0, depth: 0 };
  for (let words = 0; reading.at < text.length; ) {
    const sign = text.charAt(reading.at);
    if (/[ \t\r]/.test(sign)) reading.at += 1;
    else if (sign === '\\' && /^\\\r?\n/.test(text.slice(reading.at, reading.at + 3))) reading.at += lineEnd(reading);
    else if (sign === '#') reading.at = endOfLine(reading);
    else if (/[\n;|&()]/.test(sign)) separate(reading, commands, sign);
    else {
      if (++words > MOST_WORDS) return undefined;
      commands.at(-1)?.push(wordAt(reading));
    }
  }
  return commands.filter((command) => command.length > 0);
}

function nulWords(text: string): readonly (readonly ShellWord[])[] | undefined {
  const words: ShellWord[] = [];
  let start = 0;
  for (const word of text.split('\0', MOST_WORDS + 1)) {
    words.push({ text: word, start, hasVariable: false });
    start += word.length + 1;
  }
  return words.length > MOST_WORDS ? undefined : [words.at(-1)?.text.trim() === '' ? words.slice(0, -1) : words];
}

interface Reading {
  readonly text: string;
  at: number;
  /** Open round brackets, in which line ends separate words only. */
  depth: number;
}

function lineEnd({ text, at }: Reading): number {
  return text.charAt(at + 1) === '\r' ? 3 : 2;
}

function endOfLine({ text, at }: Reading): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function separate(reading: Reading, commands: ShellWord[][], sign: string): void {
  reading.at += 1;
  if (sign === '(') reading.depth += 1;
  if (sign === ')') reading.depth = Math.max(0, reading.depth - 1);
  const isEmpty = commands.at(-1)?.length === 0;
  if (!isEmpty && (sign !== '\n' || reading.depth === 0)) commands.push([]);
}

function wordAt(reading: Reading): ShellWord {
  const { text, at: start } = reading;
  let [word, hasVariable] = ['', false];
  for (; reading.at < text.length && !/[\s;|&()]/.test(text.charAt(reading.at)); ) {
    const sign = text.charAt(reading.at);
    if (sign === "'") word += single(reading);
    else if (sign === '"') {
      const quoted = double(reading);
      word += quoted;
      hasVariable ||= /[$`]/.test(quoted);
    } else if (sign === '\\') word += escapedIn(reading);
    else {
      word += sign;
      hasVariable ||= sign === '$' || sign === '`';
      reading.at += 1;
      if (sign === '$' && text.charAt(reading.at) === '{') word += bracesIn(reading);
    }
  }
  return { text: word, start, hasVariable };
}

function escapedIn(reading: Reading): string {
  const next = reading.text.slice(reading.at + 1, reading.at + 2);
  reading.at += 2;
  return next === '\n' ? '' : next;
}

function single(reading: Reading): string {
  const end = reading.text.indexOf("'", reading.at + 1);
  const value = reading.text.slice(reading.at + 1, end < 0 ? undefined : end);
  reading.at = end < 0 ? reading.text.length : end + 1;
  return value;
}

/** Inside of double quotes, a backslash escapes only these. */
function double(reading: Reading): string {
  const { text, at } = reading;
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
  reading.at = Math.min(text.length, end + 1);
  return text
    .slice(at + 1, end)
    .replace(/\\\n/g, '')
    .replace(/\\([$`"\\])/g, '$1');
}

function bracesIn(reading: Reading): string {
  const end = reading.text.indexOf('}', reading.at);
  const value = reading.text.slice(reading.at, end < 0 ? undefined : end + 1);
  reading.at += value.length;
  return value;
}
