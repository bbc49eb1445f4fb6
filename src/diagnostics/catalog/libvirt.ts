import { code, count, quoted, short } from '../words.js';
import { row } from './row.js';

const OBSERVED = 'libvirt 9.0 and 12.8: observed';

/** Problems of a libvirt domain that a spec is put into. */
export const LIBVIRT_PROBLEMS = {
  'libvirt/apparmor-path': row<{ path: string; why: string }>({
    severity: 'warning',
    section: 'libvirt: src/security/virt-aa-helper.c',
    message: (f) => `the table ${quoted(f.path)} ${f.why}: where AppArmor guards libvirt, the domain does not start`,
    help: () => 'leave --table-path out, or give a folder below /var/lib, /srv or /opt',
  }),
  'libvirt/default-cpu': row<object>({
    severity: 'note',
    section: OBSERVED,
    message: () => "the domain names no CPU model: its guest gets QEMU's default one, for which no driver ranks cores",
    help: () => "write <cpu mode='host-passthrough'/>, or another mode; it is not put in unasked",
  }),
  'libvirt/machine-without-processors': row<{ machine: string }>({
    severity: 'error',
    message: (f) => `machine ${quoted(f.machine)} has no processor objects in ACPI for the table to add to`,
    help: () => "take machine='q35'",
  }),
  'libvirt/no-acpi': row<object>({
    severity: 'warning',
    section: OBSERVED,
    message: () => 'the domain has no <features><acpi/>: libvirt switches ACPI off, and the guest sees no table',
    help: () => 'write <acpi/> under <features>; it is not put in unasked, for the guest gets other devices by it',
  }),
  'libvirt/not-qemu': row<{ type: string }>({
    severity: 'error',
    message: (f) => `a domain of type ${quoted(f.type)} is not run by QEMU, which loads the tables`,
    help: () => "`--emit initrd` makes an archive for the guest's initrd, which any hypervisor loads",
  }),
  'libvirt/not-x86': row<{ arch: string }>({
    severity: 'error',
    message: (f) => `QEMU's machines of architecture ${quoted(f.arch)} drop added tables`,
    help: () => 'set machine = "qemu-virt" in [guest] and use `build --emit initrd`',
  }),
  'libvirt/relative-table-path': row<{ path: string }>({
    severity: 'error',
    section: 'libvirt: docs/schemas/basictypes.rng, absFilePath',
    message: (f) => `libvirt takes absolute paths only, not ${quoted(f.path)}`,
    help: () => 'give --table-path the folder from / on',
  }),
  'libvirt/second-cpu': row<{ value: string }>({
    severity: 'warning',
    section: 'libvirt: issue 402',
    message: (f) => `-cpu ${short(f.value)} takes the place of all that <cpu> and <hyperv> of the domain say`,
    help: () =>
      'remove it, and say the same by <cpu> and <hyperv>; `-global x86_64-cpu.NAME=on` under <qemu:commandline> sets what they have no word for',
  }),
  'libvirt/slic-table': row<{ type: string; path: string }>({
    severity: 'warning',
    section: 'QEMU 7.2: observed in guest memory',
    message: (f) =>
      `the table ${quoted(f.path)} has type ${quoted(f.type)}, so the guest sees it as that, and never loads it; this is changed`,
    help: () => 'define the domain from what this writes',
  }),
  'libvirt/stock-emulator': row<{ path: string }>({
    severity: 'warning',
    message: (f) =>
      `layout "acpi-cppc" needs the patched QEMU, and the domain ${f.path === '' ? 'names no <emulator>' : `has ${short(f.path)}`}`,
    help: () => 'name the patched QEMU as <emulator>, or take layout = "constant"',
  }),
  'libvirt/table-path-character': row<{ path: string; character: string }>({
    severity: 'error',
    section: 'QEMU: hw/acpi/core.c',
    message: (f) =>
      f.character === ':'
        ? `QEMU splits the path of -acpitable at ":", which ${quoted(f.path)} has`
        : `${quoted(f.path)} has a control character, which XML has no word for`,
    help: () => 'rename the spec, or give another folder with --table-path',
  }),
  'libvirt/table-unlabelled': row<{ path: string }>({
    severity: 'note',
    section: 'https://libvirt.org/drvqemu.html',
    message: (f) => `libvirt does not give QEMU the right to read ${quoted(f.path)}, which is only a word for it here`,
    help: (f) =>
      `let everyone read the file; under AppArmor write ${code(`${short(f.path, 80)} r,`)} into /etc/apparmor.d/local/abstractions/libvirt-qemu`,
  }),
  'libvirt/topology-differs': row<{ seen: number; given: boolean; threads: number }>({
    severity: 'warning',
    message: (f) =>
      `the domain's guest sees cores of ${count(f.seen, 'thread')}${f.given ? '' : ', for it has no <topology>'}; the spec has ${f.threads}`,
    help: () => 'give --topology to have the cores of the spec put in',
  }),
  'libvirt/topology-uneven': row<object>({
    severity: 'error',
    message: () => 'libvirt has no topology for cores that differ in threads, or whose vCPUs are not consecutive',
    help: () => 'leave --topology out',
  }),
  'libvirt/topology-vcpus': row<{ domain: number; spec: number }>({
    severity: 'error',
    section: OBSERVED,
    message: (f) =>
      `libvirt refuses a topology of ${count(f.spec, 'vCPU')} in a domain that has ${f.domain}: they must be as many`,
    help: (f) => `write <vcpu>${f.spec}</vcpu>, or leave --topology out`,
  }),
  'libvirt/vcpu-count': row<{ domain: number; spec: number }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c, drivers/cpufreq/amd-pstate.c',
    message: (f) =>
      `the domain has ${count(f.domain, 'vCPU')}, the spec ${f.spec}: ${
        f.domain > f.spec
          ? 'a Linux guest leaves amd-pstate off, since some of its CPUs have no _CPC'
          : 'a guest logs AE_NOT_FOUND for each one that it lacks'
      }`,
    help: (f) => `write <vcpu>${f.spec}</vcpu>, or give the spec ${f.domain} vCPUs`,
  }),
  'libvirt/bad-domain': row<{ why: string }>({
    severity: 'error',
    message: (f) => `this is no libvirt domain that can be read: ${short(f.why, 120)}`,
    help: () => 'give the output of `virsh dumpxml NAME`',
  }),
} as const;
