import { count, list, short } from '../../words.js';
import { row } from '../row.js';
import { vcpuList } from './not-ranked.js';

/** Why the scheduler of a guest of Arm or RISC-V does not prefer better cores. */
export type CapacityFacts =
  /** Every vCPU has the same cpu_capacity; those of `refused` have no _CPC that Linux took. */
  | { readonly why: 'capacity'; readonly capacity: string | undefined; readonly refused: readonly number[] }
  /** The policies of all cores end at the same level. */
  | { readonly why: 'limits'; readonly limit: bigint; readonly drivers: readonly string[] }
  | { readonly why: 'loops'; readonly loops: number; readonly vcpus: readonly number[] };

/** What guests of Arm and RISC-V need besides those of x86. */
export const BOOT_VIRT = {
  'boot/no-driver': row<{ version: string }>({
    severity: 'note',
    section: 'observed: distributions load cppc_cpufreq, which changes what the scheduler counts (from about 6.10 on)',
    message: (f) =>
      `there is no module cppc_cpufreq of kernel ${short(f.version)}: the guest runs without the driver, unless the kernel contains it`,
    help: () =>
      'name the root of a system with `--kernel DIR`: it has boot/vmlinuz-VERSION and lib/modules/VERSION; or put cppc_cpufreq.ko beside the kernel',
  }),
  'boot/no-firmware': row<{ requested: string | undefined; package: string; architecture: string }>({
    severity: 'error',
    section: 'observed: without UEFI Linux uses the device tree there, and no ACPI table',
    message: (f) =>
      f.requested === undefined
        ? `there is no UEFI firmware (EDK2) for ${f.architecture}`
        : `the firmware ${short(f.requested)} cannot be read`,
    help: (f) =>
      `install it (Debian and Ubuntu: \`apt install ${f.package}\`), or name the file with \`--firmware FILE\``,
  }),
  'boot/no-grub': row<{ why?: string }>({
    severity: 'error',
    section: 'observed: Linux on RISC-V takes no table from an initrd; GRUB 2.12 loads it',
    message: (f) =>
      f.why === undefined ? 'there are no modules of GRUB for riscv64-efi' : `GRUB made no image: ${short(f.why, 160)}`,
    help: () =>
      "install grub-common 2.12 or newer (Debian 13), unpack Debian's grub-efi-riscv64-bin:riscv64 into a folder (`dpkg -x PACKAGE.deb DIR`) and name it with `--kernel DIR`",
  }),
  'boot/not-ranked-by-capacity': row<CapacityFacts>({
    severity: 'note',
    section: 'observed: Linux on Arm and RISC-V prefers cores with a higher cpu_capacity',
    message: (f) => `the guest does not rank its cores: ${whyUnrankedByCapacity(f)}`,
    help: (f) => HELP[f.why],
  }),
} as const;

export function whyUnrankedByCapacity(facts: CapacityFacts): string {
  return WHY[facts.why](facts as never);
}

type Why<T extends CapacityFacts['why']> = Extract<CapacityFacts, { why: T }>;

const WHY = {
  capacity: ({ capacity, refused }: Why<'capacity'>) =>
    `${capacity === undefined ? 'it shows no cpu_capacity' : `every cpu_capacity is ${short(capacity)}`}${
      refused.length > 0 ? `, because Linux has no _CPC for ${vcpuList(refused)}` : ''
    }`,
  limits: ({ limit, drivers }: Why<'limits'>) =>
    `with its driver ${list(
      drivers.map((one) => short(one)),
      'and',
    )} and without boost every core counts as level ${limit}`,
  loops: ({ loops, vcpus }: Why<'loops'>) =>
    `${count(loops, 'busy loop')} settled on ${vcpuList(vcpus)}, not on the best ${loops === 1 ? 'core' : 'cores'}`,
} as const;

const HELP: Readonly<Record<CapacityFacts['why'], string>> = {
  capacity:
    'give every vCPU a _CPC that Linux takes, with highest_perf not below nominal_perf: one vCPU without it makes all equal; `check --guest` says what it takes',
  limits:
    'write nominal_perf = highest_perf for each core, and nominal_freq in proportion; in a guest of yours `echo 1 > /sys/devices/system/cpu/cpufreq/boost` does as well',
  loops: 'run it again on a host with less load, or with other numbers of loops (`--busy`)',
};
