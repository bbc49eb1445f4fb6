// The hosts of fixtures/host-trees: lists of `path = value`, as files below a root like /sys.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCpuset } from '../../src/spec/cpuset.js';
import { FIXTURES } from '../support/fixtures.js';

export const LISTED = ['14900k', '285k', '9950x3d', 'all-255', 'gb10-like', 'no-acpi-cppc'] as const;

/** `cpu[0-3]/x = each: 1 2 3 4`, `cpu[0-3]/x = {n},{n+4}`, `/devices/x = 1`, and `online = 0-3`. */
export function filesOfList(name: (typeof LISTED)[number]): Map<string, string> {
  const text = readFileSync(join(FIXTURES, 'host-trees', `${name}.txt`), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.flatMap(filesOfLine));
}

function filesOfLine(line: string): [string, string][] {
  const [, path = '', value = ''] = /^(\S+) = (.*)$/.exec(line) ?? [];
  if (path.startsWith('/')) return [[path.slice(1), `${value}\n`]];
  const [, cpuset, file] = /^cpu\[([\d,-]+)\]\/(.*)$/.exec(path) ?? [];
  if (cpuset === undefined) return [[`devices/system/cpu/${path}`, `${value}\n`]];
  const cpus = readCpuset(cpuset);
  if ('why' in cpus) throw new Error(cpus.why);
  const each = value.startsWith('each: ') ? value.slice('each: '.length).split(' ') : undefined;
  return cpus.map((cpu, i) => [
    `devices/system/cpu/cpu${cpu}/${file}`,
    `${each ? each[i] : value.replace(/\{n([+-]\d+)?\}/g, (_, add = '0') => String(cpu + Number(add)))}\n`,
  ]);
}
