import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readLinuxReport } from '../../src/observe/linux-report.js';
import { judgeLinux } from '../../src/observe/linux-verdict.js';
import { cases } from '../support/cases.js';
import { tableOf } from './made-events.js';

interface Made {
  readonly levels?: readonly (number | string)[];
  readonly itmt?: string;
  readonly debugfsItmt?: string;
  readonly hidden?: boolean;
  readonly debugfs?: boolean;
  readonly release?: string;
  readonly schedExt?: string;
  readonly siblings?: string;
  readonly log?: string;
  readonly end?: boolean;
  readonly ranking?: readonly (number | string)[];
}

const CPUS = '==== /sys/devices/system/cpu';

/** The report of a guest with two vCPUs, as the script prints it. */
function reportOf(made: Made): string {
  const { levels = [236, 166], itmt, debugfsItmt, hidden, debugfs = true, release = '6.12.48-amd64' } = made;
  const of = levels.flatMap((level, vcpu) => [
    `${CPUS}/cpu${vcpu}/acpi_cppc/highest_perf\n${level}`,
    `${CPUS}/cpu${vcpu}/topology/thread_siblings_list\n${made.siblings ?? vcpu}`,
    `${CPUS}/cpu${vcpu}/cpufreq/scaling_driver\namd-pstate`,
    `${CPUS}/cpu${vcpu}/cpufreq/amd_pstate_prefcore_ranking\n${made.ranking?.[vcpu] ?? level}`,
  ]);
  const parts = [
    `${CPUS}/online\n0${levels.length > 1 ? `-${levels.length - 1}` : ''}`,
    ...of,
    ...(itmt === undefined ? [] : [`==== /proc/sys/kernel/sched_itmt_enabled\n${itmt}`]),
    ...(debugfsItmt === undefined ? [] : [`==== /sys/kernel/debug/x86/sched_itmt_enabled\n${debugfsItmt}`]),
    `==== /proc/mounts${debugfs ? '\ndebugfs /sys/kernel/debug debugfs rw 0 0' : ''}`,
    `==== /proc/sys/kernel/osrelease\n${release}`,
    ...(made.schedExt === undefined ? [] : [`==== /sys/kernel/sched_ext/state\n${made.schedExt}`]),
    ...(hidden ? ['==== hidden\n/sys/kernel/debug'] : []),
    `==== log${made.log === undefined ? '' : `\n${made.log}`}`,
    ...(made.end === false ? [] : ['==== end']),
  ];
  return `cppc-acpi report 1 linux\n${parts.join('\n')}\n`;
}

interface Row extends Made {
  readonly name: string;
  readonly spec?: readonly number[];
  readonly ranked: boolean | undefined;
  readonly codes?: readonly string[];
}

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'ITMT on', itmt: '1', ranked: true },
  { name: 'ITMT off', itmt: '0', ranked: false, codes: ['observe/not-ranked'] },
  { name: 'no switch', ranked: false, codes: ['observe/not-ranked'] },
  { name: 'ITMT on in debugfs', debugfsItmt: 'Y', release: '7.2.7', ranked: true },
  { name: 'ITMT off in debugfs', debugfsItmt: 'N', release: '7.2.7', ranked: false, codes: ['observe/not-ranked'] },
  { name: 'debugfs of root', hidden: true, release: '7.1.0', ranked: undefined, codes: ['observe/switch-unreadable'] },
  { name: 'no debugfs before 7.2.7', debugfs: false, release: '7.2.6', ranked: false, codes: ['observe/not-ranked'] },
  { name: 'no debugfs from 7.2.7 on', debugfs: false, release: '7.2.7', ranked: undefined, codes: ['observe/switch-unreadable'] },
  { name: 'an unknown release', debugfs: false, release: 'custom', ranked: undefined, codes: ['observe/switch-unreadable'] },
  { name: 'a scheduler of sched_ext', itmt: '1', schedExt: 'enabled', ranked: undefined, codes: ['observe/sched-ext'] },
  { name: 'sched_ext that is off', itmt: '1', schedExt: 'disabled', ranked: true },
  { name: 'equal cores', itmt: '1', spec: [236, 236], levels: [236, 236], ranked: undefined, codes: ['observe/all-equal'] },
  { name: 'other numbers', itmt: '1', levels: [236, 165], ranked: undefined, codes: ['observe/value-differs'] },
  { name: 'a number that cannot be read', itmt: '1', levels: ['unreadable', 166], ranked: undefined, codes: ['observe/value-unreadable'] },
  { name: 'another ranking', itmt: '1', ranking: [236, 165], ranked: undefined, codes: ['observe/ranking-differs'] },
  { name: 'other numbers, and their ranking', itmt: '1', levels: [236, 165], ranking: [236, 165], ranked: undefined, codes: ['observe/value-differs'] },
  { name: 'one vCPU more', itmt: '1', spec: [236, 166, 150], ranked: undefined, codes: ['observe/processor-count'] },
  { name: 'threads instead of cores', itmt: '1', siblings: '0-1', ranked: undefined, codes: ['observe/siblings-differ'] },
  { name: 'an error about a _CPC', itmt: '1', log: 'ACPI Error: AE_NOT_FOUND \\_SB.C000._CPC', ranked: undefined, codes: ['observe/acpi-error'] },
  { name: 'an error of a battery', itmt: '1', log: 'ACPI Error: AE_NOT_FOUND \\_SB.BAT0._BIF', ranked: true },
];

cases('verdict', rows, async ({ spec = [236, 166], ranked, codes = [], name: _, ...made }) => {
  const verdict = judgeLinux(await tableOf(spec), readLinuxReport(reportOf(made)), 'r');
  assert.equal([verdict.ranked, verdict.because], [ranked, codes]);
});

test('a report without an end is compared, and said to be cut', async () => {
  const verdict = judgeLinux(await tableOf([236, 166]), readLinuxReport(reportOf({ itmt: '1', end: false })), 'r');
  assert.equal(
    verdict.diagnostics.map(({ code }) => code),
    ['observe/cut'],
  );
});

test('a Linux guest is not said to have fewer vCPUs by a report without an end', async () => {
  const read = (end: boolean) => readLinuxReport(reportOf({ itmt: '1', end }));
  const [cut, whole] = await Promise.all(
    [false, true].map(async (end) => judgeLinux(await tableOf([236, 166, 150]), read(end), 'r').diagnostics),
  );
  assert.equal(
    cut?.map(({ code }) => code),
    ['observe/processor-count'],
  );
  assert.match(cut?.[0]?.message ?? '', /the report, which has no end, has 2 processors$/);
  assert.match(whole?.[0]?.message ?? '', /the newest boot of the guest has 2 processors$/);
});

test.run();
