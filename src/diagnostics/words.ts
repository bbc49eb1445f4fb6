/** `1 byte`, `2 bytes`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `2,000,000`. toLocaleString would load the words of all languages, which takes as long as a small table. */
export function thousands(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function list(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** At most four names; of more, three and a count. */
export function some(names: readonly string[]): string {
  return names.length <= 4 ? list(names, 'and') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** ` (and 3 more vCPUs)`; empty for none. */
export function andMore(more: number, what: string): string {
  return more > 0 ? ` (and ${count(more, `more ${what}`, `more ${what}s`)})` : '';
}

/** `2026-02-03 08:15 UTC` */
export function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

/** `vCPU 4`, `vCPUs 4-15`: numbers as the text of a set. */
export function numbered(what: string, numbers: string): string {
  return `${what}${isSeveral(numbers) ? 's' : ''} ${short(numbers)}`;
}

/** The verb for such numbers. */
export function has(numbers: string): string {
  return isSeveral(numbers) ? 'have' : 'has';
}

/** Whether the text of a set has several numbers. */
export function isSeveral(numbers: string): boolean {
  return /[,-]/.test(numbers);
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function quoted(text: string): string {
  return `"${short(text)}"`;
}

export function hex(value: number | bigint): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}

/**
 * Control characters (C0, DEL, C1), line and paragraph separators, and marks that reorder text. Unicode 16.0 §23.2. Lone
 * surrogates, U+FFFE and U+FFFF are no characters, and XML 1.0 forbids them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

const MEBIBYTE = 1024 * 1024;

/** The size of a cache. */
export function sizeText(bytes: number): string {
  return bytes % MEBIBYTE === 0 ? `${bytes / MEBIBYTE} MiB` : `${bytes / 1024} KiB`;
}

/** Text from an input, as one line: a terminal would execute control characters, and reorder text around marks. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '?');
}

/** True for text that `printable` would not change. */
export function isPrintable(text: string): boolean {
  return printable(text) === text;
}

/** A JSON or TOML text with the same values, whose strings have escapes for such characters. Its line ends stay. */
export function escapedText(text: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(UNPRINTABLE, (character) => (character === '\n' ? character : escaped(character)));
}

/** A value as JSON that a terminal can show. */
export function jsonText(value: unknown): string {
  return `${escapedText(JSON.stringify(value, null, 2))}\n`;
}

/** Input in a message: shortened, and without control characters. */
export function short(text: string, most = 60): string {
  const clean = printable(text);
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

/** The first messages of iasl; only errors, if there are any. */
export function quotedMessages(messages: readonly string[]): string {
  const errors = messages.filter((message) => message.includes(' error '));
  const shown = errors.length > 0 ? errors : messages;
  return shown
    .slice(0, 3)
    .map((message) => short(message.replace(/ +/g, ' '), 120))
    .join('; ');
}
