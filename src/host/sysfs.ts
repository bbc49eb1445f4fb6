import { type CpuVendor, MODALIAS_VENDORS, VENDOR_DRIVERS } from '../../grammar/cpu-models.js';
import { MOST_CPUS } from '../../grammar/linux.js';
import type { Architecture } from '../../grammar/machines.js';
import type { Source } from '../../grammar/rank-sources.js';
import { diagnostic, type Place } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';
import { readCpuset } from '../spec/cpuset.js';
import { architectureIn } from './architecture.js';
import { type CppcFiles, type HostNumbers, highestOf, readCppcFiles } from './cppc-files.js';
import { isUnread, type Tree } from './tree.js';

const CPUS = 'devices/system/cpu';

export interface HostCpu extends CppcFiles {
  readonly cpu: number;
  /** The online threads of its core, including itself, in ascending order. */
  readonly siblings: readonly number[];
  /** The highest frequency of its cpufreq policy; missing without a driver. */
  readonly maxMegahertz?: bigint;
  /** The lowest one. */
  readonly minMegahertz?: bigint;
  /** The highest_perf that acpi_cppc shows, where `numbers` has that of another source. */
  readonly reported?: bigint;
}

/** The CPUs of a host, in ascending order. */
export interface Host {
  /** The folder of the CPUs in diagnostics. */
  readonly folder: string;
  readonly online: ReadonlyMap<number, HostCpu>;
  readonly offline: ReadonlySet<number>;
  /** Undefined where no file shows it. */
  readonly architecture?: Architecture;
  /** Undefined where sysfs does not show it. */
  readonly vendor?: CpuVendor;
  /** The place of a file of one CPU, for diagnostics. */
  readonly placeOfFile: (cpu: number, file?: string) => Place;
}

/**
 * Reads the CPUs in sysfs. It uses only `acpi_cppc`: the highest performance in cpufreq and cpupower is a constant of
 * amd_pstate (166 or 196), not the level of the core.
 */
export function readHost(tree: Tree): Host {
  const cpus = numbersOfCpus(tree);
  const listed = listIn(tree, `${CPUS}/online`);
  const online = new Set(cpus.filter((cpu) => !listed || listed.has(cpu)));
  const map = new Map([...online].map((cpu) => [cpu, readCpu(tree, cpu, online)]));
  const [first = 0] = online;
  const [architecture, vendor] = [architectureIn(tree, first), vendorIn(tree, first)];
  return {
    folder: `${tree.name}/${CPUS}`,
    online: map,
    offline: new Set(cpus.filter((one) => !online.has(one))),
    ...(architecture && { architecture }),
    ...(vendor && { vendor }),
    placeOfFile: (cpu, file) => ({ file: [tree.name, `${CPUS}/cpu${cpu}`, ...(file ? [file] : [])].join('/') }),
  };
}

/** The host, if a CPU of it has levels. `others`: what else ranks its cores. */
export function withLevels(host: Host, others: readonly Source[] = []): Result<Host> {
  if ([...host.online.values()].some(({ numbers }) => numbers)) return ok(host);
  return fail(diagnostic('host/no-cppc', { file: host.folder }, { ...whyNone(host.online), others }));
}

/** `modalias` names the vendor of x86 CPUs; a copy of sysfs may have the driver alone. */
function vendorIn(tree: Tree, cpu: number): CpuVendor | undefined {
  const alias = tree.read(`${CPUS}/modalias`);
  const [, number = ''] = isUnread(alias) ? [] : (/^cpu:type:x86,ven([0-9A-F]{4})/.exec(alias) ?? []);
  const driver = tree.read(`${CPUS}/cpu${cpu}/cpufreq/scaling_driver`);
  const row = isUnread(driver) ? undefined : VENDOR_DRIVERS.find(({ prefix }) => driver.startsWith(prefix));
  return MODALIAS_VENDORS[number] ?? row?.vendor;
}

function numbersOfCpus(tree: Tree): number[] {
  const names = tree.names(CPUS).filter((name) => /^cpu\d{1,5}$/.test(name));
  const cpus = names.map((name) => Number(name.slice('cpu'.length))).filter((cpu) => cpu < MOST_CPUS);
  return cpus.sort((a, b) => a - b);
}

function listIn(tree: Tree, file: string, most?: number): ReadonlySet<number> | undefined {
  const text = tree.read(file);
  const list = isUnread(text) ? text : readCpuset(text, most);
  return 'why' in list ? undefined : new Set(list);
}

/** POWER has 8 threads to a core. Lists of all CPUs for each CPU would cost the square of their number. */
const MOST_SIBLINGS = 64;

function readCpu(tree: Tree, cpu: number, online: ReadonlySet<number>): HostCpu {
  const folder = `${CPUS}/cpu${cpu}`;
  // Linux 5.4 and older have only the first name; later releases deprecate it.
  const listed =
    listIn(tree, `${folder}/topology/thread_siblings_list`, MOST_SIBLINGS) ??
    listIn(tree, `${folder}/topology/core_cpus_list`, MOST_SIBLINGS);
  const siblings = [...(listed ?? [])].filter((one) => one !== cpu && online.has(one));
  const [maxMegahertz, minMegahertz] = ['max', 'min'].map((end) =>
    megahertzIn(tree, `${folder}/cpufreq/cpuinfo_${end}_freq`),
  );
  return {
    cpu,
    siblings: [cpu, ...siblings].sort((a, b) => a - b),
    ...(maxMegahertz && { maxMegahertz }),
    ...(minMegahertz && { minMegahertz }),
    ...readCppcFiles(tree, `${folder}/acpi_cppc`),
  };
}

/** cpufreq has kHz. */
function megahertzIn(tree: Tree, file: string): bigint | undefined {
  const text = tree.read(file);
  const [, kilohertz] = isUnread(text) ? [] : (/^(\d{4,10})\s*$/.exec(text) ?? []);
  return kilohertz === undefined ? undefined : BigInt(kilohertz) / 1000n;
}

function whyNone(cpus: ReadonlyMap<number, HostCpu>): { cpus: number; file?: string; why?: string } {
  const [first] = [...cpus.values()].flatMap(({ absent, unread }) => (absent ? [] : unread));
  return { cpus: cpus.size, ...(first && { file: first.key, why: first.why }) };
}

/** The numbers of the thread, or of a sibling if those cannot be read. */
export function numbersOf(host: Host, thread: number): HostNumbers | undefined {
  const own = host.online.get(thread);
  if (!own || own.numbers) return own?.numbers;
  const sibling = own.siblings.find((one) => host.online.get(one)?.numbers);
  return sibling === undefined ? undefined : host.online.get(sibling)?.numbers;
}

interface NumberedCpu {
  readonly cpu: number;
  readonly numbers: HostNumbers;
}

/** The CPU with the lowest highest_perf; the first of equal ones. */
export function lowestOf(host: Host): NumberedCpu | undefined {
  const ranked = [...host.online.values()].flatMap(({ cpu, numbers }) => (numbers ? [{ cpu, numbers }] : []));
  return ranked.reduce<NumberedCpu | undefined>(
    (low, one) => (low && highestOf(low.numbers) <= highestOf(one.numbers) ? low : one),
    undefined,
  );
}
