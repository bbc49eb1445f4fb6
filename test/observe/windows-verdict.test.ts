import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readWindowsReport } from '../../src/observe/windows-report.js';
import { judgeWindows } from '../../src/observe/windows-verdict.js';
import { cases } from '../support/cases.js';
import { eventXml, type MadeEvent, tableOf } from './made-events.js';

interface Row {
  readonly name: string;
  readonly levels: readonly number[];
  readonly nominal?: number;
  /** The percentage of each processor. */
  readonly percents: readonly number[];
  readonly event?: MadeEvent;
  readonly ranked: boolean | undefined;
  readonly codes?: readonly string[];
}

const NONE = { stateType: 'None', implementation: 0 };

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'as the spec says', levels: [236, 166], percents: [180, 127], ranked: true },
  { name: 'within one, up and down', levels: [236, 166], percents: [181, 126], ranked: true },
  { name: 'more than one off', levels: [236, 166], percents: [180, 125], ranked: false, codes: ['observe/percentage-differs'] },
  { name: 'no CPPC', levels: [236, 166], percents: [100, 100], event: NONE, ranked: false, codes: ['observe/no-cpc'] },
  { name: 'P-states', levels: [236, 166], percents: [180, 127], event: { stateType: 'ACPI Performance (P) / Throttle (T) States' }, ranked: false, codes: ['observe/no-cpc'] },
  { name: 'equal cores', levels: [236, 236], percents: [180, 180], ranked: undefined, codes: ['observe/all-equal'] },
  { name: 'equal percentages of cores that differ', levels: [236, 166], percents: [180, 180], ranked: false, codes: ['observe/percentage-differs'] },
  { name: 'one vCPU fewer', levels: [236, 166], percents: [180], ranked: undefined, codes: ['observe/processor-count'] },
  { name: 'one vCPU more', levels: [236], percents: [180, 127], ranked: undefined, codes: ['observe/processor-count'] },
  { name: 'another order within one', levels: [251, 250], nominal: 250, percents: [100, 101], ranked: false, codes: ['observe/order-differs'] },
  { name: 'the order of equal cores is free', levels: [251, 250, 250], nominal: 250, percents: [101, 100, 101], ranked: true },
  { name: 'another language', levels: [236, 166], percents: [180, 127], event: { stateType: 'ACPI-Steuerung' }, ranked: undefined, codes: ['observe/state-type-unknown'] },
  { name: 'no event', levels: [236, 166], percents: [], ranked: undefined, codes: ['observe/no-events'] },
];

cases('verdict', rows, async ({ levels, nominal, percents, event, ranked, codes = [] }) => {
  const events = percents.map((percent, number) => eventXml({ ...event, number, percent }));
  const verdict = judgeWindows(await tableOf(levels, nominal), readWindowsReport(events.join('\n'), false), 'r.xml');
  assert.equal([verdict.ranked, verdict.because], [ranked, codes]);
  assert.equal(
    verdict.diagnostics.map(({ code }) => code),
    codes,
  );
});

test('128 vCPUs in two groups are in the order of the groups', async () => {
  const levels = Array.from({ length: 128 }, (_, vcpu) => 255 - (vcpu % 100));
  const events = levels.map((level, vcpu) =>
    eventXml({ group: vcpu >> 6, number: vcpu & 63, percent: Math.round((level * 100) / 131) }),
  );
  const verdict = judgeWindows(await tableOf(levels), readWindowsReport(events.reverse().join('\n'), false), 'r.xml');
  assert.equal([verdict.ranked, verdict.processors[64]?.seen?.group], [true, 1]);
});

// biome-ignore format: a row a line
const systems = [
  { name: 'Windows 10', product: 'Windows 10 Pro', version: '10.0.19045.6456', groups: 1, vcpus: 1 },
  { name: 'Windows 11 with 32 vCPUs', product: 'Windows 11 Enterprise', version: '10.0.26100.4652', groups: 1, vcpus: 32 },
  { name: 'Windows Server with two groups', product: 'Windows Server 2022 Datacenter', version: '10.0.20348.4294', groups: 2, vcpus: 96 },
] as const;

cases('the script in', systems, async ({ product, version, groups, vcpus }) => {
  const levels = Array.from({ length: vcpus }, (_, vcpu) => 236 - vcpu);
  const size = vcpus / groups;
  const events = levels.map((level, vcpu) =>
    eventXml({ group: Math.trunc(vcpu / size), number: vcpu % size, percent: Math.trunc((level * 100) / 131) }),
  );
  const facts = [
    `version=${version}`,
    `product=${product}`,
    'drivers=amdppm',
    `processors=${vcpus}`,
    'hypervisor=True',
  ];
  const text = ['cppc-acpi report 1 windows', '==== windows', ...facts, '==== events', ...events, '==== end'].join(
    '\n',
  );
  const report = readWindowsReport(text, true);
  const verdict = judgeWindows(await tableOf(levels), report, 'r');
  assert.equal([report.product, report.version, report.isWhole], [product, version, true]);
  // One processor has nothing to be ranked against.
  assert.equal([verdict.ranked, verdict.processors.length], [vcpus === 1 ? undefined : true, vcpus]);
});

test('the facts of the script reach the help', async () => {
  const table = await tableOf([236]);
  const report = (value: string) =>
    `cppc-acpi report 1 windows\n==== windows\nversion=10.0.26100.1\nAllowGuestPerfStates=${value}\n==== events\n${eventXml(NONE)}\n==== end\n`;
  const helpOf = (value: string) =>
    judgeWindows(table, readWindowsReport(report(value), true), 'r').diagnostics[0]?.help;
  assert.match(helpOf('') ?? '', 'which is not set');
  assert.match(helpOf('0') ?? '', 'which is "0"');
  assert.not.match(helpOf('1') ?? '', 'registry');
});

const report = (facts: string, events: readonly string[], end = '==== end\n') =>
  `cppc-acpi report 1 windows\n==== windows\n${facts}\n==== events\n${events.join('\n')}\n${end}`;

test('processors that are missing in a report without an end are not those of the guest', async () => {
  const table = await tableOf([236, 166]);
  const [first, second] = [eventXml({ percent: 180 }), eventXml({ number: 1, percent: 127 })];
  const judged = (text: string, isOurs = true) => judgeWindows(table, readWindowsReport(text, isOurs), 'r');
  for (const [text, isOurs] of [
    [report('processors=2', [first, second.slice(0, 200)], ''), true],
    [report('processors=2', [first], ''), true],
    [`${first}\n${second.slice(0, 200)}`, false],
  ] as const) {
    const { ranked, diagnostics } = judged(text, isOurs);
    assert.equal([ranked, diagnostics.map(({ code }) => code)], [undefined, ['observe/processor-count']]);
    assert.match(
      diagnostics[0]?.message ?? '',
      /^the spec has 2 vCPUs; the report, which has no end, has 1 processor$/,
    );
    assert.match(diagnostics[0]?.help ?? '', /^copy the whole output/);
  }
  const whole = judged(report('processors=1', [first])).diagnostics;
  assert.match(whole[0]?.message ?? '', /the newest boot of the guest has 1 processor$/);
  const longer = judged(report('', [first, second, eventXml({ number: 2 })], '')).diagnostics;
  assert.match(longer[0]?.message ?? '', /the newest boot of the guest has 3 processors$/);
  assert.equal(longer[1]?.code, 'observe/cut');
});

// biome-ignore format: a row a line
const PRODUCTS: readonly { name: string; product: string; version: string; is: string }[] = [
  { name: 'Windows 11, whose registry says 10', product: 'Windows 10 Pro', version: '10.0.26100.2314', is: 'Windows 11 Pro' },
  { name: 'its first build', product: 'Windows 10 Home', version: '10.0.22000.1', is: 'Windows 11 Home' },
  { name: 'the last Windows 10', product: 'Windows 10 Pro', version: '10.0.19045.5000', is: 'Windows 10 Pro' },
  { name: 'a server', product: 'Windows Server 2025 Standard', version: '10.0.26100.1', is: 'Windows Server 2025 Standard' },
  { name: 'no version', product: 'Windows 10 Pro', version: '', is: 'Windows 10 Pro' },
  { name: 'a newer one', product: 'Windows 11 Pro', version: '10.0.28000.1', is: 'Windows 11 Pro' },
];

cases('the name of the system', PRODUCTS, ({ product, version, is }) => {
  const read = readWindowsReport(report(`version=${version}\nproduct=${product}`, [eventXml({})]), true);
  assert.is(read.product, is);
});

test.run();
