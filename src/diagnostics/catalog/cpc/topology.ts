import { code, count, list } from '../../words.js';
import { row } from '../row.js';

/** Problems of cores, processors, and how many there are. */
export const TOPOLOGY_PROBLEMS = {
  'cpc/count-with': row<{ keys: readonly string[] }>({
    severity: 'error',
    message: (f) => `a core with a count cannot have ${list(f.keys.map(code), 'or')}: they are of one core only`,
    help: () => 'write one [[core]] for each of them',
  }),
  'cpc/domain-coord-type': row<{ domain: bigint; cores: readonly number[]; coordTypes: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} share domain ${f.domain}, but not its coordination: ${list(f.coordTypes, 'and')}`,
    help: () => 'give them the same coord_type, or domains of their own',
  }),
  'cpc/domain-shared': row<{ domain: bigint; cores: readonly number[] }>({
    severity: 'warning',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} are both in domain ${f.domain}, one of them by its number`,
    help: () =>
      'a core without `domain` has its own number as the domain; write `domain` on both if they belong together',
  }),
  'cpc/host-thread-shared': row<{ hostThread: number; vcpus: readonly number[] }>({
    severity: 'warning',
    message: (f) => `vCPUs ${list(f.vcpus.map(String), 'and')} are both pinned to host thread ${f.hostThread}`,
    help: () =>
      'give each vCPU a host thread of its own: sharing one, neither has the performance that the table promises',
  }),
  'cpc/machine-drops-acpitable': row<{ machine: string }>({
    severity: 'note',
    section: 'QEMU: only pc, q35 and LoongArch virt take user tables in',
    message: () => `QEMU's Arm and RISC-V virt machines take -acpitable and drop it without a word`,
    help: () => "build with `--emit initrd` and put that file in front of the guest's initrd",
  }),
  'cpc/path-twice': row<{ path: string; cores: readonly number[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.3',
    message: (f) => `${f.path} is a processor of core ${f.cores[0]} and of core ${f.cores[1]}`,
    help: () => 'each processor has a path of its own',
  }),
  'cpc/processor-too-large': row<{ bytes: number; maxTableBytes: number }>({
    severity: 'error',
    message: (f) => `a part with one processor has ${f.bytes} bytes; max_table_bytes is ${f.maxTableBytes}`,
    help: (f) => `a table is split between processors, not within: set max_table_bytes to ${f.bytes} or more`,
  }),
  'cpc/split-too-late': row<{ bytes: number; maxTableBytes: number; mostBytes: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c',
    message: (f) =>
      `a table has ${f.bytes} bytes, for max_table_bytes is ${f.maxTableBytes || '0 (never split)'}; QEMU takes at most ${f.mostBytes} per -acpitable`,
    help: (f) => `leave the key out to split at ${f.mostBytes}`,
  }),
  'cpc/tables-past-64k': row<{ bytes: number; parts: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c, "migration may not work"',
    message: (f) =>
      `${count(f.parts, 'table')} of ${f.bytes} bytes together: QEMU warns above 65536 that migration may not work`,
    help: () => 'compact = true names repeated registers once and makes the tables smaller',
  }),
  'cpc/threads-disagree': row<{ key: string; given: number; threads: number }>({
    severity: 'error',
    message: (f) =>
      `${f.key} has ${count(f.given, 'entry', 'entries')}, but the core has ${count(f.threads, 'thread')}`,
    help: (f) => `give one for each thread, or set \`threads = ${f.given}\` on the core`,
  }),
  'cpc/too-many-initrd-tables': row<{ parts: number; most: number }>({
    severity: 'warning',
    section: 'Linux: NR_ACPI_INITRD_TABLES in drivers/acpi/tables.c',
    message: (f) => `the table comes in ${f.parts} parts; Linux takes ${f.most} from an initrd and drops the rest`,
    help: () => 'raise max_table_bytes',
  }),
  'cpc/too-many-processors': row<{ count: number; most: number; path: string }>({
    severity: 'error',
    message: (f) => `${f.count} processors, but "${f.path}" can name ${f.most}`,
    help: () => 'lower count or threads_per_core, or give a processor_path with more digits',
  }),
  'cpc/vcpu-gap': row<{ missing: number; highest: number }>({
    severity: 'error',
    message: (f) => `vCPU ${f.missing} has no core, though there is a vCPU ${f.highest}`,
    help: () => 'every vCPU from 0 on needs a core: a guest with a processor that has no _CPC uses none of them',
  }),
  'cpc/vcpu-twice': row<{ vcpu: number; cores: readonly number[] }>({
    severity: 'error',
    message: (f) =>
      f.cores[0] === f.cores[1]
        ? `core ${f.cores[0]} names vCPU ${f.vcpu} twice`
        : `vCPU ${f.vcpu} is in core ${f.cores[0]} and in core ${f.cores[1]}`,
    help: () =>
      'give each vCPU to one core; a core without `vcpus` begins at the count of the vCPUs before it, whatever numbers those have',
  }),
  'cpc/vcpus-apart': row<{ first: number; next: number }>({
    severity: 'warning',
    section: 'QEMU: threads of a core have consecutive vCPU numbers',
    message: (f) => `the threads of the core are vCPUs ${f.first} and ${f.next}, which are not next to each other`,
    help: () =>
      'QEMU and libvirt number the threads of a core consecutively; the guest would see them on different cores',
  }),
} as const;
