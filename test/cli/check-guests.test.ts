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

const constant = (guest = '', registers = '') =>
  `[guest]\n${guest}\n[registers]\nlayout = "constant"\n${registers}\n[defaults]\n${LEVELS}${FREQUENCIES}${CORES}`;
const device = (registers: string, defaults = LEVELS) =>
  `[registers]\nlayout = "acpi-cppc"\n${registers}\n[defaults]\n${defaults}${CORES}`;

interface Verdicts {
  readonly schema: number;
  readonly processors: readonly { readonly path: string; readonly codes: readonly string[] }[];
  readonly guests: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly help?: string;
  }[];
}

interface Checked {
  readonly status: number | undefined;
  readonly json: Verdicts;
  readonly help: string;
  readonly text: string;
  /** What summarizes the run: the counts, or else what was found. */
  readonly last: string;
}

async function check(text: string, ...args: string[]): Promise<Checked> {
  let checked: Checked | undefined;
  await inScratch(async (folder) => {
    writeFileSync(join(folder, 'guest.toml'), text);
    const { status, stdout } = await inProcess(['check', 'guest.toml', '--json', ...args], folder);
    const json = JSON.parse(stdout) as Verdicts;
    const shown = await inProcess(['check', 'guest.toml', ...args], folder);
    const last = shown.stderr.trimEnd().split('\n').at(-1) || (shown.stdout.split('\n')[0] ?? '');
    checked = {
      status,
      json,
      help: json.diagnostics.map(({ help }) => help ?? '').join('\n'),
      text: shown.stdout,
      last,
    };
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

test('--cpu host: the vendor is that of the spec, also where it has another model', async () => {
  const judged = async (guest: string) => {
    const { json } = await check(constant(guest), '--guest', 'linux-7.3', '--cpu', 'host');
    return json.guests['linux-7.3'];
  };
  const ACCEPTED = { verdict: 'accepted', because: [] };
  for (const model of ['cpu_model = "EPYC-Genoa"', 'cpu_model = "SapphireRapids"', '']) {
    assert.equal(await judged(model), OF_HOST);
    assert.equal(await judged(`${model}\nhost_vendor = "amd"`), ACCEPTED);
  }
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

const UNRANKED = `${constant('host_vendor = "intel"')}`;
const WITHOUT_FREQUENCIES = constant('os = ["linux-7.3"]\ncpu_model = "EPYC-Genoa"').replace(/.*_freq.*\n/g, '');
const HARMED = device('addrspace = 1\naddr_shared = true').replace(
  '[registers]',
  '[guest]\nos = ["linux"]\n[registers]',
);
const OF_OS = (os: string, more = '') => constant(`os = ["${os}"]\n${more}`);

interface OfOs {
  readonly name: string;
  readonly text: string;
  readonly args?: readonly string[];
  readonly plain: number;
  readonly strict: number;
  /** The last line with --strict. */
  readonly last: RegExp | string;
}

const MODEL = ['--allow', 'guest/linux-cpu-model'];
const FOUND_NOTHING = 'guest.toml: no problems found';

cases<OfOs>(
  'exit status and last line with the guests that the spec names',
  [
    {
      name: 'unranked by a note',
      text: OF_OS('linux-7.3', 'host_vendor = "intel"'),
      plain: 0,
      strict: 0,
      last: '1 note',
    },
    { name: 'unranked by a hidden note', text: OF_OS('linux-6.1'), plain: 0, strict: 0, last: FOUND_NOTHING },
    { name: 'unranked by a warning', text: WITHOUT_FREQUENCIES, plain: 0, strict: 1, last: /^\d warnings? \(/ },
    {
      name: 'unranked by an allowed warning',
      text: WITHOUT_FREQUENCIES,
      args: ['--allow', 'guest/linux-frequency-missing'],
      plain: 0,
      strict: 0,
      last: `${FOUND_NOTHING}, except what --allow suppresses: guest/linux-frequency-missing`,
    },
    {
      name: 'refused',
      text: OF_OS('linux-5.15', 'cpu_model = "EPYC-Genoa"'),
      plain: 0,
      strict: 1,
      last: '1 warning (an error with --strict)',
    },
    { name: 'harmful', text: HARMED, plain: 1, strict: 1, last: /^1 error/ },
    {
      name: 'none',
      text: `${OF_OS('linux-7.3')}[table]\nobjects = ["_OSC"]`,
      plain: 0,
      strict: 0,
      last: FOUND_NOTHING,
    },
  ],
  async ({ text, args = [], plain, strict, last }) => {
    assert.is((await check(text, ...args)).status, plain);
    const strictly = await check(text, '--strict', ...args);
    assert.is(strictly.status, strict);
    assert.match(strictly.last, last);
  },
);

cases<Omit<OfOs, 'plain'> & { readonly verdict: string }>(
  'the last line with --strict agrees with the exit status and the list of guests',
  [
    {
      name: 'a note counts',
      text: UNRANKED,
      strict: 1,
      verdict: 'not ranked',
      last: '1 warning (an error with --strict)',
    },
    {
      name: 'two count',
      text: constant('cpu_model = "EPYC-Genoa"', 'controls = "none"').replace(/.*_freq.*\n/g, ''),
      strict: 1,
      verdict: 'not ranked',
      last: /^\d+ warnings \(errors with --strict\)/,
    },
    {
      name: 'an allowed note',
      text: UNRANKED,
      args: MODEL,
      strict: 0,
      verdict: 'accepted, but not ranked (guest/linux-cpu-model)',
      last: `${FOUND_NOTHING}, except what --allow suppresses: guest/linux-cpu-model`,
    },
    {
      name: 'nothing to allow',
      text: constant('cpu_model = "EPYC-Genoa"'),
      args: [...MODEL, '--allow', 'guest/linux-boot-words'],
      strict: 0,
      verdict: 'accepted',
      last: FOUND_NOTHING,
    },
    { name: 'only advice', text: constant('cpu_model = "EPYC-Genoa"'), strict: 0, verdict: 'accepted', last: '1 note' },
    {
      name: 'refused, and not to be allowed',
      text: device(''),
      args: ['--allow', 'guest/linux-device-reads-zero'],
      strict: 1,
      verdict: 'refused',
      last: /^1 error/,
    },
  ],
  async ({ text, args = [], strict, verdict, last }) => {
    const checked = await check(text, '--strict', '--guest', 'linux-7.3', ...args);
    assert.is(checked.status, strict);
    assert.match(checked.text, verdict);
    assert.match(checked.last, last);
  },
);

cases(
  'build --strict: the guests of the spec',
  [
    { name: 'a note', text: OF_OS('linux-7.3', 'host_vendor = "intel"'), status: 0 },
    { name: 'a warning', text: WITHOUT_FREQUENCIES, status: 1 },
    {
      name: 'an allowed warning',
      text: WITHOUT_FREQUENCIES,
      args: ['--allow', 'guest/linux-frequency-missing'],
      status: 0,
    },
  ] as { name: string; text: string; args?: string[]; status: number }[],
  async ({ text, args = [], status }) => {
    await inScratch(async (folder) => {
      writeFileSync(join(folder, 'guest.toml'), text);
      const run = await inProcess(['build', 'guest.toml', '--iasl', 'off', '--strict', ...args], folder);
      assert.is(run.status, status);
      assert.is(run.stderr.includes('with --strict)'), status === 1);
    });
  },
);

test('a guest that refuses and one that is warned by the same rule: an error and a warning', async () => {
  const text = device('addrspace = 0\naddress = 0x4000000000').replace(
    '[registers]',
    '[guest]\nos = ["linux"]\n[registers]',
  );
  const { json } = await check(text, '--guest', 'windows10,windows11');
  const of = ({ severity, message }: Verdicts['diagnostics'][number]) => `${severity} ${message.slice(0, 29)}`;
  assert.equal(json.diagnostics.filter(({ code }) => code === 'guest/windows-memory').map(of), [
    'error older builds of windows10 ref',
    'warning older builds of windows11 ref',
  ]);
});

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
