import type { VmKind } from '../../../../grammar/vm-kinds.js';
import { are, code, count, list, quoted, short, some } from '../../words.js';
import { row } from '../row.js';
import type { Kind } from './kind.js';

/** Problems of the clock, the topology, the tables and the migration of an existing VM. */
export const AUDIT_MACHINE = {
  'audit/blocks-migration': row<{ blockers: readonly string[] }>({
    severity: 'error',
    section: 'QEMU: target/i386/kvm/kvm.c, target/i386/cpu.c',
    message: (f) => `the spec has \`migration = true\`, but the VM cannot migrate: it has ${some(f.blockers)}`,
    help: () => 'remove what blocks migration, or `migration = true` from the spec',
  }),
  'audit/cannot-migrate': row<{ blockers: readonly string[] }>({
    severity: 'note',
    section: 'QEMU: target/i386/kvm/kvm.c, target/i386/cpu.c',
    message: (f) => `the VM cannot migrate to another host: it has ${some(f.blockers)}`,
    help: () => 'ignore this if the VM stays on its host',
  }),
  'audit/clock-not-local': row<Kind & { guest: string }>({
    severity: 'warning',
    section: 'Windows reads the real-time clock as local time unless RealTimeIsUniversal is set',
    message: (f) => `the clock of the VM is UTC, but ${f.guest} reads it as local time`,
    help: (f) => CLOCK[f.kind],
  }),
  'audit/dies-differ': row<Kind & { seen: number; dies: number }>({
    severity: 'warning',
    message: (f) => `the guest of the VM has ${count(f.seen, 'die')}, the spec ${f.dies}`,
    help: (f) =>
      `${f.kind === 'proxmox' ? 'append a complete -smp to `args:`' : 'write a complete -smp'} with sockets=1, dies=${f.dies} and the cores of a die`,
  }),
  'audit/guest-differs': row<{ spec: readonly string[]; guest?: string }>({
    severity: 'warning',
    message: (f) =>
      `the spec is for ${list(f.spec, 'and')}, but the guest of the VM ${f.guest === undefined ? 'seems to be Windows' : `is ${f.guest}`}`,
    help: (f) =>
      `write ${code(`os = ["${f.guest ?? 'windows11'}"]`)} under [guest] of the spec, or make it again with ${code(`cppc-acpi init --guest ${f.guest ?? 'windows11'}`)}; if the spec is right, suppress this with ${code('--allow audit/guest-differs')}`,
  }),
  'audit/machine-without-processors': row<Kind & { machine: string }>({
    severity: 'error',
    section: 'observed: the ACPI tables of microvm have processors in the MADT only',
    message: (f) => `machine ${quoted(f.machine)} has no processor objects in ACPI, which a _CPC needs`,
    help: (f) => (f.kind === 'proxmox' ? 'remove -machine from `args:`' : 'write -machine q35'),
  }),
  'audit/no-acpi': row<{ by: string }>({
    severity: 'warning',
    section: 'QEMU: the property acpi of x86 machines',
    message: (f) => `${code(short(f.by))} switches ACPI off, so the guest gets no ACPI table`,
    help: (f) =>
      f.by.startsWith('-') ? `remove ${f.by.includes('=') ? 'acpi=off' : f.by}` : 'run `qm set VMID --acpi 1`',
  }),
  'audit/no-topology': row<Kind & { vcpus: number; windows: boolean; most: number; threads?: number }>({
    severity: 'warning',
    section: 'libvirt: formatdomain, <topology>',
    message: (f) =>
      `the VM has no topology: each of ${f.vcpus} vCPUs is a socket with one core${f.windows && f.vcpus > f.most ? `, and Windows uses at most ${f.most} sockets (Home: 1)` : ''}`,
    help: (f) => topologyHelp(f),
  }),
  'audit/reenlightenment-frequency': row<Kind>({
    severity: 'note',
    section: 'QEMU: hyperv_reenlightenment_post_load() in target/i386/machine.c',
    message: () => 'reenlightenment is on without a TSC frequency: migration fails once the guest uses it',
    help: (f) =>
      `ignore this if the VM stays on its host; otherwise add ${FREQUENCY[f.kind]}, where N is the frequency in Hz`,
  }),
  'audit/defined-twice': row<Kind & { first: string; second: string; paths: readonly string[] }>({
    severity: 'warning',
    section: 'ACPICA: "Failure creating named object", AE_ALREADY_EXISTS',
    message: (f) =>
      `${quoted(f.second)} defines ${some(f.paths)} a second time: the guest keeps what ${f.first === f.second ? 'the same table defines first' : `${quoted(f.first)} defines, which comes first`}`,
    help: (f) =>
      `keep one of the two, and remove ${TABLE[f.kind]} of the other; ${f.kind === 'proxmox' ? '`build --emit proxmox`' : '`cppc-acpi libvirt`'} replaces only tables that are named after its spec`,
  }),
  'audit/table-missing': row<Kind & { table: string; stem: string }>({
    severity: 'warning',
    message: (f) => `the VM does not load ${short(f.table)}, the table of the spec`,
    help: (f) =>
      f.kind === 'proxmox'
        ? `\`cppc-acpi build ${short(f.stem)}.toml --domain QM.conf --emit proxmox,aml\` writes the table and an \`args:\` line with it`
        : f.kind === 'libvirt'
          ? `build the spec; \`cppc-acpi libvirt ${short(f.stem)}.toml --domain FILE\` then adds the table to the domain`
          : `build the spec, then add \`-acpitable file=${short(f.table)}\``,
  }),
  'audit/table-not-compared': row<Kind & { path: string; why: string; stem: string }>({
    severity: 'warning',
    section: 'ACPICA: "Failure creating named object", AE_ALREADY_EXISTS',
    message: (f) =>
      `not examined: whether ${quoted(f.path)} defines the processors of ${short(f.stem)}.aml, too, and which then counts: cannot read it: ${f.why}`,
    help: (f) =>
      `remove ${TABLE[f.kind]} if an earlier spec made it; otherwise run this on the host of the VM, with the right to read it`,
  }),
  'audit/table-stale': row<{ tables: readonly string[]; what: string; variant?: string }>({
    severity: 'warning',
    message: (f) =>
      `${some(f.tables.map((one) => quoted(one)))} ${are(f.tables)} not what the spec gives${f.variant === undefined ? '' : ` for variant ${short(f.variant)}`}: ${f.what}`,
    help: () => 'build the spec there again and restart the VM; or give the spec or the --variant that the table is of',
  }),
  'audit/table-unreadable': row<{ path: string; why: string }>({
    severity: 'warning',
    section: 'QEMU does not start without a table that it is given',
    message: (f) => `cannot read the table ${quoted(f.path)} on this host: ${f.why}`,
    help: () => 'build the table there, or correct the path; ignore this if the VM runs on another host',
  }),
  'audit/threads-differ': row<Kind & { seen: number; threads: number }>({
    severity: 'warning',
    message: (f) => `cores of the VM have ${count(f.seen, 'thread')}, cores of the spec ${f.threads}`,
    help: (f) => THREADS[f.kind](f.threads),
  }),
  'audit/topology-product': row<Kind & { product: number; vcpus: number }>({
    severity: 'error',
    section: 'libvirt and QEMU: sockets × dies × clusters × cores × threads is the number of vCPUs',
    message: (f) => `the topology has ${count(f.product, 'vCPU')}, but the VM has ${f.vcpus}: it does not start`,
    help: () => 'make the product of sockets, dies, clusters, cores and threads equal to the number of vCPUs',
  }),
  'audit/unknown-kind': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot tell what configures a VM here: ${f.why}`,
    help: () =>
      'pass the output of `virsh dumpxml NAME`, of `qm config VMID`, a QEMU command line, or the value of -cpu alone',
  }),
  'audit/vcpu-count': row<Kind & { domain: number; spec: number; device: boolean }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c, drivers/cpufreq/amd-pstate.c',
    message: (f) => `the VM has ${count(f.domain, 'vCPU')}, the spec ${f.spec}`,
    help: (f) => `${COUNT[f.kind](f.spec)}, or give the spec ${f.domain} vCPUs`,
  }),
  'audit/vcpus-off': row<{ domain: number; spec: number }>({
    severity: 'note',
    section: 'Linux: drivers/acpi/cppc_acpi.c, drivers/cpufreq/amd-pstate.c',
    message: (f) =>
      `the VM can have ${f.domain} vCPUs, and the spec has ${f.spec}: once the others are on, no guest can rank them`,
    help: (f) => `give the spec ${f.domain} vCPUs if more than ${f.spec} will be on`,
  }),
  'audit/windows-sockets': row<Kind & { sockets: number; most: number; guest: string }>({
    severity: 'warning',
    section: 'Windows: the license value Kernel-RegisteredProcessors',
    message: (f) =>
      `the topology has ${f.sockets} sockets, but ${f.guest} uses at most ${f.most} (Home: 1, Pro for Workstations: 4): the vCPUs of the others stay off`,
    help: () => 'write one socket with all cores',
  }),
} as const;

const TABLE: Readonly<Record<VmKind, string>> = {
  libvirt: 'the <table> (or the -acpitable under <qemu:commandline>)',
  proxmox: 'the -acpitable of `args:`',
  qemu: 'the -acpitable',
  cpu: 'the table',
};

const CLOCK: Readonly<Record<VmKind, string>> = {
  libvirt: "write <clock offset='localtime'>",
  proxmox: 'write `localtime: 1`',
  qemu: 'add -rtc base=localtime',
  cpu: 'use local time',
};

/** With a spec, its threads; without one, the pins may say how many a core has. */
function topologyHelp({ kind, vcpus, threads }: Kind & { readonly vcpus: number; readonly threads?: number }): string {
  const write = TOPOLOGY[kind](vcpus, vcpus / (threads ?? 1), threads ?? 1);
  if (threads === undefined) return `${write}, or the cores and threads that the pins have`;
  return kind === 'libvirt' ? `${write}; \`cppc-acpi libvirt\` does with --topology` : write;
}

const TOPOLOGY: Readonly<Record<VmKind, (vcpus: number, cores: number, threads: number) => string>> = {
  libvirt: (_, cores, threads) => `write <topology sockets='1' cores='${cores}' threads='${threads}'/> under <cpu>`,
  proxmox: (vcpus) => `write \`sockets: 1\` and \`cores: ${vcpus}\``,
  qemu: (vcpus, cores, threads) => `write -smp ${vcpus},sockets=1,cores=${cores},threads=${threads}`,
  cpu: () => 'give the whole command line',
};

const THREADS: Readonly<Record<VmKind, (threads: number) => string>> = {
  libvirt: (threads) => `write threads='${threads}' in <topology>`,
  proxmox: (threads) => `append a complete -smp with threads=${threads} to \`args:\``,
  qemu: (threads) => `write threads=${threads} in -smp`,
  cpu: () => 'give the whole command line',
};

const COUNT: Readonly<Record<VmKind, (vcpus: number) => string>> = {
  libvirt: (vcpus) => `write <vcpu>${vcpus}</vcpu>`,
  proxmox: (vcpus) => `write \`cores: ${vcpus}\``,
  qemu: (vcpus) => `write -smp ${vcpus}`,
  cpu: () => 'give the whole command line',
};

const FREQUENCY: Readonly<Record<VmKind, string>> = {
  libvirt: "<timer name='tsc' frequency='N'/> under <clock>",
  proxmox: '`-global x86_64-cpu.tsc-frequency=N` to `args:`',
  qemu: '`tsc-frequency=N` to -cpu',
  cpu: '`tsc-frequency=N`',
};
