// Whether the scheduler of the host prefers its better cores: by cpu_capacity, or on x86 by priorities that a driver gives it
// and a switch (ITMT) puts into force. The sources of each fact stand in grammar/linux.ts.

import {
  BOOST_FILE,
  CPPC_DRIVER,
  CPUFREQ_PRESSURE_SINCE,
  ITMT_SWITCHES,
  PREFCORE,
  RANKING_DRIVERS,
} from '../../../grammar/linux.js';
import type { Architecture } from '../../../grammar/machines.js';
import type { Release } from '../../../grammar/release.js';
import { isSince } from '../../versions/release.js';
import { type FileReader, fileReader } from '../file-reader.js';
import type { Tree } from '../tree.js';
import type { ReportedCore } from './core.js';

export interface Scheduler {
  /** Undefined where no file tells. */
  readonly ranks?: boolean;
  /** The fact that decides, or what is missing. */
  readonly because: string;
}

interface Known {
  readonly cores: readonly ReportedCore[];
  readonly drivers: readonly string[];
  readonly release?: Release;
  readonly architecture?: Architecture;
}

export function schedulerOf(tree: Tree, known: Known): Scheduler {
  const reader = fileReader(tree);
  const isX86 = known.architecture === undefined || known.architecture === 'x86';
  return byCapacity(reader, known, isX86) ?? (isX86 ? byPriority(reader, known) : NO_CAPACITY);
}

const NO_CAPACITY: Scheduler = { because: 'the CPUs have no cpu_capacity' };

/** x86 has equal capacities unless intel_pstate sets them, so only different ones decide there. */
function byCapacity(reader: FileReader, known: Known, isX86: boolean): Scheduler | undefined {
  const capacities = new Set(known.cores.map(({ capacity }) => capacity));
  if (capacities.has(undefined)) return undefined;
  if (capacities.size > 1) return limitedToNominal(reader, known) ?? DIFFERENT;
  return isX86 || capacities.size === 0 ? undefined : EQUAL;
}

const DIFFERENT: Scheduler = { ranks: true, because: 'cpu_capacity differs between cores' };
const EQUAL: Scheduler = { ranks: false, because: 'cpu_capacity is equal on all cores' };

/** With boost off the driver limits each core to its nominal level, and the scheduler counts that. */
function limitedToNominal(reader: FileReader, { cores, drivers, release }: Known): Scheduler | undefined {
  const nominal = new Set(cores.map(({ numbers }) => numbers?.get('nominal_perf')));
  const counts = release !== undefined && isSince(release, CPUFREQ_PRESSURE_SINCE) && drivers.includes(CPPC_DRIVER);
  if (!counts || nominal.size !== 1 || nominal.has(undefined) || reader.text(below(BOOST_FILE)) !== '0')
    return undefined;
  return { ranks: false, because: `boost is off, and ${CPPC_DRIVER} limits all cores to the same nominal_perf` };
}

function byPriority(reader: FileReader, known: Known): Scheduler {
  return bySwitch(reader) ?? byDriver(reader, known) ?? withoutSwitch(reader, known);
}

function bySwitch(reader: FileReader): Scheduler | undefined {
  for (const { file, on, off } of ITMT_SWITCHES) {
    const content = reader.text(below(file));
    if (content === on || content === off)
      return { ranks: content === on, because: `sched_itmt_enabled is ${content}` };
  }
  return undefined;
}

function byDriver(reader: FileReader, { drivers, cores }: Known): Scheduler | undefined {
  const [driver] = drivers;
  if (driver !== undefined && !RANKING_DRIVERS.some((prefix) => driver.startsWith(prefix)))
    return { ranks: false, because: `the driver ${driver} does not rank cores` };
  const prefcore = reader.text(PREFCORE.file);
  if (prefcore === PREFCORE.off) return { ranks: false, because: 'amd_pstate/prefcore is disabled' };
  const different = new Set(cores.flatMap(({ ranking }) => ranking ?? [])).size > 1;
  if (prefcore !== PREFCORE.on || !different) return undefined;
  return { ranks: true, because: 'amd_pstate/prefcore is enabled' };
}

/** Up to the release that moved the switch, the kernel has its file in proc as soon as a driver ranks the cores. */
function withoutSwitch(reader: FileReader, { release }: Known): Scheduler {
  const moved = ITMT_SWITCHES[1].since;
  const [{ file }] = ITMT_SWITCHES;
  if (release && !isSince(release, moved) && !reader.exists(below(file)))
    return { ranks: false, because: 'the kernel has no sched_itmt_enabled' };
  const shown = release && isSince(release, moved) ? ITMT_SWITCHES[1].file : file;
  return { because: `${below(shown)} is not there, or cannot be read` };
}

/** The path of a file of the running system in a copy: below the folder that stands for /sys. */
function below(file: string): string {
  return file.replace(/^\/(?:sys\/)?/, '');
}
