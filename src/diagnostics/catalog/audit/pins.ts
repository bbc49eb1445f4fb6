import type { VmKind } from '../../../../grammar/vm-kinds.js';
import { are, list, numbered, quoted, short, some } from '../../words.js';
import { row } from '../row.js';

/** Problems of the places where the threads of an existing VM run. */
export const AUDIT_PINS = {
  'audit/helper-on-vcpu-core': row<Spare & { what: string; threads: string; vcpus: readonly string[]; host: boolean }>({
    severity: 'warning',
    section: 'libvirt: formatdomain, CPU Tuning',
    message: (f) =>
      `${f.what} ${short(f.threads)} shares ${f.host ? 'a core' : 'host threads'} with vCPU${f.vcpus.length === 1 ? '' : 's'} ${some(f.vcpus)}: ${f.vcpus.length === 1 ? 'it waits' : 'they wait'} while QEMU's own threads run`,
    help: (f) => spareHelp(f, `give ${f.what} ${spareText(f)}`),
  }),
  'audit/helper-unpinned': row<Spare & { free: readonly string[]; kind: VmKind }>({
    severity: 'note',
    section: 'libvirt: formatdomain, CPU Tuning',
    message: (f) =>
      `vCPUs are pinned, but ${list(f.free, 'and')} ${are(f.free)} missing: QEMU's own threads may run on the cores of the vCPUs`,
    help: (f) =>
      spareHelp(
        f,
        f.kind === 'proxmox'
          ? `run \`qm set VMID --affinity …\` with ${spareText(f)}: the hookscript takes the vCPUs from there`
          : `write ${f.free.map((one) => (one === 'emulatorpin' ? "<emulatorpin cpuset='…'/>" : "<iothreadpin iothread='1' cpuset='…'/>")).join(' and ')} under <cputune>, with ${spareText(f)}`,
      ),
  }),
  'audit/hookscript-unread': row<{ name: string; why: string; by?: string }>({
    severity: 'note',
    section: 'Proxmox VE: a hookscript may pin the threads of QEMU when the VM has started',
    message: (f) =>
      `${f.by === undefined ? 'no option of the VM pins its vCPUs' : `${short(f.by)} pins the whole VM and not each vCPU`}; the hookscript ${quoted(f.name)} may pin them, but its pins are not known: ${short(f.why, 120)}`,
    help: () =>
      'on the node of the VM, `grep Cpus_allowed_list /proc/$(cat /var/run/qemu-server/VMID.pid)/task/*/status` shows the pins of a VM that runs; `audit` reads there the hookscripts of `build --emit proxmox` in /var/lib/vz/snippets',
  }),
  'audit/no-pins': row<{ kind: VmKind }>({
    severity: 'note',
    message: () => 'no vCPU is pinned: the host moves vCPUs between its cores, so no level of a table describes a vCPU',
    help: (f) => PIN[f.kind],
  }),
  'audit/pin-differs': row<{ vcpu: number; domain: string; spec: string }>({
    severity: 'warning',
    message: (f) =>
      `vCPU ${f.vcpu} is pinned to ${numbered('host thread', f.domain)}, but in the spec to ${short(f.spec)}: its levels can be those of another core`,
    help: () => 'pin the vCPU as in the spec, or correct `host_threads` and the levels there',
  }),
  'audit/vcpus-share-thread': row<{ vcpus: readonly number[]; thread: number }>({
    severity: 'warning',
    message: (f) =>
      `vCPU ${f.vcpus[0]} and vCPU ${f.vcpus[1]} are both pinned to host thread ${f.thread}: one waits while the other runs`,
    help: () => 'pin each vCPU to a host thread of its own',
  }),
  'audit/whole-vm-pinned': row<{ kind: VmKind; by: string; threads: string; vcpus: number }>({
    severity: 'warning',
    message: (f) =>
      `${f.by} ${short(f.threads)} pins the whole VM and not each vCPU: ${f.vcpus === 1 ? 'the vCPU and the' : `its ${f.vcpus} vCPUs and its`} other threads move between these host threads`,
    help: (f) => PIN[f.kind],
  }),
} as const;

/** The host threads of cores on which no vCPU may run: '' if there is none, undefined if the host is not known. */
type Spare = { readonly spare?: string };

function spareText({ spare = '' }: Spare): string {
  return `host threads of cores without a vCPU${spare === '' ? '' : `: ${short(spare)}`}`;
}

function spareHelp({ spare }: Spare, help: string): string {
  return spare === ''
    ? 'vCPUs may run on every core of the host: pin the vCPUs to fewer cores first, and leave one to these threads; or ignore this'
    : help;
}

const PIN: Readonly<Record<VmKind, string>> = {
  libvirt: "pin each vCPU under <cputune>: <vcpupin vcpu='0' cpuset='…'/>",
  proxmox:
    'pin each vCPU at start: `cppc-acpi init --domain QM.conf --pin … -o SPEC` makes a spec, and `cppc-acpi build SPEC --domain QM.conf --emit aml,proxmox` a hookscript that pins them',
  qemu: 'start QEMU with -name NAME,debug-threads=on, and pin each thread "CPU N/KVM" with taskset -cp',
  cpu: 'give the whole configuration',
};
