// What stands above and below the packages of `inspect`: the tables of a machine.

import type { Paint } from '../../diagnostics/render-text.js';
import { count, quoted } from '../../diagnostics/words.js';
import type { TableContents } from '../../inspect/table-contents.js';

/** The signature, OEM ids, length and checksum of a table. */
export function headLine(contents: TableContents, paint: Paint, name = contents.table.name): string {
  const { table } = contents;
  const { signature, oemId, oemTableId, revision } = table.table.header;
  const size = table.lengthOk
    ? count(table.length, 'byte')
    : `${count(table.bytes.length, 'byte')} (${table.length} by the header)`;
  const ids = `${quoted(signature)} ${quoted(oemId)} ${quoted(oemTableId)}`.replace(/^"(\w+)"/, '$1');
  const checksum = table.checksumOk ? 'checksum ok' : paint('error', 'checksum wrong');
  return `${paint('bold', name)}: ${ids}, revision ${revision}, ${size}, ${checksum}${undecodedWords([contents])}`;
}

/** The first line of a machine of several tables, which are listed at the end. */
export function machineLine(tables: readonly TableContents[], paint: Paint): string {
  const wrong = tables.filter(({ table }) => !table.checksumOk).length;
  const checksums = wrong === 0 ? 'checksums ok' : paint('error', `${wrong} with a wrong checksum`);
  const words = `${count(tables.length, 'table')}, ${checksums}${undecodedWords(tables)}`;
  return `${paint('bold', machineName(tables))}: ${words}`;
}

function undecodedWords(tables: readonly TableContents[]): string {
  const all = tables.flatMap(({ unread }) => unread);
  const bytes = all.reduce((sum, { length }) => sum + length, 0);
  const limit = all.find((one) => one.limit)?.limit;
  return bytes > 0 ? `, ${count(bytes, 'byte')} not decoded${limit ? ` (${limit})` : ''}` : '';
}

function machineName(tables: readonly TableContents[]): string {
  const sources = [...new Set(tables.map(({ table }) => table.source))];
  const [first = ''] = sources;
  if (sources.length === 1) return first;
  return folderOf(tables).replace(/[\\/]$/, '') || `${first} and ${sources.length - 1} more`;
}

/** The name of a table among others of its machine: without the file or the folder that all of them are in. */
export function nameAmong({ table }: TableContents, tables: readonly TableContents[]): string {
  if (tables.length === 1) return table.name;
  const isOneFile = tables.every((other) => other.table.source === table.source);
  return table.name.slice(isOneFile ? table.source.length : folderOf(tables).length);
}

/** The folder of every file, with the separator at its end. */
function folderOf(tables: readonly TableContents[]): string {
  const folders = tables.map(({ table }) => /^.*[\\/]/.exec(table.source)?.[0] ?? '');
  const shortest = folders.toSorted((a, b) => a.length - b.length)[0] ?? '';
  return folders.every((folder) => folder.startsWith(shortest)) ? shortest : '';
}
