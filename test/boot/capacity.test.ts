// Whether a guest of Arm prefers better cores, by its capacities, limits and busy loops.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../grammar/release.js';
import { rankedByCapacity } from '../../src/boot/capacity.js';
import type { Observation } from '../../src/boot/observation.js';
import { cases } from '../support/cases.js';

interface Row {
  readonly name: string;
  readonly release?: Release;
  readonly highest?: readonly bigint[];
  /** Nominal level and frequency of each vCPU. */
  readonly nominal?: readonly (readonly [bigint, bigint])[];
  readonly capacity?: readonly string[];
  readonly limit?: readonly string[];
  readonly boost?: boolean | undefined;
  readonly drivers?: readonly string[];
  readonly refused?: readonly number[];
  readonly busy?: readonly (readonly number[])[];
  readonly ranked: boolean | undefined;
  readonly says?: RegExp;
}

const EQUAL = { nominal: [131n, 131n].map((level) => [level, 2109n] as const), limit: ['2109000', '2109000'] };

// biome-ignore format: a row a line
const rows: readonly Row[] = [
  { name: 'loops on the best core', ranked: true },
  { name: 'without a driver', drivers: [], limit: [], boost: undefined, ranked: true },
  { name: 'loops elsewhere', busy: [[1]], ranked: false, says: /^the guest does not rank its cores: 1 busy loop settled on vCPU 1, not on the best core$/ },
  { name: 'no loops', busy: [], ranked: undefined, says: /no busy loop ran/ },
  { name: 'equal levels', highest: [236n, 236n], ranked: undefined, says: /the same highest_perf/ },
  { name: 'one CPU without a _CPC', capacity: ['1024', '1024'], refused: [1], ranked: false, says: /every cpu_capacity is 1024, because Linux has no _CPC for vCPU 1$/ },
  { name: 'highest below nominal', capacity: ['1024', '1024'], ranked: false, says: /every cpu_capacity is 1024$/ },
  { name: 'no cpu_capacity', capacity: [], ranked: false, says: /it shows no cpu_capacity$/ },
  { name: 'equal limits', ...EQUAL, ranked: false, says: /with its driver cppc_cpufreq and without boost every core counts as level 131$/ },
  { name: 'equal limits, before cpufreq pressure', release: [6, 1], ...EQUAL, ranked: true },
  { name: 'equal limits with boost', ...EQUAL, boost: true, ranked: true },
  { name: 'a limit that no one knows', ...EQUAL, limit: ['2109000'], ranked: true },
];

cases('ranked by capacity', rows, ({ release = [6, 12] as const, ranked, says, ...row }) => {
  const made = rankedByCapacity(observationOf(row), release);
  assert.is(made.ranked, ranked);
  if (says) assert.match(made.diagnostics[0]?.message ?? '', says);
  else assert.equal(made.diagnostics, []);
});

test.run();

function observationOf(row: Partial<Row>): Observation {
  const {
    highest = [236n, 166n],
    nominal = [
      [236n, 3800n],
      [166n, 2673n],
    ] as const,
    refused = [],
  } = row;
  const processors = highest.map((level, vcpu) => ({
    vcpu,
    core: vcpu,
    expected: { highest_perf: level, nominal_perf: nominal[vcpu]?.[0], nominal_freq: nominal[vcpu]?.[1] },
    siblings: {},
    actual: refused.includes(vcpu) ? undefined : {},
  }));
  const busy = (row.busy ?? [[0]]).map((vcpus) => ({ loops: vcpus.length, vcpus, settled: true }));
  return {
    processors,
    drivers: row.drivers ?? ['cppc_cpufreq'],
    ranking: new Map(),
    capacity: new Map((row.capacity ?? ['1024', '720']).entries()),
    limit: new Map((row.limit ?? ['3800000', '2673000']).entries()),
    boost: 'boost' in row ? row.boost : false,
    report: { busy },
  } as unknown as Observation;
}
