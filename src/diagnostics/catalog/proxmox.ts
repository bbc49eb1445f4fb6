import { code, count, isSeveral, numbered, quoted, short } from '../words.js';
import { row } from './row.js';

const COMMAND = 'Proxmox VE: config_to_command() in qemu-server, src/PVE/QemuServer.pm';
const PARSER = 'Proxmox VE: parse_vm_config() in qemu-server, src/PVE/QemuServer.pm';

/** Problems of the configuration of a Proxmox VM. */
export const PROXMOX_PROBLEMS = {
  'proxmox/args-changed': row<{ option: string; from: string; to?: string }>({
    severity: 'note',
    message: (f) =>
      f.to === undefined
        ? `the args line loses ${code(`${f.option} ${short(f.from)}`)}, which the spec does not have`
        : `in the args line, ${code(`${f.option} ${short(f.from)}`)} becomes ${code(`${f.option} ${short(f.to)}`)}`,
    help: () => 'every other option of the line stays as it is',
  }),
  'proxmox/bad-value': row<{ key: string; value: string; why: string }>({
    severity: 'error',
    message: (f) => `cannot use ${f.key} ${quoted(f.value)}: ${f.why}`,
    help: (f) => `correct it on the Proxmox host with \`qm set VMID --${f.key} …\`, or in the file given here`,
  }),
  'proxmox/cpu-hotplug': row<{ threads: number; dies: number; started: number; ofSpec: boolean }>({
    severity: 'error',
    section: `${COMMAND}; observed: QEMU refuses the devices`,
    message: (f) => `with hotplug of vCPUs, Proxmox ${hotplugText(f)}, and QEMU does not start`,
    help: (f) => `run \`qm set VMID --hotplug disk,network,usb\`, or ${withHotplug(f)}`,
  }),
  'proxmox/cpu-model': row<{ model: string; seen: string; guest: string }>({
    severity: 'warning',
    message: (f) =>
      `the VM has CPU type ${quoted(f.seen)}, and the spec has cpu_model ${quoted(f.model)}: the verdict about ${f.guest} is for the CPU of the spec`,
    help: (f) =>
      `run \`qm set VMID --cpu ${short(f.model)}\`, or write \`cpu_model = "${short(f.seen)}"\` under [guest] and run \`cppc-acpi check\``,
  }),
  'proxmox/flag-stays': row<{ flag: string; seen: string; wanted: string; ostype: string }>({
    severity: 'warning',
    section: 'Proxmox VE: get_hyperv_enlightenments() in qemu-server; observed: QEMU prefers -cpu to -global',
    message: (f) =>
      `${f.flag} is ${f.wanted} in the spec, but Proxmox sets ${f.flag}=${f.seen} for ostype ${f.ostype}, and its value holds`,
    help: () => 'remove the key from [hyperv]; Proxmox has no option for it',
  }),
  'proxmox/line-skipped': row<{ text: string }>({
    severity: 'warning',
    section: PARSER,
    message: (f) => `the line ${quoted(f.text)} is not an option of the form \`key: value\`; it is skipped`,
    help: () => 'give the output of `qm config VMID` or the file /etc/pve/qemu-server/VMID.conf as it is',
  }),
  'proxmox/no-pins': row<{ name: string }>({
    severity: 'warning',
    message: (f) => `the spec has no host_threads, so ${short(f.name)} pins no vCPU: the guest ranks cores that move`,
    help: () => 'write `host_threads` for each core; `cppc-acpi init --pin …` writes them',
  }),
  'proxmox/not-a-config': row<{ characters?: number; most: number }>({
    severity: 'error',
    section: PARSER,
    message: (f) =>
      f.characters === undefined
        ? 'found no option of a Proxmox VM, such as `cores: 4`'
        : `the file has ${count(f.characters, 'character')}; the configuration of a Proxmox VM has at most ${f.most}`,
    help: () => 'give the output of `qm config VMID`, or the file /etc/pve/qemu-server/VMID.conf',
  }),
  'proxmox/not-x86': row<{ arch: string }>({
    severity: 'error',
    section: "QEMU 7.2.22, 10.0.13 and 11.1.3: 'Option not supported for this target'",
    message: (f) =>
      `QEMU does not start with -acpitable on architecture ${quoted(f.arch)}, so this VM cannot load tables`,
    help: () => 'Linux loads tables from its initrd on Arm, too: `build --emit initrd`',
  }),
  'proxmox/other-hookscript': row<{ other: string; ours: string }>({
    severity: 'note',
    message: (f) => `the VM has the hookscript ${quoted(f.other)}, and Proxmox runs only one`,
    help: (f) => `call ours from it, as \`${short(f.ours, 120)} "$1" "$2"\`, or let ours take its place`,
  }),
  'proxmox/pins-of-affinity': row<{ vcpus: string; threads: string }>({
    severity: 'warning',
    message: (f) =>
      `host_threads of ${numbered('vCPU', f.vcpus)} ${isSeveral(f.vcpus) ? 'are' : 'is'} the affinity of the VM, ${short(f.threads)}: the hookscript pins ${isSeveral(f.vcpus) ? 'them' : 'it'} no more than Proxmox does, and ${isSeveral(f.vcpus) ? 'each' : 'it'} may run on all of these host threads`,
    help: () =>
      'give each vCPU host threads of its own: `cppc-acpi init --domain FILE -o NEW.toml` proposes a --pin for this host, and with it writes the levels of those cores',
  }),
  'proxmox/second-cpu': row<{ value: string }>({
    severity: 'warning',
    section: 'observed: of two -cpu, QEMU uses the last; Proxmox puts args at the end',
    message: (f) =>
      `-cpu ${short(f.value)} in args replaces the one of Proxmox, with its option \`cpu\` and its enlightenments for Windows; it stays`,
    help: () => 'remove it from args, and run `qm set VMID --cpu …`; for other flags use `-global x86_64-cpu.NAME=on`',
  }),
  'proxmox/vcpu-count': row<{ spec: number; sockets: number; cores: number }>({
    severity: 'error',
    message: (f) =>
      `the spec has ${count(f.spec, 'vCPU')}, but the VM has ${f.sockets * f.cores}: ${count(f.sockets, 'socket')} of ${count(f.cores, 'core')}`,
    help: (f) =>
      `run \`qm set VMID --sockets 1 --cores ${f.spec}\` (a core of Proxmox is a vCPU), and give the new configuration; or change the spec`,
  }),
} as const;

interface HotplugFacts {
  readonly threads: number;
  readonly dies: number;
  readonly started: number;
  readonly ofSpec: boolean;
}

function hotplugText({ threads, dies, started, ofSpec }: HotplugFacts): string {
  const of = ofSpec ? 'the spec' : 'the VM';
  if (threads > 1) return `gives each vCPU a core of its own; the cores of ${of} have ${threads} threads`;
  if (dies > 1) return `gives vCPUs no die; ${of} has ${dies} dies`;
  return `adds every vCPU but the first as a device; -smp in args starts ${started} vCPUs, too`;
}

function withHotplug({ threads, dies, ofSpec }: HotplugFacts): string {
  if (!ofSpec) return 'remove -smp from `args:`';
  return threads > 1 || dies === 1 ? 'write `threads_per_core = 1`' : 'remove `dies` from [guest]';
}
