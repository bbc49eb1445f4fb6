import { ACPI_CPPC_FILES, DRIVER_FILES, SIBLINGS_FILE } from '../../grammar/linux.js';
import type { CpcTable, Processor } from '../cpc/ir.js';
import { readCpuset } from '../spec/cpuset.js';
import { CPUS, UNREADABLE } from './init-script.js';
import type { BootReport } from './report.js';

export type CppcFile = (typeof ACPI_CPPC_FILES)[number]['file'];

/** One vCPU: the values of the table, and the values that the guest reads. */
export interface ObservedProcessor {
  readonly vcpu: number;
  /** Undefined for a vCPU that the table does not have. */
  readonly core: number | undefined;
  /** The entries that are Integers in the table. */
  readonly expected: Readonly<Partial<Record<CppcFile, bigint>>>;
  /** The threads of its core, as a cpuset: of the spec, without those that the guest does not have, and of the guest. */
  readonly siblings: { readonly expected?: string; readonly seen?: string };
  /** Files of its acpi_cppc folder; null where the guest could not read one. Undefined without the folder. */
  readonly actual: Readonly<Partial<Record<CppcFile, string | null>>> | undefined;
}

export interface Observation {
  /** The vCPUs of the guest, in order. */
  readonly processors: readonly ObservedProcessor[];
  /** Names of the drivers that set the frequency. */
  readonly drivers: readonly string[];
  /** amd-pstate's rank of each vCPU that has one. */
  readonly ranking: ReadonlyMap<number, string>;
  readonly report: BootReport;
}

/** Puts the report of a guest beside the table. */
export function observe({ processors }: CpcTable, report: BootReport): Observation {
  return {
    processors: report.online.map((vcpu) => {
      const processor = processors.find((one) => one.vcpu === vcpu);
      return {
        vcpu,
        core: processor?.core,
        siblings: siblingsOf(vcpu, processors, report),
        expected: processor ? expectedOf(processor) : {},
        actual: filesOf(report.cpus.get(vcpu)),
      };
    }),
    drivers: [...new Set(fileOfEach(report, 'driver').values())],
    ranking: fileOfEach(report, 'ranking'),
    report,
  };
}

function siblingsOf(vcpu: number, processors: readonly Processor[], report: BootReport): ObservedProcessor['siblings'] {
  const core = processors.find((one) => one.vcpu === vcpu)?.core;
  const present = new Set(report.online);
  const own = processors.filter((one) => one.core === core && present.has(one.vcpu)).map((one) => one.vcpu);
  const text = report.files.get(`${CPUS}/cpu${vcpu}/${SIBLINGS_FILE}`);
  const seen = text === undefined ? { why: '' } : readCpuset(text);
  return {
    ...(core !== undefined && { expected: rangesOf(own) }),
    ...(!('why' in seen) && { seen: rangesOf(seen) }),
  };
}

/** As sysfs writes a list of CPUs: `0-1,8`. */
function rangesOf(vcpus: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const vcpu of [...vcpus].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && range[1] === vcpu - 1) range[1] = vcpu;
    else ranges.push([vcpu, vcpu]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

function expectedOf({ stated: entries }: Processor): ObservedProcessor['expected'] {
  const known = ACPI_CPPC_FILES.flatMap(({ file }): [CppcFile, bigint][] => {
    const entry = file === 'feedback_ctrs' ? undefined : entries[file];
    return entry?.kind === 'integer' ? [[file, entry.value]] : [];
  });
  return Object.fromEntries(known);
}

function filesOf(files: Readonly<Record<string, string>> | undefined): ObservedProcessor['actual'] {
  if (!files) return undefined;
  const read = ACPI_CPPC_FILES.flatMap(({ file }): [CppcFile, string | null][] => {
    const text = files[file];
    return text === undefined ? [] : [[file, text === UNREADABLE ? null : text]];
  });
  return Object.fromEntries(read);
}

function fileOfEach({ online, files }: BootReport, key: 'driver' | 'ranking'): Map<number, string> {
  const name = DRIVER_FILES.find((row) => row.key === key)?.file;
  const found = online.flatMap((vcpu): [number, string][] => {
    const text = files.get(`${CPUS}/cpu${vcpu}/${name}`);
    return text === undefined || text === UNREADABLE ? [] : [[vcpu, text]];
  });
  return new Map(found);
}
