// Reads the report of a guest, which may be hostile: in one pass, and only what a guest with these vCPUs and busy loops
// can report. Everything else is skipped.

import { ACPI_CPPC_FILES, ACPI_CPPC_FOLDER } from '../../grammar/linux.js';
import { MOST_PROCESSORS } from '../../grammar/machines.js';
import { readCpuset } from '../spec/cpuset.js';
import { CPUS, FILES_OF_CPU, MARK, OTHER_FILES, PARTS, RUNNING_FILES } from './init-script.js';
import { type LogLines, readLog } from './log-lines.js';

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
  readonly logLines: LogLines;
}

/** What the guest was started with. */
export interface ReportBounds {
  readonly vcpus?: number;
  readonly busyLoops?: number;
}

/** Reads the report of a guest; undefined if its end is missing. */
export function readReport(raw: string, bounds: ReportBounds): BootReport | undefined {
  const { isWhole, report } = readParts(raw, bounds);
  return isWhole ? report : undefined;
}

/** Reads what a report has, whether or not it has an end. */
export function readParts(
  raw: string,
  { vcpus = MOST_PROCESSORS, busyLoops = 0 }: ReportBounds,
): { readonly isWhole: boolean; readonly report: BootReport } {
  const files = new Map<string, string>();
  const busy = new Map<number, BusyLoops>();
  const texts = { log: '', ended: false };
  for (const { name, from, to } of partsOf(raw)) {
    const most = mostCharacters(name, vcpus);
    const loops = loopsOf(name);
    if (most !== undefined) files.set(name, textOf(raw, from, to, most));
    else if (loops !== undefined && loops >= 1 && loops <= busyLoops) {
      const where = readLoops(raw.slice(from, Math.min(to, from + MOST_STATE + loops * MOST_VCPU)), loops, vcpus);
      if (where) busy.set(loops, where);
    } else if (name === PARTS.log) texts.log = raw.slice(from, to).trim();
    else if (name === PARTS.end) texts.ended = true;
  }
  const online = cpusIn(files.get(`${CPUS}/online`) ?? '').filter((vcpu) => vcpu < vcpus);
  const { log, ended } = texts;
  const report = { cpus: cpusOf(files, vcpus), files, online, busy: [...busy.values()], log, logLines: readLog(log) };
  return { isWhole: ended, report };
}

const BUSY_MARK = new RegExp(`^${MARK} ${PARTS.busy} (\\d{1,4})$`, 'gm');

/** The number of busy loops started by the end of a piece of the report; undefined if none was. */
export function loopsBegun(raw: string): number | undefined {
  let begun: number | undefined;
  for (const [, loops] of raw.matchAll(BUSY_MARK)) begun = Number(loops);
  return begun;
}

/** A part of the report, with the place of its text. */
interface Part {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const NEXT_MARK = `\n${MARK} `;

/** A name of ours is shorter. */
const MOST_NAME = 200;

function* partsOf(raw: string): Generator<Part> {
  const first = raw.indexOf(NEXT_MARK);
  let mark = raw.startsWith(`${MARK} `) ? -1 : first < 0 ? raw.length : first;
  while (mark < raw.length) {
    const start = mark + NEXT_MARK.length;
    const found = raw.indexOf(NEXT_MARK, start);
    const to = found < 0 ? raw.length : found;
    const newline = raw.indexOf('\n', start);
    // A report that was copied may lack the last line end; any other part without one was cut in its name.
    const end = newline < 0 && raw.slice(start, start + MOST_NAME).trim() === PARTS.end ? raw.length : newline;
    if (end >= 0) {
      yield { name: raw.slice(start, Math.min(end, start + MOST_NAME)).trim(), from: Math.min(end + 1, to), to };
    }
    mark = to;
  }
}

/** The text of the first part of a name; undefined without it. */
export function partOf(raw: string, name: string): string | undefined {
  for (const part of partsOf(raw)) if (part.name === name) return raw.slice(part.from, part.to);
  return undefined;
}

const FILE_OF_CPU = new RegExp(`^${CPUS}/cpu(0|[1-9]\\d{0,3})/(.*)$`);

/** The most characters of a file that a guest with so many vCPUs reports; undefined for any other part. */
function mostCharacters(name: string, vcpus: number): number | undefined {
  if (!name.startsWith('/')) return undefined;
  const [, cpu, file = ''] = FILE_OF_CPU.exec(name) ?? [];
  if (cpu === undefined) return OTHER_FILES.get(name) ?? RUNNING_FILES.get(name);
  return Number(cpu) < vcpus ? FILES_OF_CPU.get(file) : undefined;
}

function textOf(raw: string, from: number, to: number, most: number): string {
  const text = raw.slice(from, Math.min(to, from + most + 1)).trim();
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function cpusOf(files: ReadonlyMap<string, string>, vcpus: number): BootReport['cpus'] {
  const cpus = new Map<number, Record<string, string>>();
  for (let vcpu = 0; vcpu < vcpus; vcpu++) {
    const texts = ACPI_CPPC_FILES.flatMap(({ file }): [string, string][] => {
      const text = files.get(`${CPUS}/cpu${vcpu}/${ACPI_CPPC_FOLDER}/${file}`);
      return text === undefined ? [] : [[file, text]];
    });
    if (texts.length > 0) cpus.set(vcpu, Object.fromEntries(texts));
  }
  return cpus;
}

function loopsOf(name: string): number | undefined {
  const [, loops] = LOOPS_NAME.exec(name) ?? [];
  return loops === undefined ? undefined : Number(loops);
}

const LOOPS_NAME = new RegExp(`^${PARTS.busy} (\\d{1,4})$`);

/** Characters of `settled` and of a vCPU with the space before it. */
const MOST_STATE = 10;
const MOST_VCPU = 5;

/** `settled 3 0`; undefined if the part names more vCPUs than loops, or one that the guest does not have. */
function readLoops(text: string, loops: number, vcpus: number): BusyLoops | undefined {
  const [state, ...words] = text.trim().split(/\s+/);
  const on = words.map(Number);
  const isReadable = on.length <= loops && on.every((vcpu) => Number.isInteger(vcpu) && vcpu >= 0 && vcpu < vcpus);
  return state !== '' && isReadable ? { loops, vcpus: on, settled: state === 'settled' } : undefined;
}

/** `0-3,8` as numbers. */
function cpusIn(list: string): readonly number[] {
  const cpus = readCpuset(list);
  return 'why' in cpus ? [] : cpus;
}
