// One error among hundreds or 4,096 cores that each have a warning: every command shows it first, last, and first in --json.

import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DOMAINS } from '../libvirt/domains.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';

const HEAD = `[guest]
cpu_model = "EPYC"
[registers]
layout = "constant"
[defaults]
highest_perf = 200
nominal_perf = 100
lowest_nonlinear_perf = 40
lowest_perf = 10
lowest_freq = 300
`;
/** The frequencies are in kHz: a warning for each. One core has an order that no guest accepts. */
const specOf = (cores: number) =>
  `${HEAD}${Array.from(
    { length: cores },
    (_, i) => `[[core]]\nnominal_freq = ${3_000_000 + i}\n${i === 300 ? 'lowest_perf = 60\n' : ''}`,
  ).join('')}`;

cases(
  'an error among thousands of warnings is seen',
  [
    { name: 'check', args: ['check', 's.toml'], cores: 4096 },
    { name: 'check for guests', args: ['check', 's.toml', '--guest', 'linux-6.12,windows11'] },
    { name: 'build', args: ['build', 's.toml', '--iasl', 'off', '-o', 'out'], cores: 4096 },
    { name: 'preview', args: ['preview', 's.toml'] },
    { name: 'hyperv', args: ['hyperv', 's.toml'] },
    { name: 'libvirt', args: ['libvirt', 's.toml', '--domain', 'd.xml'] },
    { name: 'boot', args: ['boot', 's.toml'] },
    { name: 'diff', args: ['diff', 's.toml', 's.toml'], status: 2 },
  ],
  async ({ args, cores = 400, status = 1 }) => {
    await inScratch(async (cwd) => {
      writeFileSync(join(cwd, 's.toml'), specOf(cores));
      cpSync(join(DOMAINS, 'virt-manager.xml'), join(cwd, 'd.xml'));
      const text = await cppcAcpi(args, { cwd });
      assert.is(text.status, status);
      assert.match(text.stderr, /^error\[cpc\/level-order\]: lowest_perf \(60\)/);
      assert.ok(text.stderr.split('\n').slice(-12).join('\n').includes('error[cpc/level-order]'));
      assert.match(text.stderr, /… and \d+ more of cpc\/frequency-unit/);
      const json = await cppcAcpi([...args, '--json'], { cwd });
      assert.is(JSON.parse(json.stdout).diagnostics[0].code, 'cpc/level-order');
    });
  },
);

test.run();
