// Damage to texts and bytes, as an editor, a disk or an enemy does it.

import type { Random } from '../support/random.js';

const NUMBERS = [
  ...['0', '-1', '1', '2', '255', '256', '4095', '4096', '65535', '65536', '4294967295', '4294967296', '1e3', '1.5'],
  ...[
    '9007199254740993',
    '18446744073709551615',
    '18446744073709551616',
    '0x',
    '0xFFFFFFFFFFFFFFFF',
    '-0',
    'nan',
    'inf',
  ],
];

const ODDITIES = [
  ...[
    '',
    ' ',
    '\t',
    '\r',
    '\n',
    '\r\n',
    '\0',
    '\u001b[31m',
    '\u009b2J',
    '\uFEFF',
    '\u202e',
    '\ud83d\ude00',
    'é',
    '\u2028',
  ],
  ...['"', "'", '"""', "'''", '\\', '\\u0000', '[', ']', '[[', ']]', '{', '}', '=', '.', ',', '#', '<', '>', '&', '/>'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'length', 'undefined', 'null'],
];

/** A text with some of its tokens, lines or characters changed; `words` are what may come in. */
export function mutatedText(text: string, random: Random, words: readonly string[], others: readonly string[]): string {
  let mutated = text;
  for (let i = random.below(random.one([1, 2, 4, 12])); i >= 0; i--) {
    mutated = random.one(TEXT_MUTATIONS)(mutated, random, words, others);
  }
  return mutated;
}

/** One of the texts, mutated most times. */
export function mutatedOne(texts: readonly string[], random: Random, words: readonly string[]): string {
  const start = random.one(texts);
  return random.below(8) === 0 ? start : mutatedText(start, random, words, texts);
}

type TextMutation = (text: string, random: Random, words: readonly string[], others: readonly string[]) => string;

const TEXT_MUTATIONS: readonly TextMutation[] = [
  (text, random, words) => inTokens(text, random, () => word(random, words)),
  (text, random, words) => inTokens(text, random, (token) => token + word(random, words)),
  (text, random) => inTokens(text, random, () => ''),
  (text, random) => inTokens(text, random, () => random.one(NUMBERS), /^-?\d/),
  (text, random) => inTokens(text, random, (token) => String(Number(token) + random.below(5) - 2), /^\d+$/),
  (text, random) => inLines(text, random, (line) => [line, line]),
  (text, random) => inLines(text, random, () => []),
  (text, random) => inLines(text, random, (line, lines) => [random.one(lines), line]),
  (text, random, _, others) => inLines(text, random, (line) => [line, random.one(random.one(others).split('\n'))]),
  (text, random) => inCharacters(text, random, () => random.one(ODDITIES)),
  (text, random) =>
    inCharacters(text, random, (character) =>
      String.fromCharCode((character.charCodeAt(0) || 0) ^ (1 << random.below(8))),
    ),
  (text, random) => (random.below(4) === 0 ? text.slice(0, random.below(text.length + 1)) : text),
  (text, random, _, others) => (random.below(4) === 0 ? crossed(text, random.one(others), random) : text),
  (text, random) => (random.below(8) === 0 ? repeated(text, random) : text),
];

function word(random: Random, words: readonly string[]): string {
  return random.one([words, words, NUMBERS, ODDITIES].map((of) => random.one(of)));
}

function inTokens(text: string, random: Random, change: (token: string) => string, which = /\S/): string {
  const tokens = text.match(/[A-Za-z_][\w.-]*|-?[0-9]\w*|"[^"\n]*"|'[^'\n]*'|\s+|./gsu) ?? [];
  const places = tokens.flatMap((token, i) => (which.test(token) ? [i] : []));
  if (places.length === 0) return text;
  const place = random.one(places);
  return tokens.map((token, i) => (i === place ? change(token) : token)).join('');
}

function inLines(text: string, random: Random, change: (line: string, lines: readonly string[]) => string[]): string {
  const lines = text.split('\n');
  const place = random.below(lines.length);
  return lines.flatMap((line, i) => (i === place ? change(line, lines) : [line])).join('\n');
}

function inCharacters(text: string, random: Random, change: (character: string) => string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + change(text.charAt(at)) + text.slice(at + random.below(2));
}

function crossed(text: string, other: string, random: Random): string {
  return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
}

/** A piece many times over: depth and length are where readers give up. */
function repeated(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const piece = text.slice(at, at + 1 + random.below(40));
  return text.slice(0, at) + piece.repeat(random.one([2, 10, 100, 1000])) + text.slice(at);
}

const BYTES = [
  0x00, 0x01, 0x0e, 0x10, 0x11, 0x12, 0x14, 0x2e, 0x2f, 0x3f, 0x40, 0x5b, 0x5c, 0x5e, 0x7f, 0x80, 0xa0, 0xcf, 0xff,
];

/** Bytes with some changed, left out, put in, or copied from elsewhere. */
export function mutatedBytes(bytes: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  let mutated: Uint8Array = bytes.slice();
  for (let i = random.below(random.one([1, 2, 4, 12])); i >= 0; i--) {
    mutated = random.one(BYTE_MUTATIONS)(mutated, random, others);
  }
  return mutated;
}

type ByteMutation = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const BYTE_MUTATIONS: readonly ByteMutation[] = [
  (bytes, random) => written(bytes, random, random.below(0x100)),
  (bytes, random) => written(bytes, random, random.one(BYTES)),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return written(bytes, random, (bytes[at] ?? 0) ^ (1 << random.below(8)), at);
  },
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), random.below(9), new Uint8Array()),
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, random.bytes(8)),
  (bytes, random, others) =>
    spliced(bytes, random.below(bytes.length + 1), random.below(64), piece(random.one(others), random)),
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, piece(bytes, random)),
  (bytes, random) => (random.below(6) === 0 ? bytes.slice(0, random.below(bytes.length + 1)) : bytes),
];

function written(bytes: Uint8Array, random: Random, value: number, at = random.below(bytes.length)): Uint8Array {
  if (at < bytes.length) bytes[at] = value;
  return bytes;
}

function spliced(bytes: Uint8Array, at: number, gone: number, put: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);
}

function piece(of: Uint8Array, random: Random): Uint8Array {
  const from = random.below(of.length + 1);
  return of.subarray(from, from + random.below(80));
}
