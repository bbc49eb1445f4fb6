// --prefer on hosts whose levels leave little room, and on hosts of several L3 sizes.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Preference } from '../../grammar/rank-sources.js';
import { highestOf } from '../../src/host/cppc-files.js';
import { nominalOf } from '../../src/host/source/levels.js';
import { rankedHost } from '../../src/host/source/ranked-host.js';
import { numbersOf, readHost } from '../../src/host/sysfs.js';
import { cases } from '../support/cases.js';
import { treeOf } from './machines.js';

interface Die {
  readonly l3: number;
  readonly nominal: number;
  readonly highest: readonly number[];
}

/** One thread for each core, in the order of the dies. L3 in MiB. */
function filesOf(dies: readonly Die[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let cpu = 0;
  for (const { l3, nominal, highest } of dies) {
    const shared = `${cpu}-${cpu + highest.length - 1}`;
    for (const level of highest) {
      const folder = `devices/system/cpu/cpu${cpu++}`;
      const levels = { highest_perf: level, nominal_perf: nominal, lowest_nonlinear_perf: 40, lowest_perf: 15 };
      for (const [name, value] of Object.entries(levels)) files.set(`${folder}/acpi_cppc/${name}`, `${value}\n`);
      files.set(`${folder}/topology/thread_siblings_list`, `${cpu - 1}\n`);
      files.set(`${folder}/cache/index3/level`, '3\n');
      files.set(`${folder}/cache/index3/size`, `${l3 * 1024}K\n`);
      files.set(`${folder}/cache/index3/shared_cpu_list`, `${shared}\n`);
    }
  }
  return files.set('devices/system/cpu/online', `0-${cpu - 1}\n`);
}

function ranked(dies: readonly Die[], prefer: Preference) {
  const tree = treeOf(filesOf(dies));
  const { value, diagnostics } = rankedHost(tree, readHost(tree), { from: 'auto', prefer, architecture: 'x86' });
  const host = value?.host;
  assert.ok(host, diagnostics.map(({ message }) => message).join());
  const all = [...host.online.keys()].map((cpu) => numbersOf(host, cpu) ?? new Map());
  let next = 0;
  return {
    dies: dies.map(({ highest }) => highest.map(() => Number(highestOf(all[next++] ?? new Map())))),
    nominal: all.map((numbers) => Number(nominalOf(numbers))),
  };
}

interface Row {
  readonly name: string;
  readonly dies: readonly Die[];
  readonly prefer: Preference;
  readonly highest: readonly (readonly number[])[];
}

const die = (l3: number, nominal: number, ...highest: readonly number[]): Die => ({ l3, nominal, highest });

const ROWS: readonly Row[] = [
  {
    name: 'there is room above',
    dies: [die(96, 100, 150, 145), die(32, 100, 200, 190)],
    prefer: 'cache',
    highest: [
      [206, 201],
      [200, 190],
    ],
  },
  {
    name: 'a part of the room is above, and a part below',
    dies: [die(96, 200, 240, 230), die(32, 200, 250, 245)],
    prefer: 'cache',
    highest: [
      [255, 245],
      [244, 239],
    ],
  },
  {
    name: 'too little room: the differences shrink, the order stays',
    dies: [die(96, 248, 252, 250), die(32, 248, 255, 250)],
    prefer: 'cache',
    highest: [
      [255, 254],
      [253, 248],
    ],
  },
  {
    name: 'no room above nominal_perf: all levels shrink',
    dies: [die(96, 254, 255, 254), die(32, 254, 255, 254)],
    prefer: 'cache',
    highest: [
      [131, 130],
      [129, 128],
    ],
  },
  {
    name: 'three sizes, the largest first',
    dies: [die(32, 100, 200, 190), die(96, 100, 150, 145), die(64, 100, 180, 170)],
    prefer: 'cache',
    highest: [
      [200, 190],
      [217, 212],
      [211, 201],
    ],
  },
  {
    name: 'three sizes, the smallest first',
    dies: [die(32, 100, 200, 190), die(96, 100, 150, 145), die(64, 100, 180, 170)],
    prefer: 'frequency',
    highest: [
      [200, 190],
      [150, 145],
      [180, 170],
    ],
  },
  {
    name: 'three sizes, two dies of one size keep their order among themselves',
    dies: [die(32, 100, 200), die(32, 100, 210), die(96, 100, 150), die(16, 100, 220)],
    prefer: 'cache',
    highest: [[221], [231], [232], [220]],
  },
];

cases('--prefer', ROWS, ({ dies, prefer, highest }) => assert.equal(ranked(dies, prefer).dies, highest));

/** What --prefer promises: each core of a preferred die above each of the others, the order within a die, 1 to 255. */
function promised(dies: readonly Die[], prefer: Preference): void {
  const made = ranked(dies, prefer);
  const sign = prefer === 'cache' ? 1 : -1;
  for (const [i, a] of dies.entries())
    for (const [j, b] of dies.entries())
      for (const [k, own] of (made.dies[i] ?? []).entries())
        for (const [l, other] of (made.dies[j] ?? []).entries()) {
          const wanted = (a.l3 - b.l3) * sign || (a.highest[k] ?? 0) - (b.highest[l] ?? 0);
          assert.is(Math.sign(own - other), Math.sign(wanted), `${i}.${k} ${own}, ${j}.${l} ${other}`);
        }
  for (const [i, level] of made.dies.flat().entries())
    assert.ok(level >= (made.nominal[i] ?? 0) && level <= 255, `${level} ${made.nominal[i]}`);
}

const SHAPES: readonly { readonly name: string; readonly dies: readonly Die[] }[] = [
  ...ROWS.map(({ name, dies }) => ({ name, dies })),
  { name: 'nominal levels that differ', dies: [die(96, 120, 150, 140), die(32, 200, 250, 240), die(64, 90, 100, 95)] },
  { name: 'a preferred die below the nominal level of the other', dies: [die(96, 60, 70, 65), die(32, 200, 210, 205)] },
  {
    name: 'sixty-four different cores at the top',
    dies: [0, 1, 2, 3].map((i) => die(32 * (i + 1), 230, ...Array.from({ length: 16 }, (_, j) => 255 - j))),
  },
  { name: 'one core a die', dies: [die(96, 255, 255), die(32, 255, 255), die(64, 255, 255)] },
];

cases('--prefer keeps its promise', SHAPES, ({ dies }) => {
  promised(dies, 'cache');
  promised(dies, 'frequency');
});

test.run();
