// `check --guest`: verdicts in JSON and on the terminal, exit status, and help that leads somewhere.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { inProcess } from '../support/in-process.js';

const LEVELS = 'nominal_perf = 120\nlowest_nonlinear_perf = 44\nlowest_perf = 16\n';
const FREQUENCIES = 'nominal_freq = 3900\nlowest_freq = 500\n';
const CORES = '[[core]]\nhighest_perf = 226\n[[core]]\nhighest_perf = 186\n';

const constant = (guest = '') =>
  `[guest]\n${guest}\n[registers]\nlayout = "constant"\n[defaults]\n${LEVELS}${FREQUENCIES}${CORES}`;
const device = (registers: string, defaults = LEVELS) =>
  `[registers]\nlayout = "acpi-cppc"\n${registers}\n[defaults]\n${defaults}${CORES}`;

interface Verdicts {
  readonly schema: number;
  readonly processors: readonly { readonly path: string; readonly codes: readonly string[] }[];
  readonly guests: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly { readonly help?: string; readonly severity: string }[];
}

interface Checked {
  readonly status: number | undefined;
  readonly json: Verdicts;
  readonly help: string;
  readonly text: string;
}

async function check(text: string, ...args: string[]): Promise<Checked> {
  let checked: Checked | undefined;
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'guest.toml'), text);
    const { status, stdout } = await inProcess(['check', 'guest.toml', '--json', ...args], folder);
    const json = JSON.parse(stdout) as Verdicts;
    const shown = await inProcess(['check', 'guest.toml', ...args], folder);
    checked = { status, json, help: json.diagnostics.map(({ help }) => help ?? '').join('\n'), text: shown.stdout };
  });
  if (!checked) throw new Error('nothing was checked');
  return checked;
}

const OF_HOST = {
  verdict: 'unranked',
  because: ['guest/linux-host-vendor'],
  unless: { host_vendor: 'amd', verdict: 'accepted' },
};

test('the vendor of the host decides, in JSON and on the terminal', async () => {
  const { json, status, text } = await check(constant('cpu_model = "host"'), '--guest', 'linux-6.12');
  assert.equal(json.guests, { 'linux-6.12': OF_HOST });
  assert.is(json.schema, 2);
  assert.is(status, 0);
  assert.match(text, 'ranked on an AMD host only; on an Intel host accepted, but not ranked');
});

cases(
  'exit status of a guest that --guest names',
  [
    { name: 'accepted', text: constant('cpu_model = "EPYC-Genoa"'), plain: 0, strict: 0 },
    { name: 'unranked by a note', text: constant('host_vendor = "intel"'), plain: 0, strict: 1 },
    { name: 'unranked unless the host is AMD', text: constant(), plain: 0, strict: 1 },
    {
      name: 'unranked by a warning',
      text: constant('cpu_model = "EPYC-Genoa"').replace(/.*_freq.*\n/g, ''),
      plain: 0,
      strict: 1,
    },
    { name: 'refused', text: device(''), plain: 1, strict: 1 },
    { name: 'harmful', text: device('addrspace = 1\naddr_shared = true'), plain: 1, strict: 1 },
    { name: 'none', text: constant('[table]\nobjects = ["_OSC"]'), plain: 0, strict: 0 },
  ],
  async ({ text, plain, strict }) => {
    assert.is((await check(text, '--guest', 'linux-7.3')).status, plain);
    assert.is((await check(text, '--guest', 'linux-7.3', '--strict')).status, strict);
  },
);

cases(
  'an unranked guest that the spec names counts only where it warns',
  [
    { name: 'an Intel host', text: constant('os = ["linux-7.3"]\nhost_vendor = "intel"'), status: 0 },
    {
      name: 'a register block for all cores',
      text: device('addrspace = 1\naddr_shared = true').replace('[registers]', '[guest]\nos = ["linux"]\n[registers]'),
      status: 1,
    },
  ],
  async ({ text, status }) => {
    assert.is((await check(text)).status, status);
  },
);

for (const defaults of [LEVELS, LEVELS + FREQUENCIES]) {
  for (const guest of ['linux-6.12', 'linux-6.14', 'linux-7.2', 'linux-7.3']) {
    test(`help for the device never asks for what it leaves out: ${guest}, ${defaults.length} letters`, async () => {
      const { help, json } = await check(device('addrspace = 1', defaults), '--guest', guest, '--cpu', 'EPYC-Genoa');
      assert.match(help, 'layout = "constant"');
      assert.not.match(help, /give `|controls = |autonomous_selection/);
      assert.is((json.guests[guest] as { verdict: string }).verdict, guest === 'linux-6.12' ? 'accepted' : 'unranked');
    });
  }
}

test('the help for the device leads to a table that the guest ranks', async () => {
  const { json } = await check(constant('cpu_model = "EPYC-Genoa"'), '--guest', 'linux-6.12,linux-7.3');
  const accepted = { verdict: 'accepted', because: [] };
  assert.equal(json.guests, { 'linux-6.12': accepted, 'linux-7.3': accepted });
});

test('a table without _CPC has the verdict none, and one with it is judged for linux by default', async () => {
  await inScratch(async (folder) => {
    const none = await inProcess(['check', 'no-cpc.aml', '--json', '--guest', 'linux-6.12'], folder);
    assert.equal((JSON.parse(none.stdout) as Verdicts).guests, { 'linux-6.12': { verdict: 'none', because: [] } });
    assert.is(none.status, 0);
    const some = await inProcess(['check', 'good.aml', '--json'], folder);
    const { guests } = JSON.parse(some.stdout) as Verdicts;
    assert.equal(Object.keys(guests), ['linux-6.1', 'linux-6.12', 'linux-7.2', 'linux-7.3']);
  });
});

test('--json names the codes of each processor', async () => {
  const text = `${constant('cpu_model = "EPYC-Genoa"')}[[core]]\nhighest_perf = 181\ncount = 2\n[core.registers]\nlowest_freq = "none"\n`;
  const { json } = await check(text, '--guest', 'linux-7.3');
  const codes = ['guest/linux-frequency-missing'];
  const processors = [[], [], codes, codes].map((codes, i) => ({ path: `\\_SB.CPUS.C00${i}`, codes }));
  assert.equal(json.processors, processors);
  await inScratch(async (folder) => {
    const { stdout } = await inProcess(['check', 'good.aml', '--json', '--allow', 'guest/linux-boot-words'], folder);
    const { processors } = JSON.parse(stdout) as Verdicts;
    assert.ok(processors.length > 1 && processors.every(({ codes }) => codes.length === 0));
  });
});

test('an unknown name lists the valid ones, on the command line and in a spec', async () => {
  await inScratch(async (folder) => {
    for (const name of ['linux-5.4', 'linux-6.20', 'ubuntu', 'linux-6']) {
      const { status, stderr } = await cppcAcpi(['check', 'good.toml', '--guest', name], { cwd: folder });
      assert.is(status, 2);
      for (const word of [name, 'any release from 5.15 on', 'linux-next', 'windows11']) assert.match(stderr, word);
      writeFileSync(join(folder, 'named.toml'), constant(`os = ["${name}"]`));
      const inSpec = await inProcess(['check', 'named.toml'], folder);
      assert.is(inSpec.status, 1);
      for (const word of [name, 'any release from 5.15 on', 'linux-next']) assert.match(inSpec.stderr, word);
    }
  });
});

test.run();
