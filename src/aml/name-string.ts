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

/** A name that was read before, and the names that are longer by a segment, by its four bytes. */
interface KnownName {
  readonly text: string;
  longer: Map<number, KnownName> | undefined;
}

// A table has the same few thousand names again and again; hostile ones must not fill the memory.
const MOST_REMEMBERED = 50_000;
const byPrefix = new Map<string, KnownName>();
let remembered = 0;

/** Equal names are one string, which maps find faster than one that is new. */
export function decodeNameString(from: ByteReader): string {
  const prefix = decodePrefix(from);
  const count = decodeSegmentCount(from);
  let name = byPrefix.get(prefix) ?? remember(byPrefix, prefix, prefix);
  for (let i = 0; i < count; i++) {
    const key = segmentKey(from);
    const { text } = name;
    name = name.longer?.get(key) ?? remember(longerOf(name), key, `${text}${i > 0 ? '.' : ''}${segmentText(key)}`);
  }
  return name.text;
}

function longerOf(name: KnownName): Map<number, KnownName> {
  name.longer ??= new Map();
  return name.longer;
}

function remember<K>(known: Map<K, KnownName>, key: K, text: string): KnownName {
  if (remembered++ > MOST_REMEMBERED) {
    byPrefix.clear();
    remembered = 0;
  }
  const name = { text, longer: undefined };
  known.set(key, name);
  return name;
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
  const lead = from.peek();
  if (lead === NAME_BYTES.rootChar) {
    from.skip(1);
    return '\\';
  }
  if (lead !== NAME_BYTES.parentPrefixChar) return '';
  const start = from.at;
  while (from.peek() === NAME_BYTES.parentPrefixChar) from.skip(1);
  return '^'.repeat(from.at - start);
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

/** A NameSeg as one number, which is as good as its text. */
function segmentKey(from: ByteReader): number {
  const { all, at } = from;
  from.skip(NAME_BYTES.segmentLength);
  return ((all[at] ?? 0) << 24) | ((all[at + 1] ?? 0) << 16) | ((all[at + 2] ?? 0) << 8) | (all[at + 3] ?? 0);
}

function segmentText(key: number): string {
  const segment = String.fromCharCode(key >>> 24, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff);
  if (!/^[A-Z_][A-Z0-9_]{3}$/.test(segment)) throw new UnsupportedError('not a NameSeg');
  return trimSegment(segment);
}

/** A single NameSeg, as fields have it. */
export function decodeSegment(from: ByteReader): string {
  const name = byPrefix.get('') ?? remember(byPrefix, '', '');
  const key = segmentKey(from);
  return (name.longer?.get(key) ?? remember(longerOf(name), key, segmentText(key))).text;
}
