import { NAME_BYTES } from '../../grammar/aml-terms.js';
import { type ByteReader, type ByteWriter, UnsupportedError } from './bytes.js';

const NAME_STRING = /^(\\|\^*)((?:[A-Z_][A-Z0-9_]{0,3})(?:\.[A-Z_][A-Z0-9_]{0,3})*)?$/;

/** True for a NameString as ASL writes it: `\_SB.CPUS.C000`, `^FOO`, `CPR0`. ACPI 6.6 §19.2.2. */
export function isNameString(text: string): boolean {
  return NAME_STRING.test(text) && text.split('.').length <= NAME_BYTES.maxSegments;
}

/** The one text of a name: without the trailing underscores that pad a segment to four. ACPI 6.6 §19.2.2. */
export function canonicalName(name: string): string {
  const [, prefix = '', path = ''] = NAME_STRING.exec(name) ?? [];
  return prefix + path.split('.').map(trimSegment).join('.');
}

/** `C000` of `\\_SB.CPUS.C000`. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).replace(/^[\\^]+/, '');
}

function trimSegment(segment: string): string {
  return segment.replace(/(?!^)_+$/, '');
}

/** NameString. ACPI 6.6 §20.2.2. */
export function encodeNameString(name: string, out: ByteWriter): void {
  const [, prefix = '', path = ''] = NAME_STRING.exec(name) ?? [];
  const segments = path === '' ? [] : path.split('.');
  out.ascii(prefix);
  if (segments.length === 0) out.u8(NAME_BYTES.nullName);
  else if (segments.length === 2) out.u8(NAME_BYTES.dualNamePrefix);
  else if (segments.length > 2) out.u8(NAME_BYTES.multiNamePrefix).u8(segments.length);
  for (const segment of segments) out.ascii(segment.padEnd(NAME_BYTES.segmentLength, '_'));
}

export function decodeNameString(from: ByteReader): string {
  const prefix = decodePrefix(from);
  const count = decodeSegmentCount(from);
  if (count === 1) return prefix + decodeSegment(from);
  const segments = Array.from({ length: count }, () => decodeSegment(from));
  return prefix + segments.join('.');
}

/** True when `byte` can only begin a NameString. */
export function startsNameString(byte: number): boolean {
  return LEADS_NAME[byte] === true;
}

const NAME_PREFIXES: readonly number[] = [
  NAME_BYTES.rootChar,
  NAME_BYTES.parentPrefixChar,
  NAME_BYTES.dualNamePrefix,
  NAME_BYTES.multiNamePrefix,
];
const LEADS_NAME = Array.from({ length: 0x100 }, (_, byte) => isLeadNameChar(byte) || NAME_PREFIXES.includes(byte));

function isLeadNameChar(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
}

function decodePrefix(from: ByteReader): string {
  if (from.peek() === NAME_BYTES.rootChar) return String.fromCharCode(from.u8());
  let prefix = '';
  while (from.peek() === NAME_BYTES.parentPrefixChar) prefix += String.fromCharCode(from.u8());
  return prefix;
}

function decodeSegmentCount(from: ByteReader): number {
  const { nullName, dualNamePrefix, multiNamePrefix } = NAME_BYTES;
  const lead = from.peek();
  if (lead !== nullName && lead !== dualNamePrefix && lead !== multiNamePrefix) return 1;
  from.u8();
  if (lead === nullName) return 0;
  if (lead === dualNamePrefix) return 2;
  const count = from.u8();
  if (count < 3) throw new UnsupportedError('a MultiNamePath of fewer than three segments');
  return count;
}

// A table has the same few thousand segments again and again; hostile ones must not fill the memory.
const MOST_REMEMBERED = 50_000;
const remembered = new Map<number, string>();

export function decodeSegment(from: ByteReader): string {
  const [a = 0, b = 0, c = 0, d = 0] = from.bytes(NAME_BYTES.segmentLength);
  const key = a * 0x100_0000 + b * 0x1_0000 + c * 0x100 + d;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const segment = String.fromCharCode(a, b, c, d);
  if (!/^[A-Z_][A-Z0-9_]{3}$/.test(segment)) throw new UnsupportedError('not a NameSeg');
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const trimmed = trimSegment(segment);
  remembered.set(key, trimmed);
  return trimmed;
}
