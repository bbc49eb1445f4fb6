import {
  QM_ENLIGHTENMENTS,
  QM_OTHER_SYSTEMS,
  QM_WINDOWS,
  QM_WINDOWS_OF_OVMF,
  QM_X86,
} from '../../../grammar/proxmox.js';
import { ownRow } from '../../diagnostics/own-row.js';
import type { Result } from '../../diagnostics/result.js';
import { flagName } from '../../hyperv/enlightenments.js';
import { type QmConfig, readQmConfig } from '../../proxmox/config.js';
import { isYes } from '../../proxmox/cpu.js';
import { readCpuValue } from './cpu-value.js';
import { unreadHookscript } from './hookscript.js';
import { readWords } from './qemu.js';
import { readSmp } from './smp.js';
import type { Placed, Vm } from './vm.js';

/** A Proxmox VM: its own options make a -cpu and a -smp, and QEMU uses those of `args:`, which follow them, instead. */
export function readProxmoxVm(text: string, file: string): Result<Vm> {
  const { value: config, diagnostics } = readQmConfig(text, file);
  return config ? { value: vmOfConfig(config), diagnostics } : { diagnostics };
}

export function vmOfConfig(config: QmConfig): Vm {
  const { file, guest, placeOf, affinity, kvm, acpi, hookscript } = config;
  const args = readWords(wordsOf(config), config.options.get('args')?.placeAt ?? (() => ({ file })), file);
  const cpu = args?.cpu.model === undefined ? ownCpu(config, args) : args.cpu;
  return {
    kind: 'proxmox',
    file,
    place: { file },
    ...(guest !== undefined && { guest }),
    system: `ostype ${config.ostype}`,
    ...(QM_OTHER_SYSTEMS.includes(config.ostype) && { unruled: { value: 'other', place: placeOf('ostype') } }),
    ...foreignArch(config),
    kvm: { value: kvm, place: placeOf('kvm') },
    ...shapeOf(config),
    pinning: {
      pins: [],
      ...(affinity && { whole: { value: affinity, place: placeOf('affinity'), by: 'affinity' } }),
      ...(hookscript !== undefined && { hookscript: unreadHookscript(hookscript, placeOf('hookscript')) }),
      helpers: [],
      ioThreads: false,
      place: placeOf('cores'),
    },
    cpu,
    lostCpus: args?.cpu.model === undefined ? [] : [{ value: args.cpu.model, place: args.cpu.place, lost: 'own' }],
    clock: clockOf(config),
    ...(args?.machine && { machine: args.machine }),
    acpi: args?.acpi ?? { value: acpi, place: placeOf('acpi'), by: 'acpi: 0' },
    tables: args?.tables ?? [],
    hostDevices: [...config.options.keys()]
      .filter((key) => /^hostpci\d+$/.test(key))
      .map((key) => ({ value: key, place: placeOf(key) })),
    variables: [],
  };
}

function foreignArch({ options }: QmConfig): Pick<Vm, 'foreignArch'> {
  const arch = options.get('arch');
  return arch && arch.value !== QM_X86 ? { foreignArch: arch } : {};
}

function wordsOf({ args }: QmConfig) {
  return args.map(({ text, start }) => ({ text, start, hasVariable: false }));
}

/** A -smp in `args:` takes the place of Proxmox' own. */
function shapeOf(config: QmConfig): Pick<Vm, 'vcpus' | 'topology' | 'vcpuDevices'> {
  const { args, machine, vcpus, sockets, cores, cpuHotplug, placeOf } = config;
  const smp = args[args.findLastIndex(({ text }) => text === '-smp') + 1];
  const read = smp && args.some(({ text }) => text === '-smp') ? readSmp(smp.text, machine) : undefined;
  const place = placeOf(read ? 'args' : 'cores');
  const own = { sockets, dies: 1, clusters: 1, cores, threads: 1 };
  const { current, maximum } = read?.count ?? vcpus;
  return {
    vcpus: { value: { current: cpuHotplug ? vcpus.current : current, maximum }, place },
    topology: { value: read?.topology ?? own, place },
    ...(cpuHotplug && { vcpuDevices: { value: read?.count.current ?? 1, place: placeOf('hotplug') } }),
  };
}

/** Proxmox' own -cpu: the type, the flags, what `hidden` and a Windows guest add; then -global in `args:`. */
function ownCpu(config: QmConfig, args: Vm | undefined): Vm['cpu'] {
  const { cpu, placeOf } = config;
  const place = placeOf('cpu');
  const flags = new Map<string, Placed<string>>([...(args?.cpu.flags ?? []), ...automatic(config)]);
  for (const { name, on } of cpu.flags) flags.set(name, { value: on ? 'on' : 'off', place });
  if (cpu.hidden) flags.set('kvm', { value: 'off', place });
  const more = config.options.get('args')?.place;
  return { ...readCpuValue(cpu.type, () => place), place, flags, ...(more && { placeOfMore: more }) };
}

/** get_hyperv_enlightenments() in src/PVE/QemuServer/CPUConfig.pm, with KVM only. evmcs depends on the host, so it is not known. */
function automatic({ ostype, bios, kvm, placeOf }: QmConfig): [string, Placed<string>][] {
  const version = ownRow(QM_WINDOWS, ostype) ?? 0;
  if (!kvm || version === 0 || (bios === 'ovmf' && version < QM_WINDOWS_OF_OVMF)) return [];
  return QM_ENLIGHTENMENTS.filter((row) => version >= row.windows && !('vendor' in row)).map((row) => {
    const value = 'value' in row ? `0x${row.value.toString(16)}` : 'on';
    return [flagName(row.key), { value, place: placeOf('ostype'), automatic: true }];
  });
}

/** Proxmox gives Windows guests local time, unless `localtime: 0` says otherwise. */
function clockOf({ options, ostype, placeOf }: QmConfig): Placed<string> {
  const given = options.get('localtime')?.value;
  const isLocal = given === undefined ? Object.hasOwn(QM_WINDOWS, ostype) : isYes(given);
  return { value: isLocal ? 'localtime' : 'utc', place: placeOf(given === undefined ? 'ostype' : 'localtime') };
}
