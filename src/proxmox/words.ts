// Proxmox splits the `args:` line with Text::ParseWords::shellwords of Perl, not with a shell. Both differ: inside of single
// quotes a backslash keeps the next quote from ending the text, and stays itself; inside of double quotes it escapes any
// character; an unclosed quote, or a backslash at the end, makes Perl return no words at all.

/** A word of `args:`, and where it stands there. */
export interface ArgsWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Perl's \s. */
const SPACES = ' \t\n\r\f\v';

/** The words of an `args:` line; undefined if Perl finds none because of a quote or a backslash at the end. */
export function splitArgs(line: string): readonly ArgsWord[] | undefined {
  const words: ArgsWord[] = [];
  let at = 0;
  while (at < line.length) {
    if (isSpace(line, at)) at += 1;
    else {
      const word = wordAt(line, at);
      if (!word) return undefined;
      words.push(word);
      at = word.end;
    }
  }
  return words;
}

function wordAt(line: string, start: number): ArgsWord | undefined {
  let quote = '';
  let text = '';
  let at = start;
  for (; at < line.length && (quote !== '' || !isSpace(line, at)); at++) {
    const character = line.charAt(at);
    if (character === '\\') {
      at += 1;
      if (at === line.length) return undefined;
      text += quote === "'" ? `\\${line.charAt(at)}` : line.charAt(at);
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else text += character;
  }
  return quote === '' ? { text, start, end: at } : undefined;
}

function isSpace(line: string, at: number): boolean {
  return SPACES.includes(line.charAt(at));
}

/** Quotes a word so that Proxmox reads it as one. A shell reads the same, unless it has `$` or a backquote. */
export function argsWord(text: string): string {
  return /^[\w./=,:@%+-]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
