// Merges options of a spec into the `args:` line of a Proxmox VM. The line is split into words as Proxmox splits it; the
// words are read as options. An option of the spec replaces the value of the same option that is there (the same table,
// property or device), or is added at the end. Options of an earlier build that nothing replaces are removed. Every other
// byte of the line stays.

import { isOurTable } from '../emit/our-tables.js';
import { valueOfKey } from '../emit/qemu-value.js';
import type { QemuOption } from '../hyperv/qemu-flags.js';
import { type ArgsWord, argsWord } from './words.js';

/** An option of the line; its value is missing where the next word begins with `-`. */
export interface PassedOption {
  readonly option: string;
  readonly value: string;
  readonly words: readonly [ArgsWord, ArgsWord?];
}

/** What an option of the line was, and what it is now; removed without `to`. */
export interface ArgsChange {
  readonly option: string;
  readonly from: string;
  readonly to?: string;
  readonly word: ArgsWord;
}

interface Merged {
  readonly text: string;
  readonly changes: readonly ArgsChange[];
  /** The place in the given line of a character of the text; undefined where the text is new. */
  readonly originalOf: (at: number) => number | undefined;
}

/** The options of the words: a word that does not begin with `-` is the value of the option before it. */
export function optionsOf(words: readonly ArgsWord[]): PassedOption[] {
  return words.flatMap((word, i): PassedOption[] => {
    if (!word.text.startsWith('-')) return [];
    const next = words[i + 1];
    const value = next === undefined || next.text.startsWith('-') ? undefined : next;
    const option = word.text.replace(/^--/, '-');
    return [{ option, value: value?.text ?? '', words: value ? [word, value] : [word] }];
  });
}

/** The line with the options; `off` are properties of `-global` that the spec turns off. */
export function mergeArgs(
  line: string,
  words: readonly ArgsWord[],
  wanted: readonly QemuOption[],
  { stem, off }: { readonly stem: string; readonly off: readonly string[] },
): Merged {
  const passed = optionsOf(words);
  const used = new Map<PassedOption, string>();
  const missing: QemuOption[] = [];
  for (const [option, value] of wanted) {
    const isSame = (one: PassedOption) => !used.has(one) && isEarlier(one, [option, value], stem);
    // Of equal options QEMU uses the last one; tables are in order.
    const earlier = option === '-acpitable' ? passed.find(isSame) : passed.findLast(isSame);
    if (earlier) used.set(earlier, value);
    else missing.push([option, value]);
  }
  const isStale = (one: PassedOption) =>
    !used.has(one) &&
    (isTable(one, stem) || isLostSmp(one, wanted) || (one.option === '-global' && off.includes(subjectOf(one.value))));
  const changes = passed.flatMap((one): ArgsChange[] => {
    const to = used.get(one);
    const facts = { option: one.option, from: one.value, word: one.words[0] };
    if (isStale(one)) return [facts];
    return to === undefined || isSame(one, to) ? [] : [{ ...facts, to }];
  });
  const edits = passed.flatMap((one) => editOf(line, one, isStale(one) ? undefined : (used.get(one) ?? one.value)));
  const added = missing.map(([option, value]) => `${option} ${argsWord(value)}`);
  const text = [spliced(line, edits), ...added].filter((part) => part !== '').join(' ');
  return { text, changes, originalOf: (at) => originalOf(line, edits, at) };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Removes the option with the spaces in front of it, or replaces its value. */
function editOf(line: string, option: PassedOption, value: string | undefined): Edit[] {
  const [word, text] = option.words;
  if (value === undefined) {
    const before = line.slice(0, word.start);
    return [{ start: before.trimEnd().length, end: (text ?? word).end, text: '' }];
  }
  return text && !isSame(option, value) ? [{ start: text.start, end: text.end, text: argsWord(value) }] : [];
}

function spliced(line: string, edits: readonly Edit[]): string {
  const changed = edits.reduceRight(
    (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
    line,
  );
  return edits.length > 0 ? changed.trim() : changed;
}

function originalOf(line: string, edits: readonly Edit[], at: number): number | undefined {
  // Without its first option, the line lost the spaces after it, too.
  const [first] = edits;
  const cut = first?.start === 0 && first.text === '' ? (/^\s*/.exec(line.slice(first.end))?.[0].length ?? 0) : 0;
  let place = at + cut;
  for (const { start, end, text } of edits) {
    if (place < start) return place;
    if (place < start + text.length) return start;
    place += end - start - text.length;
  }
  return place < line.length ? place : undefined;
}

/** Whether a passed option sets the same thing as the wanted one, perhaps to another value. */
function isEarlier(passed: PassedOption, [option, value]: QemuOption, stem: string): boolean {
  if (passed.option !== option || passed.words.length < 2) return false;
  switch (option) {
    case '-acpitable':
      return isTable(passed, stem);
    case '-smp':
      return true;
    default:
      return subjectOf(passed.value) === subjectOf(value);
  }
}

/** QEMU takes the keys of all -smp together. */
function isLostSmp({ option }: PassedOption, wanted: readonly QemuOption[]): boolean {
  return option === '-smp' && wanted.some(([one]) => one === '-smp');
}

function isTable({ option, value }: PassedOption, stem: string): boolean {
  return option === '-acpitable' && isOurTable(valueOfKey(value, 'file') ?? '', stem);
}

/** `driver.property` of `-global`, the driver of `-device`. */
function subjectOf(value: string): string {
  return /^[^,=]*/.exec(value)?.[0] ?? '';
}

function isSame({ option, value }: PassedOption, to: string): boolean {
  return value === to || (option === '-smp' && smpText(value) === smpText(to));
}

/** The keys of `-smp` in order; the number of vCPUs may stand without a key, and is the default of the most. */
function smpText(value: string): string {
  const parts = value.split(',').map((part): [string, string] => {
    const at = part.indexOf('=');
    return at < 0 ? ['cpus', part] : [part.slice(0, at), part.slice(at + 1)];
  });
  const keys = new Map(parts);
  if (!keys.has('maxcpus')) keys.set('maxcpus', keys.get('cpus') ?? '');
  return [...keys]
    .map(([key, text]) => `${key}=${text}`)
    .sort()
    .join();
}
