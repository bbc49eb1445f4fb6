import {
  MOST_COMMAND_CHARACTERS,
  MOST_WORD_CHARACTERS,
  MOST_WORDS,
  QEMU_PROGRAMS,
  QEMU_TELLING,
  QEMU_WITHOUT_VALUE,
} from '../../../grammar/qemu-options.js';
import { booleanOf } from '../../cpc/cpu-model.js';
import { diagnostic, type Place } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { valueOfKey } from '../../emit/qemu-value.js';
import { placesIn } from '../../libvirt/text-places.js';
import { readCpuset } from '../../spec/cpuset.js';
import { readCpuValue } from './cpu-value.js';
import { globalFlag } from './global.js';
import { type ShellWord, shellCommands } from './shell-words.js';
import { readSmp } from './smp.js';
import type { Placed, Vm } from './vm.js';

/** An option of QEMU with its value, and the word of each. */
interface QemuOption {
  readonly option: string;
  readonly value: string;
  readonly place: Place;
  readonly placeAt: (index: number) => Place;
  readonly hasVariable: boolean;
}

type Names = readonly string[];

/** Whether a text has options of QEMU. */
export function isCommandLine(text: string): boolean {
  const words = text.slice(0, 65_536).split(/[\s\0'"]+/);
  return words.some((word) => (QEMU_TELLING as Names).includes(word.replace(/^--/, '-')) || isProgram(word));
}

function isProgram(word: string): boolean {
  return QEMU_PROGRAMS.test(word.slice(word.lastIndexOf('/') + 1));
}

/** A command line of QEMU, or a file that has one. Of several, as in a log, the last one counts. */
export function readCommandLine(text: string, file: string): Result<Vm> {
  const bad = (why: string) => fail(diagnostic('audit/unknown-kind', { file }, { why }));
  const [characters, most] = [text.length, MOST_COMMAND_CHARACTERS];
  if (characters > most) return bad(`it has ${characters} characters; the limit for command lines is ${most}`);
  const commands = shellCommands(text);
  if (!commands) return bad(`it has more than ${MOST_WORDS} words`);
  const placeAt = placesIn(text, file);
  const command = commands.findLast((words) => optionsOf(words, placeAt).some(isTelling)) ?? [];
  const long = command.find((word) => word.text.length > MOST_WORD_CHARACTERS)?.text.length;
  if (long !== undefined) return bad(`it has a word of ${long} characters; Linux allows ${MOST_WORD_CHARACTERS}`);
  const options = optionsOf(command, placeAt);
  if (options.length === 0) return bad('no command has an option of QEMU');
  return ok(vmOf(options, command, { file, place: placeAt(command[0]?.start ?? 0), placeAt }));
}

/** Options of QEMU that are already words; undefined if there is none. */
export function readWords(
  words: readonly ShellWord[],
  placeAt: (index: number) => Place,
  file: string,
): Vm | undefined {
  const options = optionsOf(words, placeAt);
  return options.length === 0 ? undefined : vmOf(options, words, { file, place: placeAt(0), placeAt });
}

function isTelling({ option }: QemuOption): boolean {
  return (QEMU_TELLING as Names).includes(option);
}

function optionsOf(words: readonly ShellWord[], placeAt: (index: number) => Place): readonly QemuOption[] {
  const program = words.findIndex(({ text }) => isProgram(text));
  const options: QemuOption[] = [];
  for (let i = program + 1; i < words.length; i++) {
    const word = words[i] as ShellWord;
    if (!word.text.startsWith('-')) continue;
    const option = word.text.replace(/^--/, '-');
    const next = (QEMU_WITHOUT_VALUE as Names).includes(option) ? undefined : words[++i];
    // Offsets in a word with quotes or backslashes are not known: those before them are right.
    options.push({
      option,
      value: next?.text ?? '',
      place: placeAt((next ?? word).start),
      placeAt: (index) => placeAt((next ?? word).start + index),
      hasVariable: word.hasVariable || (next?.hasVariable ?? false),
    });
  }
  return options;
}

interface Where {
  readonly file: string;
  readonly place: Place;
  readonly placeAt: (index: number) => Place;
}

function vmOf(options: readonly QemuOption[], words: readonly ShellWord[], { file, place, placeAt }: Where): Vm {
  const all = (name: string) => options.filter(({ option }) => option === name);
  const cpus = all('-cpu');
  const cpu = cpus.at(-1);
  const machine = machineOf([...all('-machine'), ...all('-M')]);
  return {
    kind: 'qemu',
    file,
    place,
    ...kvmOf(options, machine, place),
    ...shapeOf(all('-smp'), machine?.name ?? '', place),
    pinning: pinningOf(words, placeAt, place, all('-object')),
    cpu: cpuOf(cpu, all('-global'), place),
    lostCpus: cpus.slice(0, -1).map(({ value, place: at }) => ({ value, place: at, lost: 'this' as const })),
    clock: clockOf(all('-rtc'), place),
    ...(machine && { machine: { value: machine.name, place: machine.option.place } }),
    ...acpiOf(options),
    tables: all('-acpitable').flatMap(({ value, place: at }) =>
      tablesIn(value).map((path) => ({ value: path, place: at })),
    ),
    hostDevices: all('-device')
      .filter(({ value }) => /^(?:driver=)?vfio-pci(?:,|$)|"driver"\s*:\s*"vfio-pci"/.test(value))
      .map(({ place: at }) => ({ value: 'vfio-pci', place: at })),
    variables: options
      .filter(({ hasVariable }) => hasVariable)
      .map(({ option, place: at }) => ({ value: option, place: at })),
  };
}

interface Machine {
  readonly name: string;
  readonly option: QemuOption;
}

function machineOf(options: readonly QemuOption[]): Machine | undefined {
  const named = options.flatMap((option) => {
    const first = option.value.split(',')[0] ?? '';
    const name = valueOfKey(option.value, 'type') ?? (first.includes('=') ? undefined : first);
    return name === undefined ? [] : [{ name, option }];
  });
  return named.at(-1);
}

/** The last option that names ACPI holds. Releases before 9.0 have -no-acpi, too. */
function acpiOf(options: readonly QemuOption[]): Pick<Vm, 'acpi'> {
  const switches = options.flatMap(({ option, value, place }) => {
    if (option === '-no-acpi') return [{ value: false, place, by: option }];
    const acpi = option === '-machine' || option === '-M' ? valueOfKey(value, 'acpi') : undefined;
    return acpi === undefined ? [] : [{ value: booleanOf(acpi) !== false, place, by: `${option} acpi=${acpi}` }];
  });
  const last = switches.at(-1);
  return last ? { acpi: last } : {};
}

/** QEMU runs a VM without KVM unless an option asks for it. */
function kvmOf(options: readonly QemuOption[], machine: Machine | undefined, place: Place): Pick<Vm, 'kvm'> {
  const accelerators = options.flatMap(({ option, value, place: at, hasVariable }) => {
    if (option === '-enable-kvm') return [{ value: 'kvm', place: at }];
    if (hasVariable) return [];
    if (option === '-accel') return [{ value: (valueOfKey(value, 'accel') ?? value).split(',')[0] ?? '', place: at }];
    const named = option === '-machine' || option === '-M' ? valueOfKey(value, 'accel') : undefined;
    return named === undefined ? [] : named.split(':').map((one) => ({ value: one, place: at }));
  });
  const unknown = options.some(({ hasVariable }) => hasVariable) && accelerators.length === 0;
  if (unknown) return {};
  const [first] = accelerators;
  const kvm = accelerators.some(({ value }) => value === 'kvm');
  return { kvm: { value: kvm, place: first?.place ?? machine?.option.place ?? place } };
}

function shapeOf(smp: readonly QemuOption[], machine: string, place: Place): Pick<Vm, 'vcpus' | 'topology'> {
  const last = smp.at(-1);
  if (last?.hasVariable) return {};
  const read = readSmp(last?.value ?? '1', machine);
  const at = last?.place ?? place;
  return read ? { vcpus: { value: read.count, place: at }, topology: { value: read.topology, place: at } } : {};
}

function cpuOf(cpu: QemuOption | undefined, globals: readonly QemuOption[], place: Place): Vm['cpu'] {
  const flags = new Map<string, Placed<string>>();
  for (const { value, place: at } of globals) {
    const flag = globalFlag(value);
    if (flag) flags.set(flag.name, { value: flag.value, place: at });
  }
  if (!cpu) return { place, flags };
  const own = readCpuValue(cpu.value, cpu.placeAt);
  return { ...own, flags: new Map([...flags, ...own.flags]) };
}

function clockOf(options: readonly QemuOption[], place: Place): Placed<string> {
  const last = options.findLast(({ value }) => valueOfKey(value, 'base') !== undefined);
  return { value: last ? (valueOfKey(last.value, 'base') ?? '') : 'utc', place: last?.place ?? place };
}

function tablesIn(value: string): string[] {
  const files = valueOfKey(value, 'file') ?? valueOfKey(value, 'data') ?? '';
  return files.split(':').filter((path) => path !== '');
}

/** `taskset -c 0-3 qemu-system-x86_64 …` is the only pin that a command line can have. */
function pinningOf(
  words: readonly ShellWord[],
  placeAt: (index: number) => Place,
  place: Place,
  objects: readonly QemuOption[],
): NonNullable<Vm['pinning']> {
  const at = words.findIndex(({ text }) => /(?:^|\/)taskset$/.test(text));
  const option =
    at < 0 ? undefined : words.slice(at, at + 4).find(({ text }) => /^(?:-[a-z]*c|--cpu-list)$/.test(text));
  const list = option && words[words.indexOf(option) + 1];
  const threads = list && readCpuset(list.text);
  const whole =
    list && threads && !('why' in threads) ? { value: threads, place: placeAt(list.start), by: 'taskset' } : undefined;
  const ioThreads = objects.some(({ value }) =>
    /^(?:qom-type=)?iothread(?:,|$)|"qom-type"\s*:\s*"iothread"/.test(value),
  );
  return { pins: [], ...(whole && { whole }), helpers: [], ioThreads, place };
}
