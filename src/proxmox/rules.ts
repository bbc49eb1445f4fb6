import type { EnlightenmentKey } from '../../grammar/enlightenments.js';
import { QM_ENLIGHTENMENTS, QM_SNIPPETS, QM_WINDOWS, QM_WINDOWS_OF_OVMF, QM_X86 } from '../../grammar/proxmox.js';
import { modelName } from '../cpc/cpu-model.js';
import { threadsPerCore } from '../cpc/topology.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { ownRow } from '../diagnostics/own-row.js';
import type { Compiled, Placement } from '../emit/format.js';
import { flagName } from '../hyperv/enlightenments.js';
import { valueText } from '../hyperv/qemu-flags.js';
import { cpusetText, writeCpuset } from '../spec/cpuset.js';
import type { QmConfig } from './config.js';
import { hookscriptName } from './hookscript.js';
import { hotplugProblems } from './hotplug.js';
import type { QmOption } from './lines.js';
import { type ArgsChange, optionsOf, type PassedOption } from './merge-args.js';
import type { ArgsWord } from './words.js';

/** Problems of a VM with the guest of this spec. */
export function vmProblems(vm: QmConfig, compiled: Compiled, { stem }: Placement): readonly Diagnostic[] {
  const arch = vm.options.get('arch');
  // The other rules are of x86 guests.
  if (arch && arch.value !== QM_X86) return foreignArchProblem(arch);
  return [
    ...vcpuProblems(vm, compiled),
    ...cpuProblems(vm, compiled),
    ...flagProblems(vm, compiled),
    ...pinProblems(vm, compiled, stem),
  ];
}

export function foreignArchProblem({ value: arch, place }: Pick<QmOption, 'value' | 'place'>): Diagnostic[] {
  return [diagnostic('proxmox/not-x86', place, { arch })];
}

function vcpuProblems(vm: QmConfig, { table }: Compiled): Diagnostic[] {
  const spec = table.processors.length;
  const threads = threadsPerCore(table) ?? 1;
  const { sockets, cores, vcpus } = vm;
  if (vcpus.maximum !== spec) return [diagnostic('proxmox/vcpu-count', vm.placeOf('cores'), { spec, sockets, cores })];
  const shape = { threads, dies: table.dies ?? 1, started: 1, ofSpec: true };
  return vm.cpuHotplug ? hotplugProblems(shape, vm.placeOf('hotplug')) : [];
}

/** A `-cpu` in args replaces the one of Proxmox. Only Linux guests need a certain CPU model. */
function cpuProblems(vm: QmConfig, { table }: Compiled): Diagnostic[] {
  const own = optionsOf(vm.args).filter(({ option }) => option === '-cpu');
  const [model, seen] = [modelName(table.cpuModel), modelName(own.at(-1)?.value ?? vm.cpu.type)];
  const linux = table.os.find((name) => name.startsWith('linux'));
  const place = own.length > 0 ? placeOf(vm, (own.at(-1) as PassedOption).words[0]) : vm.placeOf('cpu');
  return [
    ...own.map(({ value, words: [word] }) => diagnostic('proxmox/second-cpu', placeOf(vm, word), { value })),
    ...(linux !== undefined && model !== seen
      ? [diagnostic('proxmox/cpu-model', place, { model, seen, guest: linux })]
      : []),
  ];
}

/** Flags that Proxmox sets in its `-cpu`, against which a `-global` of the spec has no effect. */
function flagProblems(vm: QmConfig, { table, hyperv }: Compiled): Diagnostic[] {
  if (optionsOf(vm.args).some(({ option }) => option === '-cpu')) return [];
  const version = ownRow(QM_WINDOWS, vm.ostype) ?? 0;
  if (!vm.kvm || (vm.bios === 'ovmf' && version < QM_WINDOWS_OF_OVMF)) return [];
  const vendor = table.vendor ?? table.hostVendor;
  return QM_ENLIGHTENMENTS.flatMap((row) => {
    const seen = valueText({ key: row.key, value: 'value' in row ? row.value : true });
    const isSet = version >= row.windows && !('vendor' in row && vendor !== row.vendor);
    const wanted = wantedValue(hyperv, row.key);
    if (!isSet || wanted === undefined || wanted === seen) return [];
    return [
      diagnostic('proxmox/flag-stays', vm.placeOf('ostype'), {
        flag: flagName(row.key),
        seen,
        wanted,
        ostype: vm.ostype,
      }),
    ];
  });
}

/** Undefined where the spec says nothing about the flag. */
function wantedValue({ on, off }: Compiled['hyperv'], key: EnlightenmentKey): string | undefined {
  const flag = on.find((one) => one.key === key);
  if (flag) return valueText(flag);
  return off.includes(key) ? 'off' : undefined;
}

/** vCPUs whose host threads are those of the whole VM: the hookscript changes nothing for them. */
function affinityPins({ affinity, placeOf }: QmConfig, { table: { processors } }: Compiled): Diagnostic[] {
  if (!affinity || affinity.length < 2 || processors.length < 2) return [];
  const text = cpusetText(affinity);
  const same = processors.filter(({ hostThreads }) => hostThreads?.text === text);
  if (same.length === 0) return [];
  const vcpus = writeCpuset(same.map(({ vcpu }) => vcpu));
  return [diagnostic('proxmox/pins-of-affinity', placeOf('affinity'), { vcpus, threads: text })];
}

function pinProblems(vm: QmConfig, compiled: Compiled, stem: string): Diagnostic[] {
  const { table } = compiled;
  const free = table.processors.every(({ hostThreads }) => hostThreads === undefined);
  const [name, other] = [hookscriptName(stem), vm.hookscript ?? ''];
  const isOther = other !== '' && !other.endsWith(`/${name}`);
  return [
    ...(free ? [diagnostic('proxmox/no-pins', undefined, { name })] : affinityPins(vm, compiled)),
    ...(isOther && !free
      ? [
          diagnostic('proxmox/other-hookscript', vm.placeOf('hookscript'), {
            other,
            ours: `${QM_SNIPPETS.folder}/${name}`,
          }),
        ]
      : []),
  ];
}

/** A note for each option of the line that another value replaces, or that goes. */
export function changeNotes(vm: QmConfig, changes: readonly ArgsChange[]): Diagnostic[] {
  return changes.map(({ option, from, to, word }) =>
    diagnostic('proxmox/args-changed', placeOf(vm, word), { option, from, ...(to !== undefined && { to }) }),
  );
}

function placeOf(vm: QmConfig, { start }: ArgsWord) {
  return vm.options.get('args')?.placeAt(start) ?? { file: vm.file };
}
