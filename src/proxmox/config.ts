import { MOST_PROCESSORS } from '../../grammar/machines.js';
import { QM_DEFAULTS, QM_OSTYPES } from '../../grammar/proxmox.js';
import { type Diagnostic, diagnostic, hasErrors, type Place } from '../diagnostics/diagnostic.js';
import { ownRow } from '../diagnostics/own-row.js';
import { ok, type Result } from '../diagnostics/result.js';
import { readCpuset } from '../spec/cpuset.js';
import { isYes, propertiesOf, type QmCpu, readQmCpu } from './cpu.js';
import { nextStart, type QmOption, readSections } from './lines.js';
import { type ArgsWord, splitArgs } from './words.js';

/** A Proxmox VM as its next start finds it: `qm config VMID`, or /etc/pve/qemu-server/VMID.conf. */
export interface QmConfig {
  readonly file: string;
  /** Every option by its key, with its place. */
  readonly options: ReadonlyMap<string, QmOption>;
  readonly snapshots: readonly string[];
  readonly sockets: number;
  /** Per socket. */
  readonly cores: number;
  readonly vcpus: { readonly current: number; readonly maximum: number };
  readonly numa: boolean;
  readonly kvm: boolean;
  readonly acpi: boolean;
  /** Whether vCPUs are added as devices (`hotplug: cpu`), each with its own core. */
  readonly cpuHotplug: boolean;
  readonly cpu: QmCpu;
  /** The host CPUs of the whole VM, not of a vCPU. */
  readonly affinity?: readonly number[];
  readonly ostype: string;
  /** The guest of `ostype`, where it is one that the spec knows. */
  readonly guest?: (typeof QM_OSTYPES)[string];
  /** The machine type: `pc-q35-9.0`, or `pc`. */
  readonly machine: string;
  readonly isQ35: boolean;
  readonly bios: string;
  /** The words of `args`, with their places in its text. */
  readonly args: readonly ArgsWord[];
  readonly hookscript?: string;
  /** The place of an option, or of the file where it is missing. */
  readonly placeOf: (key: string) => Place;
}

interface Reading {
  readonly options: ReadonlyMap<string, QmOption>;
  readonly diagnostics: Diagnostic[];
}

/** Reads the text; a value that Proxmox would refuse or lose is an error at its place. */
export function readQmConfig(text: string, file: string): Result<QmConfig> {
  const { value: sections, diagnostics } = readSections(text, file);
  if (!sections) return { diagnostics };
  const reading: Reading = { options: nextStart(sections), diagnostics: [...diagnostics] };
  const config = configOf(reading, file, sections.snapshots);
  return hasErrors(reading.diagnostics) ? { diagnostics: reading.diagnostics } : ok(config, reading.diagnostics);
}

function configOf(reading: Reading, file: string, snapshots: readonly string[]): QmConfig {
  const { options } = reading;
  const word = (key: string) => options.get(key)?.value;
  const ostype = word('ostype') ?? QM_DEFAULTS.ostype;
  const machine = propertiesOf(word('machine') ?? '', 'type').get('type') ?? QM_DEFAULTS.machine;
  const [guest, hookscript, affinity] = [ownRow(QM_OSTYPES, ostype), word('hookscript'), affinityOf(reading)];
  return {
    file,
    options,
    snapshots,
    ...countsOf(reading),
    numa: isYes(word('numa')),
    kvm: isYes(word('kvm') ?? '1'),
    acpi: isYes(word('acpi') ?? '1'),
    cpuHotplug: (word('hotplug') ?? '').split(/[\s,;]+/).includes('cpu'),
    cpu: readQmCpu(word('cpu')),
    ...(affinity && { affinity }),
    ostype,
    ...(guest && { guest }),
    machine,
    isQ35: machine.includes('q35'),
    bios: word('bios') ?? QM_DEFAULTS.bios,
    args: argsOf(reading),
    ...(hookscript !== undefined && { hookscript }),
    placeOf: (key) => options.get(key)?.place ?? { file },
  };
}

/** config_to_command(): sockets × cores is the most, `vcpus` how many the VM starts with. `smp` is from before `sockets`. */
function countsOf(reading: Reading): Pick<QmConfig, 'sockets' | 'cores' | 'vcpus'> {
  const sockets = countOf(reading, reading.options.has('sockets') ? 'sockets' : 'smp', QM_DEFAULTS.sockets);
  const cores = countOf(reading, 'cores', QM_DEFAULTS.cores);
  const maximum = sockets * cores;
  if (maximum > MOST_PROCESSORS)
    problem(reading, 'cores', `${maximum} vCPUs are more than ${MOST_PROCESSORS}, the limit`);
  const current = countOf(reading, 'vcpus', maximum);
  if (current > maximum)
    problem(reading, 'vcpus', `it is ${current}, but sockets × cores is ${maximum}: Proxmox does not start the VM`);
  return { sockets, cores, vcpus: { current, maximum } };
}

function countOf(reading: Reading, key: string, otherwise: number): number {
  const text = reading.options.get(key)?.value;
  if (text === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_PROCESSORS) return number;
  problem(reading, key, `it must be a number from 1 to ${MOST_PROCESSORS}`);
  return otherwise;
}

function affinityOf(reading: Reading): readonly number[] | undefined {
  const text = reading.options.get('affinity')?.value;
  if (text === undefined) return undefined;
  const threads = readCpuset(text);
  if (!('why' in threads)) return threads;
  problem(reading, 'affinity', threads.why);
  return undefined;
}

function argsOf(reading: Reading): readonly ArgsWord[] {
  const words = splitArgs(reading.options.get('args')?.value ?? '');
  if (words) return words;
  problem(reading, 'args', 'a quote is not closed, or a backslash ends the line: Proxmox then ignores the whole line');
  return [];
}

function problem({ options, diagnostics }: Reading, key: string, why: string): void {
  const option = options.get(key);
  if (option) diagnostics.push(diagnostic('proxmox/bad-value', option.place, { key, value: option.value, why }));
}
