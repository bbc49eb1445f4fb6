import type { Architecture } from '../../../../grammar/machines.js';
import { code, count, list, quoted, short, some } from '../../words.js';
import { row } from '../row.js';

/** Problems of cores and processors, and of their numbers. */
export const RESOLVE_TOPOLOGY = {
  'resolve/architecture': row<{ machine: string; given: string; right: readonly string[] }>({
    severity: 'error',
    message: (f) => `machine "${f.machine}" has no guests of architecture ${f.given}`,
    help: (f) => `write ${list(f.right.map(quoted), 'or')}, or leave \`architecture\` out`,
  }),
  'resolve/count-with': row<{ keys: readonly string[] }>({
    severity: 'error',
    message: (f) => `a core with a count cannot have ${list(f.keys.map(code), 'or')}: they belong to one core`,
    help: () => 'write one [[core]] for each of them',
  }),
  'resolve/dies-other-machine': row<{ machine: string }>({
    severity: 'warning',
    message: (f) => `\`dies\` has no effect with machine "${f.machine}": it is a topology of QEMU's PC machines`,
    help: () => 'remove `dies`',
  }),
  'resolve/dies-sum': row<{ sum: number; cores: number }>({
    severity: 'error',
    message: (f) => `the dies have ${count(f.sum, 'core')} together, the spec has ${f.cores}`,
    help: (f) => `give the cores of each die, ${f.cores} in all`,
  }),
  'resolve/dies-uneven': row<{ dies: readonly number[] }>({
    severity: 'warning',
    section: 'QEMU: machine_parse_smp_config() in hw/core/machine-smp.c',
    message: (f) =>
      `the dies have ${list(f.dies.map(String), 'and')} cores; QEMU gives all dies the same number, so the outputs have no dies and the guest sees one`,
    help: () => 'give the guest as many cores of one die as of the others; or remove `dies`',
  }),
  'resolve/domain-coord-type': row<{ domain: bigint; cores: readonly number[]; coordTypes: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} share domain ${f.domain}, but have coordination types ${list(f.coordTypes, 'and')}`,
    help: () => 'give them the same coord_type, or domains of their own',
  }),
  'resolve/domain-shared': row<{ domain: bigint; cores: readonly number[] }>({
    severity: 'warning',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} are both in domain ${f.domain}, which is the default domain of one of them`,
    help: () =>
      'a core without `domain` has its own number as the domain; write `domain` on both if they belong together',
  }),
  'resolve/host-thread-shared': row<{ hostThreads: string; size: number; vcpus: readonly number[] }>({
    severity: 'warning',
    message: (f) =>
      f.size === 1
        ? `vCPUs ${some(f.vcpus.map(String))} are ${f.vcpus.length === 2 ? 'both' : 'all'} pinned to host thread ${f.hostThreads}`
        : `${f.vcpus.length} vCPUs are pinned to the ${f.size} host threads ${short(f.hostThreads)}: ${some(f.vcpus.map(String))}`,
    help: () =>
      'give each vCPU a host thread of its own: vCPUs that share one do not have the performance in the table',
  }),
  'resolve/machine-refuses-acpitable': row<{ machine: string; architecture: Architecture }>({
    severity: 'note',
    section: "QEMU 7.2.22, 10.0.13 and 11.1.3: 'Option not supported for this target'",
    message: (f) =>
      `QEMU does not start with -acpitable on machine "${f.machine}": "Option not supported for this target"`,
    help: (f) =>
      f.architecture === 'riscv64'
        ? 'build with `--emit grub`: GRUB loads the table; Linux on RISC-V takes none from an initrd'
        : "build with `--emit initrd` and put that file in front of the guest's initrd, or with `--emit grub`; the guest needs UEFI",
  }),
  'resolve/path-twice': row<{ path: string; cores: readonly number[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.3',
    message: (f) => `${f.path} is a processor of core ${f.cores[0]} and of core ${f.cores[1]}`,
    help: () => 'give each processor its own path',
  }),
  'resolve/threads-disagree': row<{ key: string; given: number; threads: number }>({
    severity: 'error',
    message: (f) =>
      `${f.key} has ${count(f.given, 'entry', 'entries')}, but the core has ${count(f.threads, 'thread')}`,
    help: (f) =>
      f.key === 'host_threads' && f.threads === 1
        ? `for one vCPU that may run on all of them, write a cpuset in an array, as in ["4,20"]; for ${f.given} vCPUs set \`threads = ${f.given}\` on the core`
        : `give one for each thread, or set \`threads = ${f.given}\` on the core`,
  }),
  'resolve/too-many-processors': row<{ count: number; most: number; path: string }>({
    severity: 'error',
    message: (f) => `${f.count} processors, but "${f.path}" can name ${f.most}`,
    help: () => 'lower count or threads_per_core, or give a processor_path with more digits',
  }),
  'resolve/topoext-intel': row<{ cpuModel: string }>({
    severity: 'warning',
    section: 'libvirt: a required CPU feature that the host lacks keeps the domain from starting',
    message: (f) =>
      `topoext is a flag of AMD CPUs, and the CPU of this guest is an Intel CPU: cpu_model ${quoted(f.cpuModel)}`,
    help: () => 'remove `topoext`: guests on Intel CPUs see threads without it',
  }),
  'resolve/topoext-off': row<{ threads: number; known: boolean; cpuModel?: string }>({
    severity: 'warning',
    section: 'QEMU: x86_cpu_realizefn() in target/i386/cpu.c; observed: Linux 6.1 sees cores, Linux 6.12 threads',
    message: (f) =>
      `${f.cpuModel === undefined ? '`topoext = false`' : `cpu_model ${quoted(f.cpuModel)} switches topoext off,`} with ${f.threads} threads per core: ${f.known ? 'the guest' : 'on an AMD host the guest'} sees each thread as a core`,
    help: (f) =>
      `remove ${f.cpuModel === undefined ? '`topoext`' : 'topoext from cpu_model'}, or set \`threads_per_core = 1\``,
  }),
  'resolve/topoext-other-machine': row<{ machine: string }>({
    severity: 'warning',
    message: (f) => `\`topoext\` has no effect with machine "${f.machine}": it is a CPU flag of QEMU's PC machines`,
    help: () => 'remove `topoext`',
  }),
  'resolve/topoext-unknown': row<{ cpuModel: string; threads: number }>({
    severity: 'note',
    section: 'QEMU: x86_cpu_realizefn() in target/i386/cpu.c; `-cpu host` does not set topoext',
    message: (f) =>
      `with cpu_model ${quoted(f.cpuModel)} the vendor of the CPU is not known: on an AMD host the guest sees the ${f.threads} threads of a core as cores`,
    help: () =>
      'on an AMD host set `host_vendor = "amd"` under [guest], which adds topoext=on to -cpu; on an Intel host "intel"',
  }),
  'resolve/uneven-threads': row<{ threads: readonly number[]; vcpus: number; cores: number; best: number }>({
    severity: 'warning',
    section: 'QEMU: machine_parse_smp_config() in hw/core/machine-smp.c',
    message: (f) =>
      `the cores have ${list(f.threads.map(String), 'and')} threads; QEMU gives all cores the same number, and with \`-smp ${f.vcpus}\` each thread becomes a core`,
    help: (f) => `choose a layout that QEMU has: ${evenLayouts(f).join(', or ')}`,
  }),
  'resolve/vcpu-gap': row<{ missing: number; highest: number }>({
    severity: 'error',
    message: (f) => `vCPU ${f.missing} has no core, though there is a vCPU ${f.highest}`,
    help: () => 'give every vCPU from 0 a core: Linux disables CPPC for all processors when one has no _CPC',
  }),
  'resolve/vcpu-twice': row<{ vcpu: number; cores: readonly number[] }>({
    severity: 'error',
    message: (f) =>
      f.cores[0] === f.cores[1]
        ? `core ${f.cores[0]} names vCPU ${f.vcpu} twice`
        : `vCPU ${f.vcpu} is in core ${f.cores[0]} and in core ${f.cores[1]}`,
    help: () =>
      'give each vCPU to one core; without `vcpus`, the first vCPU of a core is the number of vCPUs in the cores before it',
  }),
  'resolve/vcpus-apart': row<{ first: number; next: number }>({
    severity: 'warning',
    section: 'QEMU: threads of a core have consecutive vCPU numbers',
    message: (f) => `the threads of the core are vCPUs ${f.first} and ${f.next}, which are not next to each other`,
    help: () =>
      'QEMU and libvirt number the threads of a core consecutively; the guest would see them on different cores',
  }),
} as const;

/** The two layouts of QEMU that are nearest to cores with different numbers of threads. */
function evenLayouts(f: { threads: readonly number[]; cores: number; best: number }): [best: string, all: string] {
  const [most = 1] = f.threads;
  const best = `only ${count(f.best, 'core')} with ${most} threads (\`${smpText(f.best, most)}\`)`;
  return [
    best,
    `one thread for each of ${count(f.cores, 'core')} (\`${smpText(f.cores, 1)}\`; \`init --smt 1\` writes it)`,
  ];
}

function smpText(cores: number, threads: number): string {
  return `-smp ${cores * threads},sockets=1,cores=${cores},threads=${threads}`;
}
