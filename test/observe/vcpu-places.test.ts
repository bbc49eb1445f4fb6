import { execFileSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { placeProblems, readVcpuinfo, readVcpupin } from '../../src/observe/vcpu-places.js';
import { cases } from '../support/cases.js';
import { outside, testWith } from '../support/outside.js';

const spec = (hostThreads: readonly string[], levels: readonly number[] = [236, 166]) =>
  [
    ...['[registers]', 'layout = "constant"', '[defaults]', 'nominal_perf = 131', 'lowest_nonlinear_perf = 40'],
    ...['lowest_perf = 15', 'nominal_freq = 3800', 'lowest_freq = 400'],
    ...levels.flatMap((level, i) => [
      '[[core]]',
      `highest_perf = ${level}`,
      ...(hostThreads[i] === undefined ? [] : [`host_threads = [${hostThreads[i]}]`]),
    ]),
  ].join('\n');

interface Row {
  readonly name: string;
  readonly spec: string;
  /** Where vCPU 0 and vCPU 1 may run. */
  readonly seen: readonly string[];
  readonly says: readonly string[];
}

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'as in the spec', spec: spec(['8', '9']), seen: ['8', '9'], says: [] },
  { name: 'a set in another form', spec: spec(['"8-9"', '"0,16"']), seen: ['8,9', '16,0'], says: [] },
  { name: 'one wanders', spec: spec(['8', '9']), seen: ['0-31', '9'], says: ['vCPU 0 may run on host threads 0-31, but in the spec on 8 alone: elsewhere its levels are those of another core'] },
  { name: 'all wander', spec: spec(['8', '9']), seen: ['0-31', '0-31'], says: ['vCPU 0 may run on host threads 0-31, but in the spec on 8 alone (and 1 more vCPU): elsewhere its levels are those of another core'] },
  { name: 'exchanged', spec: spec(['8', '9']), seen: ['9', '8'], says: ['vCPU 0 runs on host thread 9, but in the spec on 8 (and 1 more vCPU): its levels can be those of another core'] },
  { name: 'a part of the set', spec: spec(['"8-9"', '1']), seen: ['8', '1'], says: ['vCPU 0 runs on host thread 8, but in the spec on 8-9: its levels can be those of another core'] },
  { name: 'one wanders, one is elsewhere', spec: spec(['8', '9']), seen: ['8-9', '8'], says: ['vCPU 0 may run on host threads 8-9, but in the spec on 8 alone: elsewhere its levels are those of another core', 'vCPU 1 runs on host thread 8, but in the spec on 9: its levels can be those of another core'] },
  { name: 'a vCPU without host threads', spec: spec(['8']), seen: ['8', '0-31'], says: [] },
  { name: 'no host threads, apart', spec: spec([]), seen: ['8', '9'], says: [] },
  { name: 'no host threads, together', spec: spec([]), seen: ['0-31', '0-31'], says: ['vCPU 0 (highest_perf 236) and vCPU 1 (highest_perf 166) may both run on host threads 0-31: the levels describe neither'] },
  { name: 'no host threads, equal levels', spec: spec([], [236, 236]), seen: ['0-31', '0-31'], says: [] },
  { name: 'more vCPUs than in the spec', spec: spec(['8', '9']), seen: ['8', '9', '0-31'], says: [] },
];

cases('where vCPUs run', rows, async ({ spec: text, seen, says }) => {
  const { value } = await compile({ text, file: 'spec.toml' });
  if (!value) throw new Error('the spec does not compile');
  const places = readVcpupin(seen.map((set, vcpu) => ` ${vcpu}      ${set}`).join('\n'));
  assert.equal(
    placeProblems(value.table, places).map(({ message }) => message),
    says,
  );
});

test('vcpupin of libvirt 9 and of libvirt 1', () => {
  const of9 = ' VCPU   CPU Affinity\n----------------------\n 0      0-1\n 12     3,^4\n\n';
  assert.equal(readVcpupin(of9), [
    { vcpu: 0, threads: [0, 1] },
    { vcpu: 12, threads: [3] },
  ]);
  const of1 = 'VCPU: CPU Affinity\n----------------------------------\n   0: 0-1\n';
  assert.equal(readVcpupin(of1), [{ vcpu: 0, threads: [0, 1] }]);
  assert.equal(readVcpupin('0 99999999999\n1 9-1\n2 -\n99999999 1\n'), []);
});

test('vcpuinfo: a vCPU that is offline has no place', () => {
  const block = (vcpu: string, cpu: string, affinity: string) =>
    `VCPU:           ${vcpu}\nCPU:            ${cpu}\nState:          running\nCPU time:       3.4s\nCPU Affinity:   ${affinity}\n\n`;
  assert.equal(readVcpuinfo(block('0', '3', '--yy') + block('1', 'N/A', 'y---') + block('2', '0', 'x')), [
    { vcpu: 0, threads: [2, 3], last: 3 },
    { vcpu: 1, threads: [0] },
  ]);
  assert.equal(readVcpuinfo(''), []);
});

testWith(['virsh'], "libvirt's made-up driver has vCPUs, too", () => {
  const virsh = (command: string) =>
    execFileSync(outside('virsh'), ['-c', 'test:///default', command, 'test'], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
  const threads = (places: readonly { vcpu: number; threads: readonly number[] }[]) =>
    places.map((one) => [one.vcpu, one.threads.length]);
  const both = [threads(readVcpuinfo(virsh('vcpuinfo'))), threads(readVcpupin(virsh('vcpupin')))];
  assert.equal(both[0], both[1]);
  assert.is(both[0]?.length, 2);
});

test.run();
