import type { VmKind } from '../../../../grammar/vm-kinds.js';
import { code, count, quoted, short, some } from '../../words.js';
import { row } from '../row.js';
import type { Kind } from './kind.js';

const DOCUMENT = 'QEMU: docs/system/i386/hyperv.rst';
const CPU_CODE = 'QEMU: target/i386/cpu.c';

/** Problems of the CPU of an existing VM, and of its enlightenments. */
export const AUDIT_FLAGS = {
  'audit/default-cpu': row<object>({
    severity: 'note',
    section: CPU_CODE,
    message: () => "the command line has no -cpu: with QEMU's default model, no driver of the guest ranks cores",
    help: () => 'write -cpu host, or another model',
  }),
  'audit/enlightenments-missing': row<
    Kind & { keys: readonly string[]; add: string; ofSpec: boolean; likely: boolean }
  >({
    severity: 'note',
    section: DOCUMENT,
    message: (f) =>
      `${count(f.keys.length, 'enlightenment')} ${f.keys.length === 1 ? 'is' : 'are'} missing that ${f.ofSpec ? 'the spec has' : `QEMU's documentation recommends for ${f.likely ? 'Windows, which this guest seems to be' : 'Windows guests'}`}: ${f.keys.join(', ')}`,
    help: (f) => ADD[f.kind](f.add),
  }),
  'audit/enlightenments-without-kvm': row<Kind & { keys: readonly string[] }>({
    severity: 'warning',
    section: DOCUMENT,
    message: (f) =>
      `the VM does not use KVM, without which ${some(f.keys)} ${f.keys.length === 1 ? 'has' : 'have'} no effect`,
    help: (f) => KVM[f.kind],
  }),
  'audit/flag-changed': row<{ name: string; from: string; to: string; keep?: string }>({
    severity: 'warning',
    message: (f) => `${short(f.name)} of the domain changes from ${quoted(f.from)} to ${quoted(f.to)}, as in the spec`,
    help: (f) =>
      f.keep === undefined
        ? 'to keep it, remove from [hyperv] of the spec what changes it: `preset` and single flags'
        : `to keep it, write ${code(short(f.keep))} under [hyperv] of the spec`,
  }),
  'audit/hypervisor-bit-off': row<Kind & { keys: readonly string[] }>({
    severity: 'error',
    section: 'Hypervisor Top Level Functional Specification: CPUID leaf 1, bit 31 of ECX',
    message: (f) =>
      `the CPU feature "hypervisor" is off, so the guest does not look for a hypervisor and ignores ${some(f.keys)}`,
    help: (f) => `remove ${HYPERVISOR[f.kind]}, or remove the enlightenments`,
  }),
  'audit/kvm-hidden': row<Kind & { windows: boolean }>({
    severity: 'note',
    section: 'QEMU: the property kvm of x86 CPUs',
    message: (f) =>
      `${HIDDEN[f.kind]} hides KVM from the guest: ${f.windows ? 'Windows does not need it hidden; it uses the enlightenments' : 'a Linux guest then has no kvm-clock and no steal time'}`,
    help: () => 'remove it, unless a driver refuses to run in a VM; NVIDIA drivers from 465 on do not',
  }),
  'audit/second-cpu': row<Kind & { value: string; lost: 'this' | 'own' }>({
    severity: 'warning',
    section: 'QEMU: system/vl.c keeps the last -cpu',
    message: (f) =>
      f.lost === 'this'
        ? `QEMU does not use -cpu ${short(f.value)}: another -cpu follows it`
        : `-cpu ${short(f.value)} replaces the -cpu that Proxmox writes, with its enlightenments and the flags of \`cpu:\``,
    help: (f) =>
      f.kind === 'proxmox'
        ? 'remove it, and set flags with `-global x86_64-cpu.NAME=on` in `args:`'
        : 'keep one -cpu with all flags',
  }),
  'audit/topoext-missing': row<Kind & { threads: number; model: string; guest: string; from: string }>({
    severity: 'warning',
    section: 'QEMU: x86_cpu_realizefn() in target/i386/cpu.c',
    message: (f) =>
      `cores have ${f.threads} threads, but the CPU ${short(f.model)} does not have topoext: on AMD, guests then see each thread as a core (${f.from})`,
    help: (f) => `add ${code(TOPOEXT[f.kind])}`,
  }),
  'audit/topoext-unknown': row<Kind & { threads: number; model: string; guest: string }>({
    severity: 'note',
    section: 'QEMU: x86_cpu_realizefn() in target/i386/cpu.c',
    message: (f) =>
      `cores have ${f.threads} threads, and the vendor of the CPU ${short(f.model)} is not known: on an AMD host, guests see each thread as a core`,
    help: (f) => `on an AMD host, add ${code(TOPOEXT[f.kind])}; give --sysfs, so that the audit knows the vendor`,
  }),
  'audit/unknown-enlightenment': row<{ name: string; proposed?: string }>({
    severity: 'warning',
    section: 'QEMU: "Property not found"; the hv-* properties of QEMU 11.1.3',
    message: (f) =>
      f.proposed === undefined
        ? `QEMU up to 11.1 has no enlightenment ${short(f.name)}, and does not start with it`
        : `${short(f.name)} is of ${f.proposed}, which QEMU up to 11.1 does not have: it does not start with the flag`,
    help: () => 'correct the name, or remove the flag; ignore this if a newer or patched QEMU runs the VM',
  }),
} as const;

const ADD: Readonly<Record<VmKind, (add: string) => string>> = {
  libvirt: (add) =>
    `add ${add}; or let \`cppc-acpi libvirt\` add them, with a spec with \`preset = "recommended"\` under [hyperv]`,
  proxmox: (add) => `append to \`args:\`, and keep what is there: ${add}`,
  qemu: (add) => `append to -cpu: ,${add}`,
  cpu: (add) => `append: ,${add}`,
};

const KVM: Readonly<Record<VmKind, string>> = {
  libvirt: "write <domain type='kvm'>",
  proxmox: 'remove `kvm: 0`',
  qemu: 'add -accel kvm',
  cpu: 'use KVM',
};

const HYPERVISOR: Readonly<Record<VmKind, string>> = {
  libvirt: "<feature policy='disable' name='hypervisor'/>",
  proxmox: '`-hypervisor` from the flags',
  qemu: '`-hypervisor` or `hypervisor=off` from -cpu',
  cpu: '`-hypervisor` or `hypervisor=off`',
};

const HIDDEN: Readonly<Record<VmKind, string>> = {
  libvirt: "<hidden state='on'/>",
  proxmox: 'hidden=1',
  qemu: 'kvm=off',
  cpu: 'kvm=off',
};

const TOPOEXT: Readonly<Record<VmKind, string>> = {
  libvirt: "<feature policy='require' name='topoext'/>",
  proxmox: '-global x86_64-cpu.topoext=on',
  qemu: 'topoext=on',
  cpu: 'topoext=on',
};
