// The hosts of fixtures/hosts: one line per CPU, read into a tree of files or written as one.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUnread, type Tree, type Unread } from '../../src/host/tree.js';
import { FIXTURES } from '../support/fixtures.js';

const HOSTS = join(FIXTURES, 'hosts');

/** Contents of files, by their paths below a root like /sys. */
export type Files = ReadonlyMap<string, string | Unread>;

export const MACHINES = readdirSync(HOSTS)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length));

/** The text of a host's fixture. */
export function machineText(name: string): string {
  return readFileSync(join(HOSTS, `${name}.txt`), 'utf8');
}

/** The files of sysfs that a host's fixture stands for. `-` is a file that is not there. */
export function filesOf(name: string): Map<string, string | Unread> {
  return filesOfTable(machineText(name));
}

export function filesOfTable(text: string): Map<string, string | Unread> {
  const [columns = [], ...rows] = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.trim().split(/ +/));
  const files = rows.flatMap((row) => filesOfCpu(columns, row));
  const cpus = rows.map(([cpu]) => cpu).join(',');
  const [, alias] = /^# modalias: (.*)$/m.exec(text) ?? [];
  return new Map([
    ...files,
    ['devices/system/cpu/online', `${cpus}\n`],
    ...(alias === undefined ? [] : [['devices/system/cpu/modalias', `${alias}\n`] as const]),
  ]);
}

function filesOfCpu(columns: readonly string[], row: readonly string[]): [string, string][] {
  return columns.slice(1).flatMap((column, i): [string, string][] => {
    const value = row[i + 1] ?? '-';
    const file = column === 'siblings' ? 'topology/thread_siblings_list' : `acpi_cppc/${column}`;
    return value === '-' ? [] : [[`devices/system/cpu/cpu${row[0]}/${file}`, `${value}\n`]];
  });
}

/** Files in memory, which can fail as no file of a test's folder can. */
export function treeOf(files: Files): Tree {
  return {
    name: '/sys',
    names: (folder) => {
      const below = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
    read: (file) => files.get(file) ?? { why: 'there is no such file or folder', missing: true },
  };
}

export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of files) {
    if (isUnread(content)) throw new Error(`${path} cannot be made unreadable`);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
