import { DOMAIN_LIMITED, limitRow } from '../limited.js';
import { ownRow } from '../own-row.js';
import { code, count, quoted, short, some } from '../words.js';
import { row } from './row.js';

const OBSERVED = 'libvirt 9.0 and 12.8: observed';

/** Problems of a libvirt domain into which a spec is written. */
export const LIBVIRT_PROBLEMS = {
  'libvirt/apparmor-path': row<{ path: string; why: string }>({
    severity: 'warning',
    section: 'libvirt: src/security/virt-aa-helper.c',
    message: (f) => `the table path ${quoted(f.path)} ${f.why}: under AppArmor, the domain does not start`,
    help: () =>
      'move the table to a folder below /var/lib, /srv or /opt: `cppc-acpi libvirt` writes /var/lib/libvirt/acpi, or the folder of --table-path',
  }),
  'libvirt/default-cpu': row<object>({
    severity: 'note',
    section: OBSERVED,
    message: () => "the domain has no CPU model: with QEMU's default model, no driver of the guest ranks cores",
    help: () => "write <cpu mode='host-passthrough'/>, or another mode; this command does not change the CPU model",
  }),
  'libvirt/dies-differ': row<{ seen: number; dies: number }>({
    severity: 'warning',
    message: (f) => `the guest of the domain has ${count(f.seen, 'die')}, the spec ${f.dies}`,
    help: () => 'give --topology to write the dies and cores of the spec into the domain',
  }),
  'libvirt/dies-unsupported': row<{ dies: number; release: string }>({
    severity: 'warning',
    section: 'libvirt: formatdomain.html, CPU model and topology',
    message: (f) => `libvirt ${f.release} has no dies in <topology>: the guest does not get the ${f.dies} of the spec`,
    help: () => 'use libvirt 6.1 or later, or remove `dies` from the spec',
  }),
  'libvirt/machine-without-processors': row<{ machine: string }>({
    severity: 'error',
    message: (f) => `machine ${quoted(f.machine)} has no processor objects in ACPI, which the table needs`,
    help: () => "write machine='q35'",
  }),
  'libvirt/no-acpi': row<object>({
    severity: 'warning',
    section: OBSERVED,
    message: () => 'the domain has no <features><acpi/>: libvirt disables ACPI, and the guest does not get the table',
    help: () =>
      'write <acpi/> under <features>; this command does not add it, because it changes the devices of the guest',
  }),
  'libvirt/no-interrupt-mode': row<{ vcpus: number; most: number }>({
    severity: 'warning',
    section: 'libvirt: formatdomain, attribute eim of <iommu>',
    message: (f) =>
      `the domain has ${f.vcpus} vCPUs: above ${f.most} libvirt needs the extended interrupt mode of an IOMMU`,
    help: () =>
      "write <iommu model='intel'><driver intremap='on' eim='on'/></iommu> under <devices>, and <ioapic driver='qemu'/> under <features>",
  }),
  'libvirt/not-qemu': row<{ type: string }>({
    severity: 'error',
    message: (f) => `the domain has type ${quoted(f.type)}, but only domains of QEMU can load tables`,
    help: () => 'use `build --emit initrd`: the guest loads the tables from its initrd, with any hypervisor',
  }),
  'libvirt/not-x86': row<{ arch: string }>({
    severity: 'error',
    section: "QEMU 7.2.22, 10.0.13 and 11.1.3: 'Option not supported for this target'",
    message: (f) =>
      `QEMU does not start with -acpitable on architecture ${quoted(f.arch)}, so this domain cannot load tables`,
    help: (f) => ownRow(NOT_X86, f.arch) ?? 'Linux loads tables from its initrd on x86 and Arm: `build --emit initrd`',
  }),
  'libvirt/patched-emulator': row<{ path: string }>({
    severity: 'warning',
    section:
      'observed: QEMU with the acpi-cppc patch has an _OSC that does not acknowledge CPPC; seen by booting 6.12 on QEMU 10.0',
    message: (f) =>
      `<emulator> ${short(f.path)} seems to have the acpi-cppc patch, whose \\_SB._OSC takes the place of the one in the table: Linux guests refuse every _CPC`,
    help: () => 'write the path of stock QEMU in <emulator>, or use layout = "acpi-cppc" for a Windows guest',
  }),
  'libvirt/pin-moved': row<{ changes: readonly { vcpu: number; from: string; to: string }[] }>({
    severity: 'note',
    message: ({ changes: [first, ...more] }) =>
      more.length === 0
        ? `the pin of vCPU ${first?.vcpu} ${fromTo(first)}`
        : `${more.length + 1} pins change: ${changesText(first, more)}`,
    help: helpForPins,
  }),
  'libvirt/pin-narrowed': row<{ changes: readonly { vcpu: number; from: string; to: string }[] }>({
    severity: 'warning',
    message: ({ changes: [first, ...more] }) =>
      more.length === 0
        ? `vCPU ${first?.vcpu} may run on fewer host threads: its pin ${fromTo(first)}`
        : `${more.length + 1} vCPUs may run on fewer host threads: ${changesText(first, more)}`,
    help: helpForPins,
  }),
  'libvirt/pins-kept': row<{ kept: readonly { vcpu: number; from: string; to: string }[] }>({
    severity: 'note',
    message: (f) =>
      `${count(f.kept.length, 'vCPU')} ${f.kept.length === 1 ? 'keeps its pin, which differs' : 'keep their pins, which differ'} from the spec: ${some(f.kept.map((one) => `vCPU ${one.vcpu} ${one.from === '' ? 'without a pin' : `on ${short(one.from)}`} instead of ${short(one.to)}`))}`,
    help: () =>
      'check that the levels in the spec are those of the host threads in the domain; without --pins keep, the domain gets the pins of the spec',
  }),
  'libvirt/relative-table-path': row<{ path: string }>({
    severity: 'error',
    section: 'libvirt: docs/schemas/basictypes.rng, absFilePath',
    message: (f) => `libvirt needs an absolute path; the table path is ${quoted(f.path)}`,
    help: () => 'give --table-path an absolute path',
  }),
  'libvirt/second-cpu': row<{ value: string }>({
    severity: 'warning',
    section: 'libvirt: issue 402; observed: from its 10.0 patch on, the patched QEMU adds several -cpu up',
    message: (f) =>
      `-cpu ${short(f.value)} replaces <cpu> and <hyperv> of the domain (not in the patched QEMU from 10.0 on)`,
    help: () =>
      'remove it, and use <cpu> and <hyperv>; for flags without an element, use `-global x86_64-cpu.NAME=on` under <qemu:commandline>',
  }),
  'libvirt/slic-table': row<{ type: string; path: string }>({
    severity: 'warning',
    section: 'QEMU 7.2: observed in guest memory',
    message: (f) =>
      `the table ${quoted(f.path)} has type ${quoted(f.type)}, so the guest does not load it; the output has type "raw"`,
    help: () => 'define the domain from the output',
  }),
  'libvirt/stock-emulator': row<{ path: string }>({
    severity: 'warning',
    message: (f) =>
      `layout "acpi-cppc" needs the patched QEMU, but the domain ${f.path === '' ? 'has no <emulator>' : `has <emulator> ${short(f.path)}`}`,
    help: () => 'write the path of the patched QEMU in <emulator>, or use layout = "constant"',
  }),
  'libvirt/table-path-character': row<{ path: string; character: string }>({
    severity: 'error',
    section: 'QEMU: hw/acpi/core.c',
    message: (f) =>
      f.character === ':'
        ? `the table path ${quoted(f.path)} contains ":", at which QEMU splits the path of -acpitable`
        : `the table path ${quoted(f.path)} contains a control character, which XML cannot represent`,
    help: () => 'rename the spec, or give another folder with --table-path',
  }),
  'libvirt/table-unlabelled': row<{ path: string; rules?: string }>({
    severity: 'note',
    section: 'https://libvirt.org/drvqemu.html',
    message: (f) => `libvirt does not give QEMU permission to read ${quoted(f.path)}: it is part of a QEMU argument`,
    help: (f) =>
      `make the file readable for everyone${f.rules === undefined ? '' : `; under AppArmor, add ${code(`${short(f.path, 80)} r,`)} to ${f.rules}`}`,
  }),
  'libvirt/too-many': limitRow(DOMAIN_LIMITED),
  'libvirt/too-many-vcpus': row<{ vcpus: number; machine: string; most: number; enough: string }>({
    severity: 'warning',
    section: 'QEMU: max_cpus in hw/i386/pc_q35.c and pc_piix.c',
    message: (f) => `the domain has ${f.vcpus} vCPUs; machine ${quoted(f.machine)} has at most ${f.most}`,
    help: (f) => `write machine='pc-q35-${f.enough}' or newer, with such a QEMU; or fewer vCPUs`,
  }),
  'libvirt/topoext-changed': row<{ from: string; to: string; threads: number }>({
    severity: 'warning',
    section: 'QEMU: x86_cpu_realizefn() in target/i386/cpu.c',
    message: (f) =>
      `the policy of the feature topoext changes from ${quoted(f.from)} to ${quoted(f.to)}: ${f.to === 'require' ? `guests on AMD CPUs see the ${f.threads} threads of a core with it alone` : 'the spec has `topoext = false`'}`,
    help: (f) =>
      f.to === 'require'
        ? 'to keep it off, set `topoext = false` under [guest]; the guest then sees each thread as a core'
        : 'to keep it, remove `topoext` from [guest]',
  }),
  'libvirt/topoext-unknown': row<{ mode: string; threads: number }>({
    severity: 'note',
    section: 'QEMU: x86_cpu_realizefn() in target/i386/cpu.c; `-cpu host` does not set topoext',
    message: (f) =>
      `with <cpu mode=${quoted(f.mode)}> the vendor of the CPU is not known: on an AMD host the guest sees the ${f.threads} threads of a core as cores`,
    help: () =>
      'on an AMD host set `host_vendor = "amd"` under [guest], which adds <feature policy=\'require\' name=\'topoext\'/>; on an Intel host "intel"',
  }),
  'libvirt/topology-differs': row<{ seen: number; given: boolean; threads: number }>({
    severity: 'warning',
    message: (f) =>
      `cores of the domain have ${count(f.seen, 'thread')}${f.given ? '' : ' (no <topology>)'}, cores of the spec ${f.threads}`,
    help: () => 'give --topology to write the cores of the spec into the domain',
  }),
  'libvirt/topology-uneven': row<object>({
    severity: 'error',
    message: () => 'a libvirt topology needs cores with equal numbers of threads and consecutive vCPUs',
    help: () => 'omit --topology',
  }),
  'libvirt/topology-vcpus': row<{ domain: number; spec: number }>({
    severity: 'error',
    section: OBSERVED,
    message: (f) => `the topology has ${count(f.spec, 'vCPU')}, the domain ${f.domain}; libvirt requires equal numbers`,
    help: (f) => `write <vcpu>${f.spec}</vcpu>, or omit --topology`,
  }),
  'libvirt/vcpu-count': row<{ domain: number; spec: number; device: boolean }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c, drivers/cpufreq/amd-pstate.c',
    message: (f) =>
      `the domain has ${count(f.domain, 'vCPU')}, the spec ${f.spec}: ${(f.device ? WITH_DEVICE : WITH_TABLE)[f.domain > f.spec ? 'more' : 'fewer']}`,
    help: (f) =>
      `write <vcpu>${f.spec}</vcpu>, or give the spec ${f.domain} vCPUs${f.spec > f.domain ? '; vCPUs that the domain does not have get no pin' : ''}`,
  }),
  'libvirt/vcpus-off': row<{ domain: number; spec: number; device: boolean }>({
    severity: 'note',
    section: 'Linux: drivers/acpi/cppc_acpi.c, drivers/cpufreq/amd-pstate.c',
    message: (f) =>
      `the domain can have ${f.domain} vCPUs, and the spec has ${f.spec}: once the others are on, ${(f.device ? WITH_DEVICE : WITH_TABLE).more}`,
    help: (f) => `give the spec ${f.domain} vCPUs if more than ${f.spec} will be on`,
  }),
  'libvirt/bad-capabilities': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot read the capabilities of a host: ${short(f.why, 120)}`,
    help: () => 'give --capabilities the output of `virsh domcapabilities --virttype kvm`, with one file for each host',
  }),
  'libvirt/capabilities-without-hyperv': row<{ why: string }>({
    severity: 'warning',
    section: 'libvirt: docs/formatdomaincaps.rst',
    message: (f) => `the capabilities do not tell which enlightenments the host offers: ${f.why}`,
    help: () =>
      'give the output of `virsh domcapabilities --virttype kvm` of libvirt 9.0 or later; or only the release of the kernel, with --host-kernel',
  }),
  'libvirt/bad-domain': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot read the libvirt domain: ${short(f.why, 120)}`,
    help: () => 'pass the output of `virsh dumpxml NAME`',
  }),
} as const;

/** A pin of the domain, and that of the spec. */
interface PinChange {
  readonly vcpu: number;
  readonly from: string;
  readonly to: string;
}

function fromTo(change: PinChange | undefined): string {
  return `changes from ${short(change?.from ?? '')} to ${short(change?.to ?? '')}`;
}

function changesText(first: PinChange | undefined, more: readonly PinChange[]): string {
  return some(
    [first, ...more].flatMap((one) => (one ? [`vCPU ${one.vcpu} from ${short(one.from)} to ${short(one.to)}`] : [])),
  );
}

function helpForPins({ changes: [first, ...more] }: { readonly changes: readonly PinChange[] }): string {
  const write = more.length === 0 ? `write ${quoted(first?.from ?? '')} for this vCPU` : 'write the pins of the domain';
  return `to keep ${more.length === 0 ? 'it' : 'them'}, give --pins keep, or ${write} in \`host_threads\` of the spec`;
}

/** The device gives a _CPC to every vCPU that the machine can have, also to those without numbers of their own. */
const WITH_DEVICE = {
  more: 'the device gives the others the levels and the _PSD domain of vCPU 0',
  fewer: 'the numbers of the others are not used',
} as const;

const WITH_TABLE = {
  more: 'a Linux guest does not use amd-pstate, because some CPUs have no _CPC',
  fewer: 'a guest logs AE_NOT_FOUND for each missing vCPU',
} as const;

/** What to do by the `<type arch=…>` of the domain. */
const NOT_X86: Readonly<Record<string, string>> = {
  aarch64: 'set machine = "qemu-virt-aarch64" in [guest] and use `build --emit initrd`, or `--emit grub`',
  riscv64: 'set machine = "qemu-virt-riscv64" in [guest] and use `build --emit grub`',
};
