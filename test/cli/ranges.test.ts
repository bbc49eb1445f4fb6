// Options with a number: their help states the range, and the numbers beside it are refused.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';

interface Row {
  readonly command: readonly string[];
  readonly option: string;
  /** The option's value with a number. */
  readonly value?: (n: number) => string;
  readonly least: number;
  readonly most: number;
}

const BOOT = ['boot', 'good.toml', '--print-command'];
const INIT = ['init', '--sysfs', '.'];

const ROWS: readonly Row[] = [
  { command: BOOT, option: '--busy', least: 0, most: 1000 },
  { command: BOOT, option: '--timeout', least: 1, most: 86_400 },
  { command: BOOT, option: '--smp', least: 1, most: 4096 },
  { command: INIT, option: '--smt', least: 1, most: 4096 },
  { command: INIT, option: '--pin', value: (n) => `${n}:0`, least: 0, most: 4095 },
  { command: INIT, option: '--pin', value: (n) => `0:${n}`, least: 0, most: 65_535 },
  { command: INIT, option: '--offset', value: (n) => `${n}=+1`, least: 0, most: 65_535 },
];

cases(
  'the range of an option',
  ROWS.map((row) => ({ ...row, name: `${row.command[0]} ${row.option} ${row.most}` })),
  async ({ command, option, value = String, least, most }) => {
    const help = (await cppcAcpi([command[0] ?? '', '--help'], { cwd: '.' })).stdout.replace(/\s+/g, ' ');
    const own = help.slice(help.indexOf(` ${option} `)).split(/ -(?:-|h)/)[1] ?? '';
    assert.match(own, `${least} to ${most}`);
    await inScratch(async (cwd) => {
      const run = async (n: number) => cppcAcpi([...command, option, value(n)], { cwd });
      for (const n of [least, most]) assert.is.not((await run(n)).status, 2, `${n}`);
      for (const n of [least - 1, most + 1]) assert.is((await run(n)).status, 2, `${n}`);
    });
  },
);

test.run();
