import { CPC_LEVELS } from '../../../../grammar/cpc.js';
import { integerToJson } from '../../../firmware/entry-json.js';
import type { ReportedCore } from '../../../host/report/core.js';
import type { HostReport } from '../../../host/report/host-report.js';

const NUMBERS = [...CPC_LEVELS, 'nominal_freq', 'lowest_freq'] as const;

/** `host --json`; null for what the host does not show. */
export function hostToJson(report: HostReport): Readonly<Record<string, unknown>> {
  const { vendor, model, kernel, drivers, scheduler, source, cores } = report;
  return {
    vendor: vendor ?? null,
    model: model ?? null,
    kernel: kernel ?? null,
    driver: drivers.join(', ') || null,
    ranks: scheduler.ranks ?? null,
    source: source ?? null,
    cores: cores.map(coreToJson),
  };
}

function coreToJson(reported: ReportedCore): Readonly<Record<string, unknown>> {
  const { core, threads, l3, die, kind, numbers, maxMegahertz, ranking, capacity, rank } = reported;
  const integer = (value: bigint | undefined) => (value === undefined ? null : integerToJson(value));
  return {
    core,
    threads,
    l3: l3 ?? null,
    die: die ?? null,
    kind: kind ?? null,
    ...Object.fromEntries(NUMBERS.map((key) => [key, integer(numbers?.get(key))])),
    max_freq: integer(maxMegahertz),
    ranking: ranking ?? null,
    capacity: capacity ?? null,
    rank: rank ?? null,
  };
}
