import type { Architecture } from '../../../../grammar/machines.js';
import { andMore, count, list, short } from '../../words.js';
import { row } from '../row.js';
import { BUSYBOX_OF_HOST, unpackHelp } from './install.js';
import { NO_REPORT } from './no-report.js';
import { helpUnranked, type UnrankedFacts, vcpuList, whyUnranked } from './not-ranked.js';
import { type SiblingFacts, siblingText } from './siblings.js';
import { temporaryHelp } from './temporary-files.js';

/** Why Linux cannot read the files that depend on counters, by the counters of the spec. */
const NO_COUNTERS = {
  msr: 'the guest does not have the MSRs APERF and MPERF',
  none: 'the spec has no counters',
  other: 'the counters of the spec cannot be read',
} as const;

/** Problems of a booted guest: missing programs, and differences between its values and the spec's. */
export const BOOT_PROBLEMS = {
  'boot/acpi-error': row<{ first: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's log",
    message: (f) => `the guest logs an ACPI error: ${short(f.first, 140)}${andMore(f.more, 'line')}`,
    help: () => '`--json` prints all lines in `log`; `cppc-acpi check --guest linux` may show the reason',
  }),
  'boot/counters-unreadable': row<{ files: readonly string[]; counters: keyof typeof NO_COUNTERS; isPc: boolean }>({
    severity: 'note',
    section: 'observed; Linux: cppc_get_perf_ctrs() in drivers/acpi/cppc_acpi.c',
    message: (f) =>
      `the guest cannot read ${list(f.files, 'and')}, which Linux reads together with the counters: ${NO_COUNTERS[f.counters]}`,
    help: (f) => {
      if (f.counters === 'other')
        return 'ranking does not need them; check the registers `reference_counter` and `delivered_counter`';
      return f.isPc
        ? 'ranking does not need them; set `counters = "pm-timer"` under [registers] to make them readable'
        : 'ranking does not need them, and QEMU has no counters on Arm and RISC-V: nothing is to be done';
    },
  }),
  'boot/fewer-vcpus': row<{ has: number; left: number; whole: boolean }>({
    severity: 'warning',
    section: 'observed: Linux logs AE_NOT_FOUND for each',
    message: (f) => `the spec has ${count(f.has, 'vCPU')}; the guest has ${f.left} fewer`,
    help: (f) =>
      f.whole
        ? 'remove `--smp`: the guest then has the vCPUs of the spec'
        : 'QEMU cannot start all of them: give every core as many threads as the others, with consecutive vCPUs',
  }),
  'boot/missing-vcpus': row<{ vcpus: number; missing: readonly number[] }>({
    severity: 'error',
    section: "observed: the guest's sysfs, file online",
    message: (f) => `QEMU gave the guest ${count(f.vcpus, 'vCPU')}; ${vcpuList(f.missing)} did not come up`,
    help: () =>
      'remove `maxcpus=` and `nr_cpus=` from `--append`; else `--json` prints the kernel messages in `log`, or boot another `--kernel`',
  }),
  'boot/more-vcpus': row<{ has: number; isPc: boolean; vcpus: readonly number[] }>({
    severity: 'warning',
    section: 'observed: amd-pstate and cppc_cpufreq stay off unless every CPU has a _CPC',
    message: (f) =>
      `the spec has ${count(f.has, 'vCPU')}; the guest has ${f.vcpus.length} more, without a _CPC: ${vcpuList(f.vcpus)}`,
    help: (f) =>
      `add a [[core]] for each, or remove \`--smp\`${f.isPc ? '' : '; one vCPU without a _CPC makes the cpu_capacity of all 1024'}`,
  }),
  'boot/needs-device': row<{ layout: string }>({
    severity: 'error',
    section: 'observed: only a patched QEMU has the device acpi-cppc',
    message: (f) => `layout "${f.layout}" needs a device that stock QEMU does not have`,
    help: () => 'set `layout = "constant"` under [registers] to boot a Linux guest with these numbers',
  }),
  'boot/no-busybox': row<{ architecture: Architecture; requested: boolean; refused: readonly string[] }>({
    severity: 'error',
    section: 'observed: an initramfs has no C library',
    message: (f) =>
      f.refused.length > 0
        ? `${f.requested ? 'this busybox cannot' : 'no busybox can'} run in the guest: ${f.refused
            .slice(0, 3)
            .map((one) => short(one, 100))
            .join('; ')}`
        : `there is no static busybox${f.architecture === 'x86' ? ' in PATH' : ` for ${f.architecture}`}`,
    help: (f) => (f.architecture === 'x86' ? BUSYBOX_OF_HOST : unpackHelp('busybox-static', f.architecture)),
  }),
  'boot/no-cpc': row<{ vcpus: readonly number[]; why: string | undefined; isCloud: boolean }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `the guest refuses the _CPC of ${vcpuList(f.vcpus)}${f.why === undefined ? '' : `: ${short(f.why, 140)}`}`,
    help: (f) =>
      f.isCloud
        ? "boot another `--kernel`: Debian's cloud kernels of this architecture have no CONFIG_ACPI_CPPC_LIB"
        : 'run with `--append \'dyndbg="file cppc_acpi.c +p"\' --json`: `log` then has the reason',
  }),
  'boot/no-kernel': row<{ architecture: Architecture; folder: string | undefined }>({
    severity: 'error',
    section: 'observed: the guest boots a Linux kernel',
    message: (f) =>
      f.folder === undefined
        ? `the kernels of this host are not for ${f.architecture}, and \`--kernel\` names none`
        : `there is no readable kernel${f.architecture === 'x86' ? '' : ` for ${f.architecture}`} in ${short(f.folder)}: no vmlinuz, vmlinuz-* or ${f.architecture === 'x86' ? 'bzImage' : 'Image'}, and no usr/lib/modules/*/vmlinuz`,
    help: (f) =>
      f.architecture === 'x86'
        ? "name a kernel with `--kernel FILE`: any distribution's vmlinuz for x86-64; on some hosts only root may read it"
        : unpackHelp('linux-image', f.architecture),
  }),
  'boot/no-qemu': row<{ program: string; package: string }>({
    severity: 'error',
    section: 'observed: the guest runs in QEMU',
    message: (f) => `${f.program} is not in PATH`,
    help: (f) => `install it (Debian and Ubuntu: \`apt install ${f.package}\`)`,
  }),
  'boot/no-report': row<{ accelerator: string; by: keyof typeof NO_REPORT; why: string }>({
    severity: 'error',
    section: 'observed: the guest sends its report over a second serial line',
    message: (f) => `the guest sent no complete report: ${short(f.why, 160)}`,
    help: (f) => NO_REPORT[f.by][f.accelerator === 'kvm' ? 'kvm' : 'tcg'],
  }),
  'boot/no-temporary-files': row<{ folder: string; why: string; error: string }>({
    severity: 'error',
    section: 'observed: QEMU reads files',
    message: (f) => `cannot write temporary files in ${short(f.folder)}: ${short(f.why)}`,
    help: (f) => temporaryHelp(f.error),
  }),
  'boot/not-a-kernel': row<{ architecture: Architecture; why: string }>({
    severity: 'error',
    section: 'Linux: Documentation/arch/x86/boot.rst, arm64/booting.rst and riscv/boot-image-header.rst',
    message: (f) => `this is not a Linux kernel for ${f.architecture}: ${f.why}`,
    help: (f) =>
      f.architecture === 'x86'
        ? 'name a bzImage, such as /boot/vmlinuz-* of a distribution'
        : `name the vmlinuz of a distribution for ${f.architecture}`,
  }),
  'boot/not-ranked': row<UnrankedFacts>({
    severity: 'note',
    section: 'observed: in Linux only amd-pstate (from 6.9) and intel_pstate rank cores, through ITMT',
    message: (f) => `the guest does not rank its cores: ${whyUnranked(f)}`,
    help: helpUnranked,
  }),
  'boot/other-paths': row<{ machine: string; own: string; vcpu: number; path: string; ofQemu: string }>({
    severity: 'error',
    section: 'observed: QEMU pc, q35 and virt',
    message: (f) => `vCPU ${f.vcpu} is ${f.path} (machine "${f.machine}"); in a QEMU guest it is ${f.ofQemu}`,
    help: (f) =>
      f.machine === f.own
        ? '`boot` starts QEMU: remove `processor_path` and `path` for it, or take the output of `--emit initrd` to the guest that has these names'
        : `set \`machine = "${f.own}"\` under [guest], or boot the table in that machine`,
  }),
  'boot/qemu-failed': row<{ why: string }>({
    severity: 'error',
    section: 'observed: the guest runs in QEMU',
    message: (f) => `QEMU failed: ${short(f.why, 160)}`,
    help: (f) =>
      f.why.includes('.acpi')
        ? 'use QEMU 8 or newer, which has ACPI on RISC-V (Debian 13: `apt install qemu-system-riscv`)'
        : 'check `--cpu`, `--machine` and `--accel`',
  }),
  'boot/qemu-warning': row<{ text: string }>({
    severity: 'warning',
    section: 'observed: standard error of QEMU',
    message: (f) => `QEMU warns: ${short(f.text, 200)}`,
    help: () => '`--print-command` shows how QEMU is started; `--cpu`, `--smp` and `--machine` change it',
  }),
  'boot/ranking-differs': row<{ vcpu: number; expected: bigint; actual: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `amd-pstate ranks vCPU ${f.vcpu} by ${short(f.actual) || 'no number'}; its highest_perf is ${f.expected}${andMore(f.more, 'vCPU')}`,
    help: () => 'amd-pstate ranks by 8 bits: keep highest_perf at or below 254',
  }),
  'boot/ranking-not-observed': row<{ why: keyof typeof NOT_OBSERVED }>({
    severity: 'note',
    section: 'observed: where busy loops run',
    message: (f) => `it cannot be told whether the guest ranks its cores: ${NOT_OBSERVED[f.why].message}`,
    help: (f) => NOT_OBSERVED[f.why].help,
  }),
  'boot/required-ranked': row<{ ranked: boolean | undefined }>({
    severity: 'error',
    section: '`--require ranked`',
    message: (f) =>
      f.ranked === false
        ? 'the guest does not rank its cores, which `--require ranked` demands'
        : 'it cannot be told whether the guest ranks its cores, which `--require ranked` demands',
    help: () => 'the note above gives the reason; without `--require ranked` a guest that reads all values is enough',
  }),
  'boot/siblings-differ': row<SiblingFacts & { readonly isPc: boolean }>({
    severity: 'warning',
    section: "observed: the guest's sysfs, thread_siblings_list",
    message: (f) => `${siblingText(f)}${andMore(f.more, 'vCPU')}`,
    help: (f) =>
      f.isPc
        ? 'on an AMD host the guest needs topoext: set `host_vendor = "amd"` under [guest], or add `,topoext=on` to the model of `--cpu`'
        : 'give every core as many threads as the others, with consecutive vCPUs',
  }),
  'boot/tcg-instead': row<{ why: string }>({
    severity: 'note',
    section: 'observed: on some hosts /dev/kvm opens, and the guest prints nothing',
    message: (f) => `KVM does not work on this host (${short(f.why, 100)}); the guest ran with TCG`,
    help: () => 'use `--accel tcg` to skip KVM',
  }),
  'boot/tcg-without-topoext': row<{ cpuModel: string } & Partial<SiblingFacts>>({
    severity: 'note',
    section: 'QEMU: TCG_EXT3_FEATURES in target/i386/cpu.c has no topoext, so QEMU shows no threads of AMD CPUs there',
    message: (f) =>
      `the guest ran without the CPU flag topoext, which TCG lacks: ${
        f.vcpu === undefined
          ? 'this kernel sees the threads of the spec without it'
          : `${siblingText(f as SiblingFacts)}${andMore(f.more ?? 0, 'vCPU')}`
      }`,
    help: () => 'with KVM on an AMD host the outputs of `build` have the flag; that was not tried here',
  }),
  'boot/too-many-vcpus': row<{ vcpus: number; machine: string; most: number; enough: string | undefined }>({
    severity: 'error',
    section: 'QEMU: cpu-max of `query-machines`',
    message: (f) => `the guest has ${f.vcpus} vCPUs; machine ${f.machine} of this QEMU has at most ${f.most}`,
    help: (f) => {
      if (f.enough === undefined) return 'boot fewer vCPUs with `--smp`';
      return f.machine === 'pc'
        ? 'use `--machine q35`, or boot fewer vCPUs with `--smp`'
        : `use QEMU ${f.enough} or newer, or boot fewer vCPUs with \`--smp\``;
    },
  }),
  'boot/uneven-threads': row<{ vcpus: number; even: number }>({
    severity: 'error',
    section: 'QEMU: machine_parse_smp_config() in hw/core/machine-smp.c',
    message: (f) =>
      `QEMU cannot start ${f.vcpus} vCPUs as the cores of the spec: it gives all cores the same number of threads, and their vCPUs in a row`,
    help: (f) =>
      `${f.even > 0 ? `boot the first ${count(f.even, 'vCPU')} with \`--smp ${f.even}\`, or ` : ''}give every core as many threads as the others, with consecutive vCPUs`,
  }),
  'boot/value-differs': row<{ file: string; vcpu: number; expected: bigint; actual: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `${f.file} of vCPU ${f.vcpu} is ${f.expected} in the spec; the guest reads ${short(f.actual)}${andMore(f.more, 'vCPU')}`,
    help: () =>
      'look for a second _CPC, such as in an `--initrd` of yours: Linux keeps the first; `--json` prints its messages in `log`',
  }),
  'boot/value-unreadable': row<{ files: readonly string[] }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) => `the guest cannot read ${list(f.files, 'and')}`,
    help: () =>
      'set `layout = "constant"` under [registers]: stock QEMU has no such registers, and Linux reads all four levels or none',
  }),
} as const;

/** Why nothing shows whether a guest ranks its cores. */
const NOT_OBSERVED = {
  equal: { message: 'all its cores have the same highest_perf', help: 'give better cores a higher number' },
  'one-core': { message: 'it has one core', help: 'boot a guest with several cores' },
  'no-loops': { message: 'no busy loop ran', help: 'start busy loops: omit `--busy 0`' },
  moving: {
    message: 'no busy loop settled on a core that could have been another',
    help: 'run it again on a host with less load, or start other numbers of loops with `--busy`',
  },
} as const;
