import { ACPI_CPPC_FILES, BOOST_FILE, CAPACITY_FILES, DRIVER_FILES, SIBLINGS_FILE } from '../../grammar/linux.js';
import type { CpcTable, Processor } from '../cpc/ir.js';
import { groupBy } from '../diagnostics/group-by.js';
import { runsOf } from '../spec/cpuset.js';
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
  /** What the scheduler of Arm and RISC-V takes each vCPU for: `cpu_capacity`. */
  readonly capacity: ReadonlyMap<number, string>;
  /** The highest frequency that the policy of each vCPU allows, in kHz. */
  readonly limit: ReadonlyMap<number, string>;
  /** Whether a policy allows more than the nominal frequency; undefined without the switch. */
  readonly boost: boolean | undefined;
  readonly report: BootReport;
}

/** Puts the report of a guest beside the table. */
export function observe({ processors }: CpcTable, report: BootReport): Observation {
  const byVcpu = new Map(processors.map((processor) => [processor.vcpu, processor]));
  const siblings = siblingsByCore(processors, report.online);
  return {
    processors: report.online.map((vcpu) => {
      const processor = byVcpu.get(vcpu);
      return {
        vcpu,
        core: processor?.core,
        siblings: { ...(processor && { expected: siblings.get(processor.core) ?? '' }), ...seenSiblings(vcpu, report) },
        expected: processor ? expectedOf(processor) : {},
        actual: filesOf(report.cpus.get(vcpu)),
      };
    }),
    drivers: [...new Set(driverFile(report, 'driver').values())],
    ranking: driverFile(report, 'ranking'),
    capacity: fileOfEach(report, CAPACITY_FILES.capacity),
    limit: fileOfEach(report, CAPACITY_FILES.limit),
    boost: BOOST[report.files.get(BOOST_FILE) ?? ''],
    report,
  };
}

/** Core → the threads of it that the guest has. */
function siblingsByCore(processors: readonly Processor[], online: readonly number[]): Map<number, string> {
  const present = new Set(online);
  const cores = groupBy(
    processors.filter(({ vcpu }) => present.has(vcpu)),
    ({ core }) => core,
  );
  return new Map([...cores].map(([core, threads]) => [core, sysfsList(threads.map(({ vcpu }) => vcpu))]));
}

/** Linux writes such a list in order and as short as possible. */
function seenSiblings(vcpu: number, { files }: BootReport): { readonly seen?: string } {
  const text = files.get(`${CPUS}/cpu${vcpu}/${SIBLINGS_FILE}`);
  return text !== undefined && /^[\d,-]{1,4096}$/.test(text) ? { seen: text } : {};
}

/** As sysfs writes a list of CPUs: `0-1,8`, where a cpuset of ours would have `0,1,8`. */
function sysfsList(vcpus: readonly number[]): string {
  const runs = runsOf([...vcpus].sort((a, b) => a - b));
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
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

const BOOST: Readonly<Record<string, boolean>> = { 0: false, 1: true };

function driverFile(report: BootReport, key: 'driver' | 'ranking'): Map<number, string> {
  return fileOfEach(report, DRIVER_FILES.find((row) => row.key === key)?.file ?? '');
}

function fileOfEach({ online, files }: BootReport, name: string): Map<number, string> {
  const found = online.flatMap((vcpu): [number, string][] => {
    const text = files.get(`${CPUS}/cpu${vcpu}/${name}`);
    return text === undefined || text === UNREADABLE ? [] : [[vcpu, text]];
  });
  return new Map(found);
}
