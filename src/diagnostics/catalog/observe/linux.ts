import { andMore, list, short } from '../../words.js';
import { type UnrankedFacts, vcpuList, whyUnranked } from '../boot/not-ranked.js';
import { type SiblingFacts, siblingText } from '../boot/siblings.js';
import { type CapacityFacts, whyUnrankedByCapacity } from '../boot/virt.js';
import { row } from '../row.js';
import { RESTART } from './restart.js';

/** What a running Linux guest shows of its processors. */
export const OBSERVE_LINUX = {
  'observe/acpi-error': row<{ first: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's log",
    message: (f) => `the guest logs an ACPI error: ${short(f.first, 140)}${andMore(f.more, 'line')}`,
    help: () =>
      '`cppc-acpi check SPEC --guest linux` may show the reason; errors of other devices are not of the table',
  }),
  'observe/not-ranked': row<UnrankedFacts>({
    severity: 'note',
    section: 'observed: in Linux only amd-pstate (from 6.9) and intel_pstate rank cores, through ITMT',
    message: (f) => `the guest does not rank its cores: ${whyUnranked(f)}`,
    help: (f) => unrankedHelp(f),
  }),
  'observe/not-ranked-by-capacity': row<CapacityFacts>({
    severity: 'note',
    section: 'observed: Linux on Arm and RISC-V prefers cores with a higher cpu_capacity',
    message: (f) => `the guest does not rank its cores: ${whyUnrankedByCapacity(f)}`,
    help: (f) =>
      f.why === 'limits'
        ? 'write nominal_perf = highest_perf for each core of the spec, and nominal_freq in proportion; or run `echo 1 > /sys/devices/system/cpu/cpufreq/boost` in the guest'
        : 'give every vCPU a _CPC that Linux takes: `cppc-acpi check SPEC --guest linux` says what it takes',
  }),
  'observe/ranking-differs': row<{ vcpu: number; expected: bigint; actual: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's sysfs, amd_pstate_prefcore_ranking",
    message: (f) =>
      `amd-pstate ranks vCPU ${f.vcpu} by ${short(f.actual) || 'no number'}; its highest_perf is ${f.expected}${andMore(f.more, 'vCPU')}`,
    help: (f) =>
      f.expected > 254n
        ? 'keep highest_perf at or below 254: amd-pstate ranks by 8 bits'
        : 'make the report again: Linux takes both numbers from one _CPC, so they differ only in a report that was edited, or has parts of two guests',
  }),
  'observe/refused': row<{ vcpus: readonly number[]; why: string | undefined }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `the guest has no acpi_cppc folder for ${vcpuList(f.vcpus)}${f.why === undefined ? '' : `: ${short(f.why, 140)}`}`,
    help: () =>
      `see whether the VM has the table: \`cppc-acpi audit\`; then whether this Linux takes it: \`cppc-acpi check SPEC --guest linux\`; then ${RESTART}`,
  }),
  'observe/sched-ext': row<{ scheduler: string | undefined }>({
    severity: 'note',
    section: 'Linux: Documentation/scheduler/sched-ext.rst',
    message: (f) =>
      `the sched_ext scheduler${f.scheduler === undefined ? '' : ` ${short(f.scheduler)}`} runs in the guest: it places tasks by rules of its own, and ITMT or capacities do not count`,
    help: () => 'stop it to see what Linux itself does; some, such as scx_lavd, read acpi_cppc/highest_perf themselves',
  }),
  'observe/siblings-differ': row<SiblingFacts>({
    severity: 'warning',
    section: "observed: the guest's sysfs, thread_siblings_list",
    message: (f) => `${siblingText(f)}${andMore(f.more, 'vCPU')}`,
    help: () =>
      'give the VM the topology of the spec (`libvirt --topology`, or `-smp` of `.qemu.args`); with an AMD CPU model it needs topoext, too',
  }),
  'observe/switch-unreadable': row<{ hidden: boolean }>({
    severity: 'note',
    section: 'observed: from 6.14 on the switch of ITMT is in debugfs, which only root reads',
    message: (f) =>
      `it cannot be told whether the guest ranks its cores: ${f.hidden ? 'this user cannot read debugfs, where the switch of ITMT is' : 'its kernel shows no switch of ITMT'}`,
    help: (f) =>
      f.hidden
        ? 'run the script as root in the guest'
        : 'mount debugfs in the guest and run the script as root: `mount -t debugfs debugfs /sys/kernel/debug`; or see `cppc-acpi boot SPEC`, where busy loops tell',
  }),
  'observe/value-differs': row<{ file: string; vcpu: number; expected: bigint; actual: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `${f.file} of vCPU ${f.vcpu} is ${f.expected} in the spec; the guest reads ${short(f.actual)}${andMore(f.more, 'vCPU')}`,
    help: () =>
      `${RESTART}; if it stays, the VM has the table of another spec, or a second _CPC, of which Linux keeps the first`,
  }),
  'observe/value-unreadable': row<{ files: readonly string[] }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) => `the guest cannot read ${list(f.files, 'and')}`,
    help: () =>
      'set `layout = "constant"` under [registers]: stock QEMU has no such registers, and Linux reads all four levels or none',
  }),
} as const;

/** What lets the guest rank its cores, by the first thing that is missing. */
function unrankedHelp({ itmt, tooOld, drivers, hasRanking, lacksDebugfs, why }: UnrankedFacts): string {
  if (tooOld) return 'run Linux 6.12 or newer in the guest: amd-pstate has a ranking from 6.9 on';
  if (hasRanking && lacksDebugfs)
    return 'remove `debugfs=off` from the command line of the guest and mount debugfs, or run Linux 7.2.7 or newer';
  if (hasRanking || itmt === 'off')
    return 'remove `amd_prefcore=disable` from the command line of the guest; `sysctl kernel.sched_itmt_enabled=1` switches ITMT on up to 6.13';
  if (drivers.some((one) => one.startsWith('amd-pstate')))
    return 'remove `amd_prefcore=disable` from the command line of the guest';
  return `${why === undefined ? 'run the script as root, which shows the messages of the driver; ' : ''}\`cppc-acpi check SPEC --guest linux\` says what amd-pstate needs: every vCPU with a _CPC, and a CPU model of an AMD CPU with CPPC`;
}
