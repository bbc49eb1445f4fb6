import { CPC_LEVELS } from '../../../../grammar/cpc.js';
import { integerToJson } from '../../../firmware/entry-json.js';
import type { HostReport, ReportedCore } from '../../../host/report/host-report.js';

const NUMBERS = [...CPC_LEVELS, 'nominal_freq', 'lowest_freq'] as const;

/** `host --json`; null for what the host does not show. */
export function hostToJson({ vendor, model, kernel, source, cores }: HostReport): Readonly<Record<string, unknown>> {
  const drivers = [...new Set(cores.flatMap(({ driver }) => driver ?? []))];
  return {
    vendor: vendor ?? null,
    model: model ?? null,
    kernel: kernel ?? null,
    driver: drivers.join(', ') || null,
    source: source ?? null,
    cores: cores.map(coreToJson),
  };
}

function coreToJson({
  core,
  threads,
  l3,
  die,
  kind,
  numbers,
  maxMegahertz,
  ranking,
  capacity,
  rank,
}: ReportedCore): Readonly<Record<string, unknown>> {
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
