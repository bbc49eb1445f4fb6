import { PREDEFINED_NAMES } from '../../grammar/predefined-names.js';
import { DESCRIPTION_HEADER } from '../../grammar/structures.js';
import { innerSpans, termLength } from '../aml/inner-spans.js';
import type { Span } from '../aml/spans.js';
import { offsetOfField, sizeOfField } from '../aml/structure.js';
import { HEADER_BYTES } from '../aml/table.js';
import { isDefined } from '../aml/term.js';
import type { AmlNode, AmlTable } from '../aml/tree.js';
import { headText, lineText } from '../asl/print.js';
import { printable } from '../diagnostics/words.js';

/** Bytes per line: a Register with its Buffer. */
const BYTES_PER_LINE = 21;

interface Line {
  readonly offset: number;
  readonly length: number;
  readonly depth: number;
  readonly text: string;
}

/** Every byte of a decoded table once, with its offset and meaning: a change of one field changes one line. */
export function annotate(bytes: Uint8Array, table: AmlTable): string {
  return rendered(allLines(bytes, table), bytes);
}

/** Only some parts of a table, with an empty line between them. */
export function annotateParts(
  bytes: Uint8Array,
  table: AmlTable,
  parts: readonly { readonly offset: number; readonly length: number }[],
): string {
  const lines = allLines(bytes, table);
  return parts.map(({ offset, length }) => rendered(within(lines, offset, offset + length), bytes)).join('\n');
}

/** The lines from one offset to another, without their common indentation. */
function within(lines: readonly Line[], from: number, to: number): Line[] {
  const inside = lines.filter((line) => line.offset >= from && line.offset < to);
  const least = inside.reduce((depth, line) => Math.min(depth, line.depth), inside[0]?.depth ?? 0);
  return inside.map((line) => ({ ...line, depth: line.depth - least }));
}

function rendered(lines: readonly Line[], bytes: Uint8Array): string {
  return `${lines.flatMap((line) => lineTexts(line, bytes)).join('\n')}\n`;
}

function allLines(bytes: Uint8Array, table: AmlTable): Line[] {
  return [...headerLines(bytes), ...gapless(termLines(table), HEADER_BYTES, bytes.length)];
}

function termLines({ terms }: AmlTable): Line[] {
  let offset = HEADER_BYTES;
  return terms.flatMap((term) => {
    const span = { offset, length: termLength(term) };
    offset += span.length;
    return nodeLines(term, span, 0);
  });
}

function headerLines(bytes: Uint8Array): Line[] {
  return DESCRIPTION_HEADER.map((row) => {
    const offset = offsetOfField(DESCRIPTION_HEADER, row.field);
    const length = sizeOfField(row);
    const part = bytes.subarray(offset, offset + length);
    const value = row.type === 'ascii' ? quotedBytes(part) : littleEndian(part);
    return { offset, length, depth: 0, text: `${row.title} ${value}` };
  });
}

function quotedBytes(bytes: Uint8Array): string {
  return printable(JSON.stringify(String.fromCharCode(...bytes).replace(/\0+$/, '')));
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 0x100 + byte, 0);
}

/** A node's own bytes, then the nodes inside it. `titles` are the names of a package's elements. */
function nodeLines(node: AmlNode, span: Span, depth: number, title?: string, titles: readonly string[] = []): Line[] {
  const inner = innerSpans(node, span.offset).flatMap((one, i) =>
    nodeLines(one.node, one.span, depth + 1, titles[i], titlesBelow(node)),
  );
  const end = span.offset + span.length;
  const firstInner = inner[0]?.offset ?? end;
  const text = inner.length > 0 && isDefined(node) ? headText(node) : lineText(node, title !== undefined);
  const own = {
    offset: span.offset,
    length: firstInner - span.offset,
    depth,
    text: title ? `${text}  // ${title}` : text,
  };
  return [own, ...gapless(inner, firstInner, end, depth + 1)];
}

/** The names of the elements of a predefined package. */
function titlesBelow(node: AmlNode): readonly string[] {
  if (node.term !== 'DefName') return [];
  const row = PREDEFINED_NAMES.find((candidate) => node.name.endsWith(candidate.name));
  return row && !row.inner ? row.titles : [];
}

/** Adds lines for the bytes between the lines. */
function gapless(lines: readonly Line[], from: number, to: number, depth = 0): Line[] {
  const whole: Line[] = [];
  let at = from;
  for (const line of lines) {
    if (line.offset > at) whole.push({ offset: at, length: line.offset - at, depth, text: '' });
    whole.push(line);
    at = Math.max(at, line.offset + line.length);
  }
  return at < to ? [...whole, { offset: at, length: to - at, depth, text: '' }] : whole;
}

function lineTexts({ offset, length, depth, text }: Line, bytes: Uint8Array): string[] {
  const texts = [];
  for (let at = 0; at < length || at === 0; at += BYTES_PER_LINE) {
    const part = bytes.subarray(offset + at, offset + Math.min(length, at + BYTES_PER_LINE));
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const words = at === 0 ? '  '.repeat(depth) + text : '';
    texts.push(
      `${(offset + at).toString(16).padStart(4, '0')}  ${hex.padEnd(BYTES_PER_LINE * 3 - 1)}  ${words}`.trimEnd(),
    );
  }
  return texts;
}
