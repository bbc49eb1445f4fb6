import type { ObservedProcessor } from '../../../boot/observation.js';
import { integerToJson } from '../../../firmware/entry-json.js';
import type { LinuxReport } from '../../../observe/linux-report.js';
import type { LinuxVerdict } from '../../../observe/linux-verdict.js';
import type { WindowsReport } from '../../../observe/windows-report.js';
import type { LoggedProcessor, WindowsVerdict } from '../../../observe/windows-verdict.js';

/** The keys of `observe --json`, without a guest. */
export const NO_GUEST = {
  ranked: null,
  because: [],
  system: null,
  release: null,
  processors: [],
  driver: null,
  ranking: null,
  itmt: null,
  capacity: null,
  busy: [],
  log: [],
};

export function windowsFacts(
  { version, product, drivers, hypervisor, allowGuestPerfStates }: WindowsReport,
  verdict: WindowsVerdict,
) {
  return {
    ...NO_GUEST,
    ranked: verdict.ranked ?? null,
    because: verdict.because,
    system: 'windows',
    release: version ?? null,
    product: product ?? null,
    processors: verdict.processors.map(loggedToJson),
    driver: drivers[0] ?? null,
    hypervisor: hypervisor ?? null,
    allow_guest_perf_states: allowGuestPerfStates ?? null,
  };
}

function loggedToJson({ vcpu, core, expected, seen }: LoggedProcessor) {
  return {
    vcpu,
    core: core ?? null,
    expected: expected === undefined ? null : { maximum_performance_percent: Number(expected.toFixed(2)) },
    seen: seen
      ? {
          group: seen.group,
          number: seen.number,
          state_type: seen.stateType ?? null,
          state_words: seen.stateWords ?? null,
          maximum_performance_percent: seen.maximumPercent,
          nominal_frequency: seen.nominalFrequency,
        }
      : null,
    siblings_expected: null,
    siblings_seen: null,
  };
}

export function linuxFacts({ version, hypervisor }: LinuxReport, { observation, ranked, because, itmt }: LinuxVerdict) {
  return {
    ...NO_GUEST,
    ranked: ranked ?? null,
    because,
    system: 'linux',
    release: version === '' ? null : version,
    hypervisor: hypervisor ?? null,
    ...guestFacts(observation, itmt),
  };
}

/** What a Linux guest shows, as `boot --json` and `observe --json` have it. */
export function guestFacts(
  observation: LinuxVerdict['observation'],
  itmt: LinuxVerdict['itmt'],
): Readonly<Record<string, unknown>> {
  return {
    processors: observation.processors.map(processorToJson),
    driver: observation.drivers[0] ?? null,
    ranking: perVcpu(observation, observation.ranking),
    itmt: itmt === undefined ? null : ITMT_TO_JSON[itmt],
    capacity: perVcpu(observation, observation.capacity),
    boost: observation.boost ?? null,
    busy: observation.report.busy,
    log: observation.report.logLines.relevant,
    log_left_out: observation.report.logLines.leftOut,
  };
}

/** null where the kernel has no switch, or does not show it. */
const ITMT_TO_JSON = { on: true, off: false, absent: null, unknown: null } as const;

/** A number for each vCPU; null if none has one. */
function perVcpu(
  { processors }: LinuxVerdict['observation'],
  numbers: ReadonlyMap<number, string>,
): readonly unknown[] | null {
  return numbers.size === 0 ? null : processors.map(({ vcpu }) => numberOf(numbers.get(vcpu)));
}

function processorToJson({ vcpu, core, siblings, expected, actual }: ObservedProcessor) {
  return {
    vcpu,
    core: core ?? null,
    expected: Object.fromEntries(Object.entries(expected).map(([file, value]) => [file, integerToJson(value)])),
    seen: actual ? Object.fromEntries(Object.entries(actual).map(([file, text]) => [file, numberOf(text)])) : null,
    siblings_expected: siblings.expected ?? null,
    siblings_seen: siblings.seen ?? null,
  };
}

/** Numbers as numbers, unless JavaScript cannot represent them; other text unchanged. */
function numberOf(text: string | null | undefined): number | string | null {
  return text != null && /^\d+$/.test(text) ? integerToJson(BigInt(text)) : (text ?? null);
}
