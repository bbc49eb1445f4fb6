import { count, list, short } from '../words.js';
import { row } from './row.js';

/** Why Linux cannot read the files that it makes of counters, by what the spec's counters are. */
const NO_COUNTERS = {
  msr: 'Linux reads the counters by MSR, and the guest has no APERF/MPERF',
  none: 'Linux reads them beside the counters, of which the spec has none',
  other: 'the counters of the spec do not answer',
} as const;

/** Problems of a guest that is booted: what it needs, and what it sees. */
export const BOOT_PROBLEMS = {
  'boot/acpi-error': row<{ first: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's log",
    message: (f) => `the guest's ACPI complains: ${short(f.first, 140)}${andMore(f.more, 'line')}`,
    help: () => '`--json` has the lines under `log`; `cppc-acpi check` may know the reason',
  }),
  'boot/counters-unreadable': row<{ files: readonly string[]; counters: keyof typeof NO_COUNTERS }>({
    severity: 'note',
    section: 'observed; Linux: cppc_get_perf_ctrs() in drivers/acpi/cppc_acpi.c',
    message: (f) => `not readable: ${list(f.files, 'and')}; ${NO_COUNTERS[f.counters]}`,
    help: (f) =>
      f.counters === 'other'
        ? 'nothing ranks cores by them; look at the registers `reference_counter` and `delivered_counter`'
        : 'nothing ranks cores by them; `counters = "pm-timer"` under [registers] makes them readable',
  }),
  'boot/fewer-vcpus': row<{ has: number; left: number }>({
    severity: 'warning',
    section: 'observed: Linux logs AE_NOT_FOUND for each',
    message: (f) => `the spec has ${count(f.has, 'vCPU')}, ${f.left} of which the guest does not have`,
    help: () => 'give the guest as many vCPUs as the spec: leave `--smp` out',
  }),
  'boot/more-vcpus': row<{ has: number; vcpus: readonly number[] }>({
    severity: 'warning',
    section: 'observed: amd-pstate stays off unless every CPU has a _CPC',
    message: (f) => `the spec has ${count(f.has, 'vCPU')}; the guest has more, without a _CPC: ${vcpuList(f.vcpus)}`,
    help: () => 'add a [[core]] for each, or leave `--smp` out',
  }),
  'boot/needs-device': row<{ layout: string }>({
    severity: 'error',
    section: 'observed: only a patched QEMU has the device acpi-cppc',
    message: (f) => `layout "${f.layout}" is for a device that stock QEMU does not have`,
    help: () => 'to see these numbers in a Linux guest, set `layout = "constant"` under [registers]',
  }),
  'boot/no-busybox': row<{ refused: readonly string[] }>({
    severity: 'error',
    section: 'observed: an initramfs has no C library',
    message: (f) =>
      f.refused.length > 0
        ? `no busybox in PATH would run in a guest: ${f.refused.slice(0, 3).join('; ')}`
        : 'no busybox is in PATH, and the guest needs a static one',
    help: () => 'install a static one (Debian and Ubuntu: `apt install busybox-static`)',
  }),
  'boot/no-cpc': row<{ vcpus: readonly number[]; why: string | undefined }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `the guest refuses the _CPC of ${vcpuList(f.vcpus)}${f.why === undefined ? '' : `: ${short(f.why, 140)}`}`,
    help: () => '`--append \'dyndbg="file cppc_acpi.c +p"\'` with `--json` makes Linux say why, under `log`',
  }),
  'boot/no-kernel': row<{ folder: string }>({
    severity: 'error',
    section: 'observed: the guest is a Linux',
    message: (f) => `there is no readable kernel: ${f.folder}/vmlinuz-* has none`,
    help: () =>
      "name one with `--kernel FILE`: any distribution's vmlinuz for x86-64 will do; some hosts let only root read theirs",
  }),
  'boot/no-qemu': row<object>({
    severity: 'error',
    section: 'observed: the guest runs in QEMU',
    message: () => 'qemu-system-x86_64 is not in PATH',
    help: () => 'install it (Debian and Ubuntu: `apt install qemu-system-x86`)',
  }),
  'boot/no-report': row<{ accelerator: string; why: string }>({
    severity: 'error',
    section: 'observed: the guest reports over a second serial line',
    message: (f) => `the guest ended without a report: ${short(f.why, 160)}`,
    help: (f) =>
      f.accelerator === 'kvm'
        ? 'try `--accel tcg`, a longer `--timeout`, or another `--kernel`'
        : 'try a longer `--timeout`, another `--kernel` or another `--cpu`',
  }),
  'boot/not-a-kernel': row<{ why: string }>({
    severity: 'error',
    section: 'Linux: Documentation/arch/x86/boot.rst',
    message: (f) => `this is no Linux kernel for x86: ${f.why}`,
    help: () => 'name a bzImage, as distributions have it in /boot/vmlinuz-*',
  }),
  'boot/not-ranked': row<{ drivers: readonly string[]; why: string | undefined }>({
    severity: 'note',
    section: 'observed: in Linux only amd-pstate (from 6.9) and intel_pstate rank cores',
    message: (f) => `the guest does not rank its cores: ${whyUnranked(f)}`,
    help: () => 'Linux 6.12 with `controls = "sink"` and an AMD CPU model that has amd-pstate ranks them',
  }),
  'boot/other-paths': row<{ machine: string; vcpu: number; path: string; ofQemu: string }>({
    severity: 'error',
    section: 'observed: QEMU pc and q35',
    message: (f) => `vCPU ${f.vcpu} is ${f.path} (machine "${f.machine}"), which QEMU's guest does not have`,
    help: (f) => `boot it where it belongs, or set \`machine = "qemu"\` under [guest]: there it is ${f.ofQemu}`,
  }),
  'boot/qemu-failed': row<{ why: string }>({
    severity: 'error',
    section: 'observed: the guest runs in QEMU',
    message: (f) => `QEMU failed: ${short(f.why, 160)}`,
    help: () => 'look at `--cpu`, `--machine` and `--accel`',
  }),
  'boot/ranking-differs': row<{ vcpu: number; expected: bigint; seen: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `amd-pstate's rank of vCPU ${f.vcpu} is ${short(f.seen) || 'not there'}; its highest_perf is ${f.expected}${andMore(f.more, 'vCPU')}`,
    help: () => 'amd-pstate ranks by 8 bits: keep highest_perf at or below 254',
  }),
  'boot/tcg-instead': row<{ why: string }>({
    severity: 'note',
    section: 'observed: on some hosts /dev/kvm opens, and the guest then prints nothing',
    message: (f) => `KVM does not work here (${short(f.why, 100)}), so the guest ran with TCG`,
    help: () => '`--accel tcg` saves the attempt',
  }),
  'boot/too-many-vcpus': row<{ vcpus: number; most: number }>({
    severity: 'error',
    section: 'observed: QEMU pc and q35',
    message: (f) => `${f.vcpus} vCPUs are more than a QEMU guest can have here: ${f.most}`,
    help: () => 'boot a smaller spec',
  }),
  'boot/value-differs': row<{ file: string; vcpu: number; expected: bigint; seen: string; more: number }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) =>
      `${f.file} of vCPU ${f.vcpu} is ${f.expected} in the spec; the guest reads ${short(f.seen)}${andMore(f.more, 'vCPU')}`,
    help: () =>
      'does something else bring a _CPC, too? The guest keeps the first; `--json` has its messages under `log`',
  }),
  'boot/value-unreadable': row<{ files: readonly string[] }>({
    severity: 'error',
    section: "observed: the guest's sysfs",
    message: (f) => `the guest has the files, and cannot read them: ${list(f.files, 'and')}`,
    help: () => 'Linux reads all four levels or none; stock QEMU has no register that answers: use layout "constant"',
  }),
} as const;

function andMore(more: number, what: string): string {
  return more > 0 ? ` (and ${count(more, `more ${what}`, `more ${what}s`)})` : '';
}

function vcpuList(vcpus: readonly number[]): string {
  const shown = vcpus.slice(0, 8).join(', ');
  return `vCPU${vcpus.length === 1 ? '' : 's'} ${shown}${vcpus.length > 8 ? ', …' : ''}`;
}

function whyUnranked({ drivers, why }: { drivers: readonly string[]; why: string | undefined }): string {
  const said = why === undefined ? '' : ` ("${short(why, 120)}")`;
  if (drivers.length === 0) return `no driver loaded that could${said}`;
  return `its driver ${drivers.join(', ')} has no ranking${said}`;
}
