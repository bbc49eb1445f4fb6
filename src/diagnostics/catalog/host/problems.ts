import { GUEST_FORMS } from '../../../../grammar/guests.js';
import { count, has, isSeveral, list, numbered, short, some } from '../../words.js';
import { vcpuList } from '../boot/not-ranked.js';
import { row } from '../row.js';
import { type Instead, insteadText } from './report.js';

const FALLBACK =
  '`init` gives the core the numbers of its other thread, else those of the lowest core, or omits it: check the spec';

/** Problems of the host and the pins from which `init` makes a spec. */
export const HOST_PROBLEMS = {
  'host/capacity': row<{ capacities: string }>({
    severity: 'note',
    section: 'Linux: topology_init_cpu_capacity_cppc() in drivers/base/arch_topology.c',
    message: (f) => `a Linux guest gets cpu_capacity ${f.capacities}`,
    help: () =>
      'its scheduler puts a busy task on the CPU with the highest; docs/arm.md shows how to see it in the guest',
  }),
  'host/frequency-assumed': row<{ keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux 6.1 and 6.12 on Arm panic without them when cppc_cpufreq loads',
    message: (f) =>
      `the firmware shows no ${list(f.keys, 'or')}: the spec has numbers in proportion to the levels, from cpuinfo_max_freq where the host has it`,
    help: () => 'write the frequencies of the CPU, in MHz, if you know them',
  }),
  'host/core-across': row<{ vcpus: string; cores: number; threads: string; apart: boolean }>({
    severity: 'warning',
    message: (f) =>
      `vCPUs ${short(f.vcpus)} are ${f.cores === 1 ? 'one guest core' : `${f.cores} guest cores`}, but ${f.apart ? `their host threads ${short(f.threads)} belong to different cores` : `may run on different cores: those of host threads ${short(f.threads)}`}`,
    help: () => 'pin the vCPUs of a guest core, which have consecutive numbers, to the threads of one host core',
  }),
  'host/core-divided': row<{ vcpus: readonly number[]; threads: string; single?: string }>({
    severity: 'warning',
    section: 'QEMU: threads of a core have consecutive vCPU numbers',
    message: (f) =>
      `vCPUs ${some(f.vcpus.map(String))} run on one host core (threads ${short(f.threads)}), but belong to different guest cores`,
    help: (f) =>
      f.single === undefined
        ? 'pin consecutive vCPUs to the threads of a core, and give --smt the number of threads per core'
        : `QEMU gives all cores the same number of threads, and the host cores of vCPU ${short(f.single)} have only one: pin one vCPU to each host core, or omit vCPU ${short(f.single)} and give --smt 2`,
  }),
  'host/cpu-unread': row<{ cpus: string; file: string; why: string }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c',
    message: (f) => `cannot read ${f.file} of ${numbered('CPU', f.cpus)}: ${f.why}`,
    help: (f) =>
      f.why.includes('Bad address')
        ? 'update the firmware: Linux returns this error if a level is 0 or its register cannot be read'
        : FALLBACK,
  }),
  'host/cpu-without-cppc': row<{ cpus: string; all?: { x86: boolean; instead?: Instead } }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c',
    message: (f) => `${numbered('CPU', f.cpus)} ${has(f.cpus)} no acpi_cppc: Linux found no valid _CPC`,
    help: ({ all }) => (all ? withoutAnyText(all) : FALLBACK),
  }),
  'host/domain-without-pins': row<{ options: string; pinned: number; vcpus: number; then: string }>({
    severity: 'warning',
    message: () =>
      'the domain does not pin its vCPUs: each core of the spec has the numbers of the lowest core of the host',
    help: (f) =>
      `run init again with pins, such as \`${f.options}\`${f.vcpus > f.pinned ? ` (this host has no more threads for ${f.vcpus} vCPUs: give the VM fewer)` : ''}; \`cppc-acpi ${f.then}\` then gives them to the VM`,
  }),
  'host/guest-likely': row<{ guest: string }>({
    severity: 'note',
    section: 'enlightenments of QEMU: docs/system/i386/hyperv.rst',
    message: (f) => `the domain names no guest system, but has enlightenments for Windows: the spec is for ${f.guest}`,
    help: () => `for another guest, give --guest with one of ${list(GUEST_FORMS, 'or')}`,
  }),
  'host/guest-unknown': row<{ id: string; guest: string }>({
    severity: 'note',
    section: 'ids of libosinfo, and ostype of Proxmox',
    message: (f) =>
      `the domain names the guest system "${short(f.id)}", for which there are no rules: the spec is for ${f.guest}`,
    help: () => `give --guest with one of ${list(GUEST_FORMS, 'or')}`,
  }),
  'host/level-too-high': row<{ cpus: string; value: bigint; most: bigint; layout: string }>({
    severity: 'error',
    message: (f) =>
      `highest_perf of ${numbered('CPU', f.cpus)} reaches ${f.value}; layout "${f.layout}" supports 1 to ${f.most}`,
    help: (f) =>
      `give ${f.layout === 'constant' ? 'a negative --offset' : '--layout constant, or a negative --offset'}`,
  }),
  'host/no-cppc': row<{ cpus: number; file?: string; why?: string; others: readonly string[] }>({
    severity: 'error',
    section: 'Linux: drivers/acpi/cppc_acpi.c',
    message: (f) => {
      if (f.cpus === 0) return 'found no CPUs';
      return f.file
        ? `no CPU has all four levels in acpi_cppc: cannot read ${f.file}: ${f.why}`
        : `none of ${count(f.cpus, 'CPU')} has acpi_cppc: Linux found no _CPC in the firmware`;
    },
    help: (f) => {
      if (f.cpus === 0) return 'pass the folder that contains devices/system/cpu, such as /sys';
      const others = f.others.map((one) => `\`--from ${one}\``);
      return others.length > 0
        ? `give ${list(others, 'or')}, or enable CPPC in the firmware setup`
        : 'enable CPPC in the firmware setup, or write the spec by hand; the levels that cpupower shows are constants of a driver';
    },
  }),
  'host/offset-past-byte': row<{ thread: number; given: bigint; offset: bigint; result: bigint; most: bigint }>({
    severity: 'warning',
    section:
      'Linux: amd-pstate of 6.16 to 7.3 keeps eight bits of a level; processors have no more in IA32_HWP_CAPABILITIES',
    message: (f) =>
      `highest_perf ${f.given} of host thread ${f.thread} with offset +${f.offset} is ${f.result}, above ${f.most}: no x86 processor has such a level, and newer Linux guests take it for ${f.result & 0xffn}`,
    help: () => 'add less, or subtract from the other cores: guests compare cores, so only differences matter',
  }),
  'host/offset-result': row<{
    thread: number;
    given: bigint;
    offset: bigint;
    result: bigint;
    most: bigint;
    layout: string;
  }>({
    severity: 'error',
    message: (f) =>
      `highest_perf ${f.given} of host thread ${f.thread} with offset ${f.offset > 0n ? '+' : ''}${f.offset} is ${f.result}; layout "${f.layout}" supports 1 to ${f.most}`,
    help: (f) =>
      f.result < 1n
        ? 'subtract less'
        : 'add less, or subtract from the other cores: guests compare cores, so only differences matter',
  }),
  'host/pin-missing': row<{ vcpu: number; threads: string; offline: boolean }>({
    severity: 'warning',
    message: (f) => `vCPU ${f.vcpu} is pinned to ${numbered('host thread', f.threads)}, which ${missingText(f)}`,
    help: () => 'correct the pin; a core without a host thread gets the numbers of the lowest core of the host',
  }),
  'host/pin-mixed': row<{ vcpus: readonly number[]; threads: string; key: string; values: readonly bigint[] }>({
    severity: 'warning',
    message: (f) =>
      `${vcpuList(f.vcpus)} can run on host threads ${short(f.threads)}, which have different ${f.key}: ${some(f.values.map(String))}`,
    help: () =>
      'pin each vCPU to one core: a guest cannot rank a vCPU that moves between unequal cores; the lowest value counts until then',
  }),
  'host/intel-host': row<{ layout: string }>({
    severity: 'note',
    section: 'Linux: intel_pstate needs HWP, which KVM does not offer; seen by booting 6.12 to 7.3 on Intel models',
    message: ({ layout }) =>
      `on this Intel host Linux guests ${accepted(layout) ? 'accept the table but do not rank their cores by it' : `do not rank their cores, and refuse layout "${layout}"`}; Windows guests do not depend on the vendor`,
    help: ({ layout }) =>
      `${accepted(layout) ? '' : 'for Linux guests write `--layout constant`, and '}see docs/linux.md for schedulers that read the levels themselves`,
  }),
  'host/pin-past-vcpus': row<{ vcpu: number; vcpus: number }>({
    severity: 'warning',
    section: 'libvirt accepts such a pin without a warning',
    message: (f) => `a pin names vCPU ${f.vcpu}, but the domain has ${count(f.vcpus, 'vCPU')}, numbered from 0`,
    help: () => 'remove the pin, or increase <vcpu>',
  }),
  'host/siblings-differ': row<{ threads: string; values: readonly bigint[] }>({
    severity: 'warning',
    message: (f) =>
      `threads ${short(f.threads)} of one host core have different highest_perf: ${some(f.values.map(String))}`,
    help: () => 'check highest_perf in the spec: the guest core has the value of its first vCPU',
  }),
  'host/smt-above-host': row<{ smt: number; most: number }>({
    severity: 'error',
    message: (f) => `--smt is ${f.smt}, but no core of this host has more than ${count(f.most, 'thread')}`,
    help: () => 'omit --smt to use the threads of the host, or describe another guest with --pin',
  }),
  'host/smt-not-divisible': row<{ vcpus: number; threads: number }>({
    severity: 'error',
    message: (f) => `cannot divide ${count(f.vcpus, 'vCPU')} into cores of ${count(f.threads, 'thread')}`,
    help: () => 'pin the missing vCPUs, or give --smt 1',
  }),
  'host/topology-differs': row<{ domain: number; given: boolean; threads: number }>({
    severity: 'warning',
    message: (f) =>
      `cores of the domain have ${count(f.domain, 'thread')}${f.given ? '' : ' (no <topology>)'}, cores of the spec ${f.threads}`,
    help: (f) =>
      `write <topology sockets='1' cores='…' threads='${f.threads}'/> under <cpu>, or give --smt ${f.domain}`,
  }),
  'host/vcpu-pinned-twice': row<{ vcpu: number }>({
    severity: 'error',
    message: (f) => `vCPU ${f.vcpu} is pinned more than once; this is the second pin`,
    help: () => 'keep one pin; write several host threads as one cpuset, such as 4,20',
  }),
  'host/vcpu-without-pin': row<{ vcpus: string }>({
    severity: 'warning',
    message: (f) => `${numbered('vCPU', f.vcpus)} ${has(f.vcpus)} no pin, but other vCPUs have one`,
    help: () => 'pin every vCPU; a core without a pin gets the numbers of the lowest core of the host',
  }),
  'host/whole-vm-pinned': row<{ by: string; threads: string; vcpus: string; options?: string; left: number }>({
    severity: 'note',
    message: (f) =>
      `${f.by} ${short(f.threads)} is of the whole VM: ${numbered('vCPU', f.vcpus)} ${has(f.vcpus)} no host threads of ${isSeveral(f.vcpus) ? 'their' : 'its'} own, and may run on each of them`,
    help: (f) =>
      f.options === undefined
        ? 'give each of these vCPUs host threads of its own with --pin, or in `host_threads` of the spec'
        : `give each vCPU host threads of its own: run init again with pins, such as \`${f.options}\`${f.left > 0 ? ` (${short(f.threads)} has none for the other ${count(f.left, 'vCPU')})` : ''}`,
  }),
} as const;

function missingText({ threads, offline }: { readonly threads: string; readonly offline: boolean }): string {
  if (offline) return isSeveral(threads) ? 'are offline' : 'is offline';
  return `${isSeveral(threads) ? 'do' : 'does'} not exist on this host`;
}

/** Linux can read the levels of these layouts in a guest; the others have them in registers of the device or in MSRs. */
function accepted(layout: string): boolean {
  return layout === 'constant' || layout === 'custom';
}

/** A kernel that booted with a device tree has no ACPI at all. */
function withoutAnyText({ x86, instead }: { readonly x86: boolean; readonly instead?: Instead }): string {
  const enable = x86 ? 'enable CPPC in the firmware setup' : 'boot with ACPI, if the firmware has a _CPC';
  return instead ? `${enable}; without it ${insteadText(instead)}` : enable;
}
