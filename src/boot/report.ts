import { ACPI_CPPC_FOLDER } from '../../grammar/linux.js';
import { readCpuset } from '../spec/cpuset.js';
import { CPUS, MARK, PARTS } from './init-script.js';

/** The vCPUs on which a number of busy loops ran. */
interface BusyLoops {
  readonly loops: number;
  /** In the order of the start of the loops. */
  readonly vcpus: readonly number[];
  /** False if they still moved when the guest stopped looking. */
  readonly settled: boolean;
}

export interface BootReport {
  /** vCPU → file of its acpi_cppc folder → text; without the vCPUs whose `_CPC` Linux refused. */
  readonly cpus: ReadonlyMap<number, Readonly<Record<string, string>>>;
  /** Path → text of every reported file, acpi_cppc folders included. */
  readonly files: ReadonlyMap<string, string>;
  readonly online: readonly number[];
  readonly busy: readonly BusyLoops[];
  readonly log: string;
  /** The lines of the log with errors and warnings of ACPI. */
  readonly acpiErrors: readonly string[];
}

/** Reads the report of a guest; undefined if its end is missing. */
export function readReport(raw: string): BootReport | undefined {
  const parts = partsOf(raw);
  if (!parts.has(PARTS.end)) return undefined;
  const log = parts.get(PARTS.log) ?? '';
  return {
    cpus: cpusOf(parts),
    files: new Map([...parts].filter(([name]) => name.startsWith('/'))),
    online: cpusIn(parts.get(`${CPUS}/online`) ?? ''),
    busy: [...parts].flatMap(([name, text]) => busyOf(name, text)),
    log,
    acpiErrors: log.split('\n').filter((line) => /ACPI.*(?:Error|Warning|Exception)/.test(line)),
  };
}

/** The number of busy loops started by the end of a piece of the report; undefined if none was. */
export function loopsBegun(raw: string): number | undefined {
  const begun = [...raw.matchAll(new RegExp(`^${MARK} ${PARTS.busy} (\\d+)$`, 'gm'))].at(-1);
  return begun && Number(begun[1]);
}

function partsOf(raw: string): Map<string, string> {
  const parts = raw.split(new RegExp(`^${MARK} `, 'm')).slice(1);
  return new Map(
    parts.flatMap((part): [string, string][] => {
      const end = part.indexOf('\n');
      return end < 0 ? [] : [[part.slice(0, end), part.slice(end + 1).trim()]];
    }),
  );
}

function cpusOf(parts: ReadonlyMap<string, string>): BootReport['cpus'] {
  const cpus = new Map<number, Record<string, string>>();
  for (const [path, text] of parts) {
    const [, cpu, folder, file] = /\/cpu(\d+)\/(\w+)\/(\w+)$/.exec(path) ?? [];
    if (cpu === undefined || file === undefined || folder !== ACPI_CPPC_FOLDER) continue;
    cpus.set(Number(cpu), { ...cpus.get(Number(cpu)), [file]: text });
  }
  return new Map([...cpus].sort(([a], [b]) => a - b));
}

function busyOf(name: string, text: string): BusyLoops[] {
  const [part, loops] = name.split(' ');
  const [state, ...vcpus] = text.split(/\s+/);
  if (part !== PARTS.busy || state === '') return [];
  return [{ loops: Number(loops), vcpus: vcpus.map(Number), settled: state === 'settled' }];
}

/** `0-3,8` as numbers. */
function cpusIn(list: string): readonly number[] {
  const cpus = readCpuset(list);
  return 'why' in cpus ? [] : cpus;
}
