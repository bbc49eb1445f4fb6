import type { PackageValue, Unknown, Value } from '../objects/model.js';

/** Texts that are equal for packages of equal content, wherever they stand, and for equal methods that wrote it. */
export function contentOf(value: PackageValue): { readonly content: string; readonly writers: string } {
  let content = '';
  let writers = '';
  const visit = (one: Value | undefined): void => {
    content += one ? `${wordOf(one)} ` : '- ';
    if (one?.type !== 'Package' && one?.type !== 'Buffer') return;
    if (one.writes)
      for (const { index, value: text, by } of one.writes) {
        content += `[${index}] = ${text} `;
        writers += `${by} `;
      }
    if (one.type !== 'Package') return;
    for (const element of one.elements) visit(element);
    content += ') ';
  };
  visit(value);
  return { content, writers };
}

/** Stands before what only the machine knows, and rarely anywhere else. */
export const UNKNOWN_MARK = '?? ';

function wordOf(value: Value): string {
  switch (value.type) {
    case 'Integer':
      return String(value.value);
    case 'String':
      return JSON.stringify(value.text);
    case 'Buffer':
      return `<${bytesText(value.bytes)}${value.unknown ? unknownBytes(value.unknown) : ''}>`;
    case 'Package':
      return '(';
    case 'Unknown':
      return `${UNKNOWN_MARK}${value.key}`;
    case 'Object':
      return `^${value.entity.node.segment}`;
    default:
      return value.type;
  }
}

function unknownBytes(unknown: ReadonlyMap<number, Unknown>): string {
  return [...unknown].map(([at, { key }]) => `${UNKNOWN_MARK}${at}=${key}`).join();
}

/** A character per byte: the fastest text of a few bytes, faster than a call with all of them. */
export function bytesText(bytes: Uint8Array): string {
  if (bytes.length > LONGEST_AT_ONCE) return bytes.join();
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

const LONGEST_AT_ONCE = 64;
