import type { SpecPath } from '../../diagnostics/diagnostic.js';
import { keyOf, markUnreadable, type Reading, reject, wrongType } from '../reading.js';

/** Reads an array whole or not at all: a hole in it would shift the elements behind. */
export function readList<T>(
  reading: Reading,
  value: unknown,
  path: SpecPath,
  wanted: string,
  readElement: (reading: Reading, element: unknown, path: SpecPath) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(value)) return wrongType(reading, value, path, wanted);
  if (value.length === 0) return reject(reading, 'spec/empty', path, { key: keyOf(path), wanted });
  const elements = value.map((element, i) => readElement(reading, element, [...path, i]));
  if (!elements.includes(undefined)) return elements as T[];
  return markUnreadable(reading, path);
}

/** The words, unless one is there twice. */
export function withoutRepeats<W extends string>(
  reading: Reading,
  path: SpecPath,
  words: readonly W[] | undefined,
): readonly W[] | undefined {
  const repeated = words?.findIndex((word, i) => words.indexOf(word) < i) ?? -1;
  if (!words || repeated < 0) return words;
  return reject(reading, 'spec/repeated', [...path, repeated], { key: keyOf(path), value: words[repeated] ?? '' });
}
