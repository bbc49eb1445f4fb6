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

const CPUS = 'devices/system/cpu';

export const HOST_TREES = readdirSync(join(FIXTURES, 'host-trees')).map((file) => file.replace('.txt', ''));

/** The host of a list of fixtures/host-trees: `cpu[0-3]/file = value`, with `{n}` and `each: a b c`. */
export function filesOfList(name: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const line of readFileSync(join(FIXTURES, 'host-trees', `${name}.txt`), 'utf8').split('\n')) {
    const [path = '', value] = (line.split('#')[0] ?? '').trim().split(' = ');
    if (value !== undefined) for (const [file, text] of spread(path, value)) files.set(file, `${text}\n`);
  }
  return files;
}

function spread(path: string, value: string): [string, string][] {
  const below = (one: string) => (one.startsWith('/') ? one.slice(1) : `${CPUS}/${one}`);
  const [whole, set] = /cpu\[([-,0-9]+)\]/.exec(path) ?? [];
  if (whole === undefined || set === undefined) return [[below(path), value]];
  const cpus = set.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  const each = value.startsWith('each: ') ? value.slice('each: '.length).split(/ +/) : undefined;
  return cpus.map((cpu, i) => {
    const own = value.replace(/\{n([+-]\d+)?\}/g, (_, more = '0') => String(cpu + Number(more)));
    return [below(path.replace(whole, `cpu${cpu}`)), each?.[i] ?? own];
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
