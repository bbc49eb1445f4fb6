// Implicit and explicit conversions. ACPI 6.6 §19.3.5.7; where it leaves room, as ACPICA 20200925 (exconvrt.c, utstrtoul64.c).

import { ACPICA_HEX_PREFIX, ACPICA_WHOLE_STRINGS } from '../../grammar/acpica.js';
import { abort } from './abort.js';
import type { BufferValue, IntegerValue, StringValue, Unknown, Value } from './model.js';
import type { State } from './state.js';
import { derived, keyOf, textOf } from './unknown.js';
import { bufferValue, integerValue, stringValue } from './values.js';

/** An operand that must be an Integer. */
export function integerOperand(state: State, value: Value): IntegerValue | Unknown {
  return toInteger(state, value) ?? abort('AE_AML_OPERAND_TYPE', textOf(value));
}

/** undefined for what is neither Integer, String nor Buffer. */
export function toInteger(state: State, value: Value, explicit = false): IntegerValue | Unknown | undefined {
  switch (value.type) {
    case 'Integer':
      return value;
    case 'String':
      return integerValue(
        (explicit ? explicitNumber(value.text, state.mask) : hexNumber(value.text, state.mask)) & state.mask,
      );
    case 'Buffer':
      return bufferInteger(state, value);
    case 'Unknown':
      return value.as === 'Integer' ? state.way.known(value) : converted('ToInteger', value, 'Integer');
    default:
      return undefined;
  }
}

function converted(operator: string, value: Unknown, as: Unknown['as']): Unknown {
  if (value.as === as) return value;
  return derived(
    value.as === 'any' ? value.text : `${operator} (${value.text})`,
    `${operator} (${value.key})`,
    [value],
    as,
  );
}

function bufferInteger(state: State, value: BufferValue): IntegerValue | Unknown {
  if (value.bytes.length === 0) abort('AE_AML_BUFFER_LIMIT');
  const size = Math.min(value.bytes.length, state.settings.integerBytes);
  const unknown = unknownBytes(value, 0, size);
  return unknown ?? integerValue(littleEndian(value.bytes.subarray(0, size)));
}

// By hexadecimal text where shifts of long numbers would take the square of the time.
const BY_TEXT = 16;

export function littleEndian(bytes: Uint8Array): bigint {
  if (bytes.length > BY_TEXT) {
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).reverse();
    return BigInt(`0x${digits.join('')}`);
  }
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

export function bytesOf(value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  if (size > BY_TEXT) {
    const text = BigInt.asUintN(size * 8, value)
      .toString(16)
      .padStart(size * 2, '0');
    for (let i = 0; i < size; i++) bytes[size - 1 - i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16);
    return bytes;
  }
  let rest = value;
  for (let i = 0; i < size; i++) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** The unknown value that some bytes of a Buffer make up; undefined where all are known. */
export function unknownBytes({ unknown }: BufferValue, from: number, count: number): Unknown | undefined {
  if (!unknown) return undefined;
  const bytes = Array.from({ length: count }, (_, i) => unknown.get(from + i));
  const found = bytes.filter((one) => one !== undefined);
  const [first] = found;
  if (!first) return undefined;
  const whole = first.byteOf?.whole;
  const isWhole = bytes.every((one, i) => one?.byteOf?.whole === whole && one?.byteOf?.index === i);
  if (whole && isWhole && first.byteOf?.count === count) return whole;
  if (count === 1 && !first.byteOf) return first;
  const texts = [...new Set(found.map(({ text }) => text))];
  const key = bytes.map((one, i) => one?.key ?? String(i)).join();
  return derived(texts.join(' | '), `bytes ${key}`, found, 'Integer');
}

/** C ends a string at the first NUL. */
export function cString(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

// Digits are taken while the number fits.
function digits(text: string, base: bigint, allowed: RegExp, most: bigint): bigint {
  let value = 0n;
  for (const character of text) {
    if (!allowed.test(character)) break;
    const next = value * base + BigInt(Number.parseInt(character, 16));
    if (next > most) break;
    value = next;
  }
  return value;
}

const SPACE = /^[ \t\n\v\f\r]*/;

function hexNumber(text: string, most: bigint): bigint {
  const rest = cString(text)
    .replace(SPACE, '')
    .replace(/^0[xX]/, '');
  return digits(rest, 16n, /[0-9a-fA-F]/, most);
}

function explicitNumber(text: string, most: bigint): bigint {
  const rest = cString(text).replace(SPACE, '');
  return /^0[xX]/.test(rest) ? digits(rest.slice(2), 16n, /[0-9a-fA-F]/, most) : digits(rest, 10n, /[0-9]/, most);
}

/** With the NUL at the end; what code has written behind another NUL is lost in older versions. */
function textBytes({ settings }: State, text: string): Uint8Array {
  const bytes = new Uint8Array(text.length + 1);
  const kept = settings.acpica >= ACPICA_WHOLE_STRINGS ? text : cString(text);
  bytes.set(Array.from(kept, (character) => character.charCodeAt(0)));
  return bytes;
}

/** An operand that must be a Buffer. */
export function bufferOperand(state: State, value: Value): BufferValue | Unknown {
  return toBuffer(state, value) ?? abort('AE_AML_OPERAND_TYPE', textOf(value));
}

export function toBuffer(state: State, value: Value): BufferValue | Unknown | undefined {
  switch (value.type) {
    case 'Buffer':
      return value;
    case 'Integer':
      return bufferValue(bytesOf(value.value, state.settings.integerBytes));
    case 'String':
      return bufferValue(textBytes(state, value.text));
    case 'Unknown':
      return converted('ToBuffer', value, 'Buffer');
    default:
      return undefined;
  }
}

type StringForm = 'implicit' | 'hex' | 'decimal';

export function toText(state: State, value: Value, form: StringForm): StringValue | Unknown | undefined {
  switch (value.type) {
    case 'String':
      return value;
    case 'Integer':
      return stringValue(integerText(state, value.value, form));
    case 'Buffer':
      if (value.unknown) return derived(`ToString (${textOf(value)})`, `text ${keyOf(value)}`, [], 'String');
      state.spend(value.bytes.length * 5);
      return stringValue(bufferText(value.bytes, form));
    case 'Unknown':
      return converted(form === 'decimal' ? 'ToDecimalString' : 'ToHexString', value, 'String');
    default:
      return undefined;
  }
}

function integerText(state: State, value: bigint, form: StringForm): string {
  if (form === 'decimal') return value.toString();
  const { integerBytes, acpica } = state.settings;
  const text = BigInt.asUintN(integerBytes * 8, value)
    .toString(16)
    .toUpperCase();
  if (form === 'hex' && acpica >= ACPICA_HEX_PREFIX) return `0x${text}`;
  return text.padStart(integerBytes * 2, '0');
}

function bufferText(bytes: Uint8Array, form: StringForm): string {
  const one = (byte: number) =>
    form === 'decimal' ? String(byte) : `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return Array.from(bytes, one).join(form === 'implicit' ? ' ' : ',');
}
