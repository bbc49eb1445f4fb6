import { QM_PID_FOLDER, QM_SNIPPETS } from '../../grammar/proxmox.js';
import type { CpcTable } from '../cpc/ir.js';
import { count } from '../diagnostics/words.js';
import { shellWord } from '../emit/qemu.js';

/** The name of the hookscript of a spec. */
export function hookscriptName(stem: string): string {
  return `${stem}.hookscript.sh`;
}

/** A hookscript for a POSIX shell, which Proxmox runs as `SCRIPT VMID PHASE`. `vcpus` is their number at the start. */
export function hookscript({ processors }: CpcTable, stem: string, vcpus: number): string {
  const name = hookscriptName(stem);
  const pins = processors.flatMap(({ vcpu, hostThreads }) =>
    hostThreads ? [`    ${vcpu}) cpus=${hostThreads.text} ;;\n`] : [],
  );
  const most = processors.length;
  return [head(name), cpusOf(pins), CHECKS, PINNING, ending({ vcpus, most })].join('\n');
}

/** A pin of a hookscript, with its line. */
interface HookPin {
  readonly vcpu: number;
  readonly cpuset: string;
  readonly line: number;
}

/** The pins of such a script; undefined for another one, whose work is not known. */
export function readHookscript(text: string): readonly HookPin[] | undefined {
  const lines = text.split('\n');
  if (!lines.includes(MADE_BY)) return undefined;
  return lines.flatMap((line, i) => {
    const [, vcpu, cpuset] = /^ {4}(\d{1,4})\) cpus=([\d,-]+) ;;$/.exec(line) ?? [];
    return cpuset === undefined ? [] : [{ vcpu: Number(vcpu), cpuset, line: i + 1 }];
  });
}

const MADE_BY = '# Made by `cppc-acpi build --emit proxmox`. On each node, as root:';

/** exec_hookscript() in pve-guest-common, src/PVE/GuestHelpers.pm: a failure stops the start in phase pre-start alone. */
function head(name: string): string {
  return `#!/bin/sh
# ${name}: pins the vCPUs of a Proxmox VM to host CPUs when it has started.
${MADE_BY}
#
#   install -m 755 ${shellWord(name)} ${QM_SNIPPETS.folder}/
#   qm set VMID --hookscript ${QM_SNIPPETS.storage}:snippets/${shellWord(name)}
#
# It runs taskset for the thread of each vCPU and writes no file. Proxmox shows a failure
# in the log of the task, and the VM runs on. To pin again, as when vCPUs were plugged in or the
# VM has moved here, run it as: SCRIPT VMID post-start

set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
vmid=\${1-}
[ "\${2-}" = post-start ] || exit 0

warn() {
  printf '%s: VM %s: %s\\n' ${shellWord(name)} "$vmid" "$1" >&2
}
fail() {
  warn "$1"
  exit 1
}
`;
}

function cpusOf(pins: readonly string[]): string {
  return `# The host CPUs of vCPU $1: host_threads of the spec.
cpus_of() {
  case $1 in
${pins.join('')}    *) cpus= ;;
  esac
}
`;
}

/** Proxmox itself trusts the process of the file only if its command line has the file: vm_running_locally(). */
const CHECKS = `case $vmid in
  '' | *[!0-9]*) fail 'not the number of a VM; run it as: SCRIPT VMID post-start' ;;
esac
command -v taskset >/dev/null || fail 'cannot find taskset, which is part of util-linux'
file=${QM_PID_FOLDER}/$vmid.pid
pid=
{ read -r pid <"$file"; } 2>/dev/null
case $pid in
  '' | *[!0-9]*) fail "cannot read the process of QEMU from $file: is the VM running?" ;;
esac
words=$({ tr '\\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null)
case " $words " in
  *" -pidfile $file "*) ;;
  *) fail "process $pid of $file is not the QEMU of this VM, or has ended" ;;
esac
`;

/** QEMU names the thread of a vCPU \`CPU 0/KVM\`, under TCG \`CPU 0/TCG\`. A thread ends when its vCPU is unplugged. */
const PINNING = `vcpus=0
last=0
why=
for task in "/proc/$pid/task/"*; do
  vcpu=
  { read -r vcpu <"$task/comm"; } 2>/dev/null
  case $vcpu in
    'CPU '*/KVM | 'CPU '*/TCG) ;;
    *) continue ;;
  esac
  vcpu=\${vcpu#CPU }
  vcpu=\${vcpu%/*}
  case $vcpu in '' | *[!0-9]*) continue ;; esac
  vcpus=$((vcpus + 1))
  [ "$vcpu" -le "$last" ] || last=$vcpu
  cpus_of "$vcpu"
  [ -n "$cpus" ] || continue
  problem=$(taskset -pc "$cpus" "\${task##*/}" 2>&1 >/dev/null) && continue
  [ -d "$task" ] || continue
  [ -n "$why" ] || why="cannot pin vCPU $vcpu to host CPUs $cpus: $problem"
done
`;

/** Fewer vCPUs than at the start, or more than the spec has: those that run are pinned all the same. */
function ending({ vcpus, most }: { readonly vcpus: number; readonly most: number }): string {
  return `[ "$vcpus" -ne 0 ] || fail "process $pid has no thread named CPU N/KVM, so no vCPU is pinned"
[ "$last" -lt ${most} ] || warn "the VM runs vCPU $last, but the spec has only ${count(most, 'vCPU')}, from 0 on: the others are not pinned"
[ "$vcpus" -ge ${vcpus} ] || warn "the VM runs only $vcpus of the ${count(vcpus, 'vCPU')} that it had when this script was made"
[ -z "$why" ] || fail "$why"
`;
}
