import { count, list } from '../words.js';
import { row } from './row.js';

/** Problems of the host that a spec is made from. */
export const HOST_PROBLEMS = {
  'host/core-across': row<{ vcpus: string; threads: string }>({
    severity: 'warning',
    message: (f) => `vCPUs ${f.vcpus} are one core of the guest, but run on different cores of the host (${f.threads})`,
    help: () => 'pin the vCPUs of a guest core, which have consecutive numbers, to the threads of one host core',
  }),
  'host/core-divided': row<{ vcpus: readonly number[]; threads: string }>({
    severity: 'warning',
    section: 'QEMU: threads of a core have consecutive vCPU numbers',
    message: (f) =>
      `vCPUs ${list(f.vcpus.map(String), 'and')} share the host core of threads ${f.threads}, but not a core of the guest`,
    help: () =>
      'pin consecutive vCPUs to the threads of a core and say how many with --smt; the guest would take them for cores',
  }),
  'host/cpu-unread': row<{ cpus: string; file: string; why: string }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c',
    message: (f) => `${f.file} of CPU ${f.cpus} cannot be read: ${f.why}`,
    help: (f) =>
      f.why.includes('Bad address')
        ? 'Linux answers so where the firmware has 0 for a level, or a register that does not answer: update the firmware'
        : 'the core takes the numbers of its other thread; without any it is left out, or takes those of the lowest core',
  }),
  'host/cpu-without-cppc': row<{ cpus: string }>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/cppc_acpi.c',
    message: (f) => `there is no acpi_cppc for CPU ${f.cpus}: its processor object has no _CPC that Linux accepts`,
    help: () =>
      'the core takes the numbers of its other thread; without any it is left out, or takes those of the lowest core',
  }),
  'host/domain-without-pins': row<object>({
    severity: 'error',
    message: () => 'the domain pins none of its vCPUs: nothing says which core of the host each of them has',
    help: () => "add <vcpupin vcpu='0' cpuset='4'/> and so on under <cputune>",
  }),
  'host/level-too-high': row<{ cpus: string; value: bigint; most: bigint; layout: string }>({
    severity: 'error',
    message: (f) => `highest_perf of CPU ${f.cpus} is up to ${f.value}; layout "${f.layout}" holds 1 to ${f.most}`,
    help: (f) => `give ${f.layout === 'constant' ? 'an --offset that lowers it' : '--layout constant, or an --offset'}`,
  }),
  'host/no-cppc': row<{ cpus: number; file?: string; why?: string }>({
    severity: 'error',
    section: 'Linux: drivers/acpi/cppc_acpi.c',
    message: (f) => {
      if (f.cpus === 0) return 'there are no CPUs here';
      return f.file
        ? `no CPU has all four levels in acpi_cppc: ${f.file} cannot be read, ${f.why}`
        : `none of ${count(f.cpus, 'CPU')} has acpi_cppc: Linux found no _CPC in the firmware`;
    },
    help: (f) =>
      f.cpus === 0
        ? 'give the folder that holds devices/system/cpu, like /sys'
        : 'switch CPPC on in the firmware setup, or write the numbers by hand; those of cpupower are constants of a driver',
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
      `highest_perf ${f.given} of host thread ${f.thread} with the offset ${f.offset > 0n ? '+' : ''}${f.offset} is ${f.result}; layout "${f.layout}" holds 1 to ${f.most}`,
    help: (f) =>
      f.result < 1n
        ? 'lower fewer cores, or by less'
        : 'raise by less and lower the other cores instead: only the order of the cores counts',
  }),
  'host/pin-missing': row<{ vcpu: number; threads: string; offline: boolean }>({
    severity: 'warning',
    message: (f) =>
      `vCPU ${f.vcpu} is pinned to host thread ${f.threads}, which ${f.offline ? 'is offline' : 'this host does not have'}`,
    help: () => 'correct the pin; a core without a thread of the host is given the numbers of its lowest core',
  }),
  'host/pin-mixed': row<{ vcpu: number; threads: string; values: readonly bigint[] }>({
    severity: 'warning',
    message: (f) =>
      `vCPU ${f.vcpu} may run on host threads ${f.threads}, whose highest_perf are ${list(f.values.map(String), 'and')}`,
    help: () => 'pin it to one core: a guest cannot rank a vCPU that moves between unequal ones',
  }),
  'host/pin-past-vcpus': row<{ vcpu: number; vcpus: number }>({
    severity: 'warning',
    section: 'libvirt takes such a pin without a word',
    message: (f) => `vCPU ${f.vcpu} is pinned, but the domain has ${count(f.vcpus, 'vCPU')}, numbered from 0`,
    help: () => 'remove the pin, or raise <vcpu>',
  }),
  'host/siblings-differ': row<{ threads: string; values: readonly bigint[] }>({
    severity: 'warning',
    message: (f) =>
      `threads ${f.threads} are one core of the host, but have highest_perf ${list(f.values.map(String), 'and')}`,
    help: () => "the guest's core takes that of its first vCPU: look whether it is the right one",
  }),
  'host/smt-above-host': row<{ smt: number; most: number }>({
    severity: 'error',
    message: (f) => `--smt ${f.smt}: no core of this host has more than ${count(f.most, 'thread')}`,
    help: () => 'leave --smt out to have the threads of the host, or give --pin for another guest',
  }),
  'host/smt-not-divisible': row<{ vcpus: number; threads: number }>({
    severity: 'error',
    message: (f) => `${count(f.vcpus, 'vCPU')} do not make cores of ${count(f.threads, 'thread')}`,
    help: () => 'pin the vCPUs that lack, or give --smt 1',
  }),
  'host/topology-differs': row<{ domain: number; given: boolean; threads: number }>({
    severity: 'warning',
    message: (f) =>
      `the domain's guest sees cores of ${count(f.domain, 'thread')}${f.given ? '' : ', for it has no <topology>'}; the spec has ${f.threads}`,
    help: (f) =>
      `write <topology sockets='1' cores='…' threads='${f.threads}'/> under <cpu>, or give --smt ${f.domain}`,
  }),
  'host/vcpu-pinned-twice': row<{ vcpu: number }>({
    severity: 'error',
    message: (f) => `vCPU ${f.vcpu} is pinned a second time here`,
    help: () => 'keep one of the pins; more than one host thread is written as one cpuset, like 4,20',
  }),
  'host/vcpu-without-pin': row<{ vcpus: string }>({
    severity: 'warning',
    message: (f) => `there is no pin for vCPU ${f.vcpus}, though others have one`,
    help: () => 'pin every vCPU; a core without a pin is given the numbers of the lowest core of the host',
  }),
} as const;
