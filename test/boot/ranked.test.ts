import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../grammar/release.js';
import { observe } from '../../src/boot/observation.js';
import { rankedOf } from '../../src/boot/ranked.js';
import { compile } from '../../src/compile.js';
import { cases } from '../support/cases.js';
import { type MadeUp, madeUpReport } from './made-up-report.js';

/** Four cores, the best one last but one. */
const LEVELS = [166, 176, 236, 206];
const HIGHEST = LEVELS.map(String);
const PROC = '/proc/sys/kernel/sched_itmt_enabled';
const DEBUGFS = '/sys/kernel/debug/x86/sched_itmt_enabled';
const NO_SWITCH = ['/proc/version', 'x'] as const;
const MOUNTED = '==== /proc/mounts\nproc /proc proc rw 0 0\ndebug /sys/kernel/debug debugfs rw 0 0\n';
const BEST = ['settled 2', 'settled 2 3', 'settled 2 3 1'];
const ELSEWHERE = ['settled 0', 'settled 0 1'];

interface Row extends MadeUp {
  readonly name: string;
  readonly release?: Release;
  readonly ranked: boolean | undefined;
  readonly itmt?: readonly [string, string];
  readonly switch?: string;
  readonly says?: RegExp;
}

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'the switch is on, and the loops are on the best cores', busy: BEST, ranked: true, switch: 'on' },
  { name: 'Linux 6.12, whose driver failed', busy: BEST, driver: '', ranking: [], ranked: true, switch: 'on' },
  { name: 'the switch is on, and a loop is elsewhere', busy: ['settled 2', 'settled 2 0'], ranked: false, switch: 'on', says: /2 busy loops settled on vCPUs 2 and 0, not on the best cores/ },
  { name: 'the switch is on, and all loops are elsewhere', busy: ELSEWHERE, ranked: false, switch: 'on', says: /1 busy loop settled on vCPU 0, not on the best core$/ },
  { name: 'two loops on one core', busy: ['settled 2', 'settled 2 2'], ranked: false, switch: 'on' },
  { name: 'loops that still move say nothing', busy: ['moving 0', 'moving 0 1'], ranked: undefined, switch: 'on', says: /no busy loop settled/ },
  { name: 'one settled pair is enough', busy: ['moving 0', 'settled 3 2'], ranked: true, switch: 'on' },
  { name: 'as many loops as cores say nothing', busy: ['moving 0', 'moving 0', 'moving 0', 'settled 0 1 2 3'], ranked: undefined, switch: 'on' },
  { name: 'no loops', busy: [], ranked: undefined, switch: 'on', says: /no busy loop ran/ },
  { name: 'the switch is off, and the loops are on the best cores by chance', busy: BEST, itmt: [PROC, '0'], ranked: false, switch: 'off', says: /ITMT is off/ },
  { name: 'off, in debugfs', busy: BEST, itmt: [DEBUGFS, 'N'], release: [7, 3, 4], ranked: false, switch: 'off' },
  { name: 'on, in debugfs', busy: BEST, itmt: [DEBUGFS, 'Y'], release: [7, 3, 4], ranked: true, switch: 'on' },
  { name: 'no switch, 6.12: no driver loaded', busy: BEST, itmt: NO_SWITCH, driver: '', ranking: [], ranked: false, switch: 'absent', says: /no driver with a ranking loaded$/ },
  { name: 'no switch, another driver', busy: BEST, itmt: NO_SWITCH, driver: 'acpi-cpufreq', ranking: [], ranked: false, switch: 'absent', says: /its driver acpi-cpufreq has no ranking/ },
  { name: 'no debugfs, 7.1: ITMT needs it', busy: ELSEWHERE, itmt: NO_SWITCH, release: [7, 1, 13], ranked: false, switch: 'absent', says: /no ITMT without debugfs/ },
  { name: 'no debugfs, 7.2.6: ITMT needs it', busy: BEST, itmt: NO_SWITCH, release: [7, 2, 6], ranked: false, switch: 'absent' },
  { name: 'no debugfs, 7.2.7: the loops decide', busy: BEST, itmt: NO_SWITCH, release: [7, 2, 7], ranked: true, switch: 'unknown' },
  { name: 'no debugfs, 7.3.4, loops elsewhere', busy: ELSEWHERE, itmt: NO_SWITCH, release: [7, 3, 4], driver: '', ranking: [], ranked: false, switch: 'unknown', says: /1 busy loop settled on vCPU 0, not on the best core; no driver with a ranking loaded$/ },
  { name: 'no debugfs, 7.3.4, loops elsewhere although the driver ranks', busy: ELSEWHERE, itmt: NO_SWITCH, release: [7, 3, 4], ranked: false, switch: 'unknown', says: /1 busy loop settled on vCPU 0, not on the best core$/ },
  { name: 'no debugfs, 7.3.4, no loops', busy: [], itmt: NO_SWITCH, release: [7, 3, 4], ranked: undefined, switch: 'unknown' },
  { name: 'debugfs without the switch, 7.3.4: no driver asked for ITMT', busy: BEST, itmt: NO_SWITCH, more: MOUNTED, driver: '', ranking: [], release: [7, 3, 4], ranked: false, switch: 'absent' },
  { name: 'threads of the best core are one core for the guest', siblings: ['0-1', '0-1', '2-3', '2-3'], busy: ['settled 3'], ranked: true, switch: 'on' },
  { name: 'two loops on the threads of one core, where another is free', siblings: ['0-1', '0-1', '2-3', '2-3'], busy: ['settled 0'], ranked: false, switch: 'on' },
];

const LINUX_6_12: Release = [6, 12, 117];

cases('ranked', rows, async ({ release = LINUX_6_12, ranked, switch: state, says, ...guest }) => {
  const made = rankedOf(await observed({ online: '0-3', highest: HIGHEST, ...guest }), release);
  assert.equal([made.ranked, made.itmt], [ranked, state]);
  assert.equal(
    made.diagnostics.map(({ code }) => code),
    ranked === true ? [] : [ranked === false ? 'boot/not-ranked' : 'boot/ranking-not-observed'],
  );
  if (says) assert.match(made.diagnostics[0]?.message ?? '', says);
});

test('equal cores cannot be ranked', async () => {
  const made = rankedOf(await observed({ online: '0-3', busy: BEST }, [200, 200, 200, 200]), [6, 12]);
  assert.is(made.ranked, undefined);
  assert.match(made.diagnostics[0]?.message ?? '', 'all its cores have the same highest_perf');
});

test('one core cannot be ranked', async () => {
  const made = rankedOf(await observed({ online: '0', busy: ['settled 0'] }, [200]), [6, 12]);
  assert.is(made.ranked, undefined);
  assert.match(made.diagnostics[0]?.message ?? '', 'it has one core');
});

test("the reason is the driver's last message", async () => {
  const log = '[ 0.1] amd_pstate: first\n[ 0.2] amd_pstate: the _CPC object is not present in SBIOS\n[ 0.3] other: x';
  const guest = { online: '0-3', itmt: NO_SWITCH, ranking: [], driver: '', log };
  const { diagnostics } = rankedOf(await observed(guest), [6, 12]);
  assert.match(
    diagnostics[0]?.message ?? '',
    'no driver with a ranking loaded ("the _CPC object is not present in SBIOS")',
  );
});

// The lines of amd-pstate and intel_pstate in the logs of guests that were booted, with the release and what the help says.
const DISABLED_BY_BIOS = 'The CPPC feature is supported but currently disabled by the BIOS.';
const NOT_REGISTERED = 'failed to register with return -19';
const NO_FREQUENCIES = 'min_freq(0) or max_freq(0) or nominal_freq(0) value is incorrect';
const OUT_OF_RANGE = 'lowest_nonlinear_freq(304000) value is out of range [min_freq(400000), nominal_freq(1000000)]';

interface HelpRow extends MadeUp {
  readonly name: string;
  readonly release: Release;
  readonly lines: readonly string[];
  readonly vcpus?: number;
  readonly message: RegExp;
  readonly help: RegExp;
}

/** A message of each CPU, and from 6.16 on that it failed. */
function eachCpu(message: string, error?: number): string[] {
  return [0, 1, 2, 3].flatMap((cpu) => [message, ...(error ? [`Failed to initialize CPU ${cpu}: ${error}`] : [])]);
}

// biome-ignore format: a row a line
const HELPS: readonly HelpRow[] = [
  { name: 'no frequencies, 6.12', release: [6, 12, 117], lines: [DISABLED_BY_BIOS, ...eachCpu(NO_FREQUENCIES), NOT_REGISTERED], message: /value is incorrect/, help: /^give `nominal_freq` and/ },
  { name: 'no frequencies, 7.3', release: [7, 3, 4], lines: [DISABLED_BY_BIOS, ...eachCpu(NO_FREQUENCIES, -22), NOT_REGISTERED], message: /value is incorrect/, help: /^give `nominal_freq` and/ },
  { name: 'out of range, 7.3', release: [7, 3, 4], lines: [DISABLED_BY_BIOS, ...eachCpu(OUT_OF_RANGE, -22), NOT_REGISTERED], message: /value is out of range/, help: /^correct `lowest_nonlinear_perf`/ },
  { name: 'selection is fixed, 6.12 with passive', release: [6, 12, 117], lines: [DISABLED_BY_BIOS, ...eachCpu('failed to set auto_sel, ret: -95'), NOT_REGISTERED], message: /auto_sel/, help: /^give `autonomous_selection` .* without `amd_pstate=` in `--append`$/ },
  { name: 'selection is fixed, 7.3 with passive', release: [7, 3, 4], lines: [DISABLED_BY_BIOS, ...eachCpu('failed to set auto_sel, ret: -95', -95), NOT_REGISTERED], message: /auto_sel/, help: /^give `autonomous_selection`/ },
  { name: 'any selection, 6.12.107', release: [6, 12, 107], lines: [DISABLED_BY_BIOS, ...eachCpu('failed to set auto_sel, ret: -524'), NOT_REGISTERED], message: /ret: -524/, help: /^boot Linux 6\.12\.110 or later of 6\.12, or 6\.16 or newer/ },
  { name: 'no Enable, 6.12', release: [6, 12, 117], lines: [DISABLED_BY_BIOS, 'failed to enable driver mode(2)'], message: /failed to enable/, help: /^set `controls = "sink"`/ },
  { name: 'no Enable, 7.3', release: [7, 3, 4], lines: [DISABLED_BY_BIOS, ...[0, 1].map((cpu) => `Failed to initialize CPU ${cpu}: -95`), NOT_REGISTERED], message: /Failed to initialize CPU 1: -95/, help: /^set `controls = "sink"`/ },
  { name: 'amd_pstate=disable', release: [7, 3, 4], lines: ['driver is explicitly disabled', DISABLED_BY_BIOS, 'driver load is disabled, boot with specific mode to enable this'], message: /driver load is disabled/, help: /^remove `amd_pstate=disable`/ },
  { name: 'another model of AMD', release: [7, 3, 4], lines: [], message: /no driver with a ranking loaded$/, help: /^use an AMD CPU model/ },
  { name: 'only what every guest logs', release: [7, 3, 4], lines: [DISABLED_BY_BIOS], message: /no driver with a ranking loaded$/, help: /^use an AMD CPU model/ },
  { name: 'vCPUs without a _CPC', release: [7, 3, 4], lines: ['the _CPC object is not present in SBIOS or ACPI disabled'], message: /_CPC object/, help: /^give every vCPU a _CPC/ },
  { name: 'vCPUs are missing', release: [6, 12, 117], lines: ['x'], vcpus: 6, message: /"x"/, help: /^give the guest all its vCPUs/ },
  { name: 'the driver of 6.1', release: [6, 1, 0], lines: [], driver: 'amd-pstate', message: /its driver amd-pstate has no ranking$/, help: /^boot Linux 6\.12 or newer/ },
  { name: 'amd_prefcore=disable, 7.3', release: [7, 3, 4], lines: [DISABLED_BY_BIOS], driver: 'amd-pstate', message: /its driver amd-pstate has no ranking$/, help: /^remove `amd_prefcore=disable`/ },
  { name: 'amd_prefcore=disable, 6.12, whose ranking stays', release: [6, 12, 117], lines: [DISABLED_BY_BIOS], driver: 'amd-pstate', ranking: HIGHEST, message: /amd-pstate has a ranking, but did not enable ITMT$/, help: /^remove `amd_prefcore=disable`/ },
  { name: 'amd_prefcore=disable, 6.16 with debugfs', release: [6, 16, 12], lines: [DISABLED_BY_BIOS], driver: 'amd-pstate', ranking: HIGHEST, message: /did not enable ITMT$/, help: /^remove `amd_prefcore=disable`/ },
  { name: 'debugfs=off, 7.1', release: [7, 1, 13], lines: [DISABLED_BY_BIOS], driver: 'amd-pstate', ranking: HIGHEST, more: '', message: /no ITMT without debugfs$/, help: /^remove `debugfs=off` from `--append`/ },
  { name: 'no frequencies, 7.3 with debugfs=off', release: [7, 3, 4], lines: eachCpu(NO_FREQUENCIES, -22), more: '', busy: ELSEWHERE, message: /settled on vCPU 0, .*; no driver with a ranking loaded \(.* value is incorrect"\)$/, help: /^give `nominal_freq` and/ },
  { name: 'another reason', release: [6, 12, 117], lines: ['x'], message: /"x"/, help: /^look for the reason in the kernel messages/ },
];

cases('the reason and the help of not-ranked', HELPS, async ({ release, lines, vcpus, message, help, ...more }) => {
  const log = lines.map((line) => `[ 0.1] amd_pstate: ${line}`).join('\n');
  const guest = { online: '0-3', itmt: NO_SWITCH, ranking: [], driver: '', more: MOUNTED, ...more, log };
  const { diagnostics } = rankedOf(await observed(guest), release, vcpus);
  assert.match(diagnostics[0]?.message ?? '', message);
  assert.match(diagnostics[0]?.help ?? '', help);
});

test('a model of Intel', async () => {
  const guest = {
    online: '0-3',
    itmt: NO_SWITCH,
    ranking: [],
    driver: '',
    more: MOUNTED,
    log: '[ 0.1] intel_pstate: CPU model not supported',
  };
  const { diagnostics } = rankedOf(await observed(guest), [7, 3, 4]);
  assert.match(diagnostics[0]?.help ?? '', /^use an AMD CPU model/);
});

test.run();

async function observed(guest: MadeUp, levels = LEVELS) {
  const cores = levels.map((level) => `[[core]]\nhighest_perf = ${level}\n`).join('');
  const levelsOfAll = 'nominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n';
  const text = `[registers]\nlayout = "constant"\n[defaults]\n${levelsOfAll}${cores}`;
  const [{ value }, report] = [await compile({ text, file: 'spec.toml' }), madeUpReport(guest)];
  assert.ok(value && report);
  return observe(value.table, report);
}
