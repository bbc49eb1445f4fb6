import { code, count, list } from '../../words.js';
import { row } from '../row.js';

/** Problems of cores, processors, and how many there are. */
export const RESOLVE_TOPOLOGY = {
  'resolve/count-with': row<{ keys: readonly string[] }>({
    severity: 'error',
    message: (f) => `a core with a count cannot have ${list(f.keys.map(code), 'or')}: they are of one core only`,
    help: () => 'write one [[core]] for each of them',
  }),
  'resolve/domain-coord-type': row<{ domain: bigint; cores: readonly number[]; coordTypes: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} share domain ${f.domain}, but not its coordination: ${list(f.coordTypes, 'and')}`,
    help: () => 'give them the same coord_type, or domains of their own',
  }),
  'resolve/domain-shared': row<{ domain: bigint; cores: readonly number[] }>({
    severity: 'warning',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} are both in domain ${f.domain}, one of them by its number`,
    help: () =>
      'a core without `domain` has its own number as the domain; write `domain` on both if they belong together',
  }),
  'resolve/host-thread-shared': row<{ hostThread: number; vcpus: readonly number[] }>({
    severity: 'warning',
    message: (f) => `vCPUs ${list(f.vcpus.map(String), 'and')} are both pinned to host thread ${f.hostThread}`,
    help: () =>
      'give each vCPU a host thread of its own: sharing one, neither has the performance that the table promises',
  }),
  'resolve/machine-drops-acpitable': row<{ machine: string }>({
    severity: 'note',
    section: 'QEMU: only pc, q35 and LoongArch virt take user tables in',
    message: () => `QEMU's Arm and RISC-V virt machines take -acpitable and drop it without a word`,
    help: () => "build with `--emit initrd` and put that file in front of the guest's initrd",
  }),
  'resolve/path-twice': row<{ path: string; cores: readonly number[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.3',
    message: (f) => `${f.path} is a processor of core ${f.cores[0]} and of core ${f.cores[1]}`,
    help: () => 'each processor has a path of its own',
  }),
  'resolve/threads-disagree': row<{ key: string; given: number; threads: number }>({
    severity: 'error',
    message: (f) =>
      `${f.key} has ${count(f.given, 'entry', 'entries')}, but the core has ${count(f.threads, 'thread')}`,
    help: (f) => `give one for each thread, or set \`threads = ${f.given}\` on the core`,
  }),
  'resolve/too-many-processors': row<{ count: number; most: number; path: string }>({
    severity: 'error',
    message: (f) => `${f.count} processors, but "${f.path}" can name ${f.most}`,
    help: () => 'lower count or threads_per_core, or give a processor_path with more digits',
  }),
  'resolve/vcpu-gap': row<{ missing: number; highest: number }>({
    severity: 'error',
    message: (f) => `vCPU ${f.missing} has no core, though there is a vCPU ${f.highest}`,
    help: () => 'every vCPU from 0 on needs a core: a guest with a processor that has no _CPC uses none of them',
  }),
  'resolve/vcpu-twice': row<{ vcpu: number; cores: readonly number[] }>({
    severity: 'error',
    message: (f) =>
      f.cores[0] === f.cores[1]
        ? `core ${f.cores[0]} names vCPU ${f.vcpu} twice`
        : `vCPU ${f.vcpu} is in core ${f.cores[0]} and in core ${f.cores[1]}`,
    help: () =>
      'give each vCPU to one core; a core without `vcpus` begins at the count of the vCPUs before it, whatever numbers those have',
  }),
  'resolve/vcpus-apart': row<{ first: number; next: number }>({
    severity: 'warning',
    section: 'QEMU: threads of a core have consecutive vCPU numbers',
    message: (f) => `the threads of the core are vCPUs ${f.first} and ${f.next}, which are not next to each other`,
    help: () =>
      'QEMU and libvirt number the threads of a core consecutively; the guest would see them on different cores',
  }),
} as const;
