import { are, code, hex, list, some } from '../../words.js';
import { authorHelp, CORRECTED, helpFor, specHelp } from '../from.js';
import { row } from '../row.js';
import { type GuestFacts, verb } from './facts.js';

const SEEN = 'seen by booting arm64 6.1, 6.12 and 7.2';
const SEEN_BOTH = `${SEEN}, and riscv64 6.12 and 7.2`;

/** What Linux does with tables on Arm and RISC-V. */
export const GUEST_ARM_PROBLEMS = {
  'guest/linux-no-amu': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: `Linux: cpc_ffh_supported() in arch/arm64/kernel/topology.c, "Unsupported register type (127) in _CPC"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} in FFixedHW, which needs the AMU counters of an Arm CPU; no virtual CPU has them ("Unsupported register type (127) in _CPC")`,
    help: specHelp('set `counters = "none"`, or remove the registers in FFixedHW'),
  }),
  'guest/linux-no-capacity': row<GuestFacts>({
    severity: 'note',
    section: 'Linux: topology_init_cpu_capacity_cppc(), 9924fbb5a10d, released with 5.18 (from memory)',
    message: (f) => `${f.guests} ${verb(f, 'ranks', 'rank')} no core: cpu_capacity follows highest_perf since 5.18`,
    help: () => 'use Linux 5.18 or later in the guest',
  }),
  'guest/linux-no-cppc': row<GuestFacts>({
    severity: 'warning',
    section: 'Linux: drivers/acpi/riscv/cppc.c, 30f3ffbee86b, released with 6.9 (from memory)',
    message: (f) => `${f.guests} ${verb(f, 'reads', 'read')} no _CPC on RISC-V: Linux does since 6.9`,
    help: () => 'use Linux 6.12 or later in the guest, the oldest release that was booted',
  }),
  'guest/linux-highest-too-low': row<GuestFacts & { highest: bigint; other: string; value: bigint }>({
    severity: 'warning',
    section: `Linux: topology_init_cpu_capacity_cppc(), "cpu_capacity: CPU1 missing/invalid highest performance."; seen by booting arm64 6.12`,
    message: (f) =>
      `${f.guests} ${verb(f, 'gives', 'give')} every CPU cpu_capacity 1024: in ${f.where} highest_perf (${f.highest}) is below ${f.other} (${f.value}), "missing/invalid highest performance"`,
    help: authorHelp('write a highest_perf that is at least nominal_perf and lowest_perf'),
  }),
  'guest/linux-equal-nominal': row<GuestFacts & { nominal?: bigint }>({
    severity: 'warning',
    section: `the scheduler lowers a core's capacity to the maximum of its cpufreq policy (from about 6.10 on); ${SEEN_BOTH}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} no core once cppc_cpufreq is loaded: without boost a core counts as much as its nominal_perf, which ${f.nominal === undefined ? 'does not rise with highest_perf' : `is ${f.nominal} on every core`}`,
    help: (f) =>
      helpFor(
        f,
        'write nominal_perf = highest_perf for each core, and nominal_freq in proportion; or switch boost on in the guest: `echo 1 > /sys/devices/system/cpu/cpufreq/boost`',
        'switch boost on: `echo 1 > /sys/devices/system/cpu/cpufreq/boost`',
      ),
  }),
  'guest/linux-frequency-panic': row<GuestFacts & { keys: readonly string[]; revision: bigint }>({
    severity: 'error',
    section: `Linux: cppc_khz_to_perf() calls dmi_walk() in a softirq, "kernel BUG at mm/vmalloc.c"; ${SEEN}, of which 7.2 does not panic`,
    message: (f) =>
      `${f.guests} ${verb(f, 'panics', 'panic')} when cppc_cpufreq loads: ${list(f.keys, 'and')} ${are(f.keys)} missing in ${f.where} ("kernel BUG at mm/vmalloc.c", "Fatal exception in interrupt")`,
    help: (f) =>
      helpFor(
        f,
        `give ${list(f.keys.map(code), 'and')} in MHz${f.revision < 3n ? ', in revision 3' : ''}; until then boot with cpufreq.default_governor=performance`,
        'boot with cpufreq.default_governor=performance',
      ),
  }),
  'guest/linux-sw-all': row<GuestFacts>({
    severity: 'warning',
    section: 'Linux: cppc_cpufreq_cpu_init(), "Unsupported CPU co-ord type"; seen by booting arm64 6.12',
    message: (f) =>
      `${f.guests} ${verb(f, 'does', 'do')} not load cppc_cpufreq for ${f.where}: its domain of several CPUs has the coordination type SW_ALL; levels and cpu_capacity stay`,
    help: specHelp('set `coord_type = "SW_ANY"` or "HW_ALL"'),
  }),
  'guest/linux-no-pm-timer': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: `${SEEN}: both counters read 4294967295 and stand still`,
    message: (f) =>
      `${f.guests} ${verb(f, 'reads', 'read')} no speed from ${f.where}: ${some(f.keys)} ${are(f.keys)} in ports, in which machine virt has no counter and no PM timer`,
    help: specHelp('set `counters = "none"`'),
  }),
  'guest/linux-capacity': row<GuestFacts & { capacities: string }>({
    severity: 'note',
    section: `Linux: topology_init_cpu_capacity_cppc() in drivers/base/arch_topology.c; ${SEEN_BOTH}`,
    message: (f) => `${f.guests} ${verb(f, 'gives', 'give')} the CPUs cpu_capacity ${f.capacities}`,
    help: () => 'compare /sys/devices/system/cpu/cpu*/cpu_capacity in the guest',
  }),
  'guest/linux-kernel': row<GuestFacts & { riscv: boolean }>({
    severity: 'note',
    section: "seen by booting; Debian's configurations of 6.1, 6.12 and 7.2",
    message: (f) =>
      `${f.guests} ${verb(f, 'needs', 'need')} UEFI (EDK2) in the guest${f.riscv ? '' : ", and a kernel with CONFIG_ACPI_CPPC_LIB: Debian's cloud-arm64 kernels do not have it"}; without ${f.riscv ? 'it' : 'them'} nothing is logged`,
    help: () => 'docs/arm.md shows the command lines',
  }),
  'guest/linux-riscv-levels': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section:
      'Linux: cppc_get_perf_caps(), "SBI CPPC extension NOT detected!!"; QEMU has no firmware with the extension',
    message: (f) =>
      `${f.guests} ${verb(f, 'cannot', 'cannot')} read ${some(f.keys)} of ${f.where}: ${f.keys.length === 1 ? 'it is' : 'they are'} in FFixedHW, which no guest of QEMU answers`,
    help: specHelp('use layout = "constant", which has its numbers in the table'),
  }),
  'guest/linux-no-sbi': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: "SBI CPPC extension NOT detected!!"; seen by booting riscv64 6.12 and 7.2 with OpenSBI 1.6',
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but cannot access ${some(f.keys)}: OpenSBI has no CPPC extension in QEMU ("SBI CPPC extension NOT detected!!"); cppc_cpufreq of 7.2 does not load, cpu_capacity stays`,
    help: authorHelp('remove the registers of the SBI; the CSR time is a counter that a guest can read'),
  }),
  'guest/linux-memory-ram': row<GuestFacts & { keys: readonly string[]; address: bigint; riscv: boolean }>({
    severity: 'warning',
    section: `Linux: WARNING in arch/arm64/mm/ioremap.c; ${SEEN}; on RISC-V from the source, not booted`,
    message: (f) =>
      `${f.guests} ${verb(f, 'cannot', 'cannot')} use ${some(f.keys)} of ${f.where}: address ${hex(f.address)} is RAM of the guest, ${f.riscv ? 'which Linux would overwrite' : 'which Linux does not map as a register'}`,
    help: specHelp(
      'choose device memory, such as that of an NVDIMM behind the RAM (docs/arm.md), or `controls = "sink"`',
    ),
  }),
  'guest/linux-memory-past-48-bits': row<
    GuestFacts & { keys: readonly string[]; address: bigint; bits: number; most: number }
  >({
    severity: 'warning',
    section: `Linux: ioremap_prot() in arch/arm64/mm/ioremap.c, silent; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} at ${hex(f.address)}, an address of ${f.bits} bits; arm64 Linux maps ${f.most}`,
    help: authorHelp('choose a lower address'),
  }),
  'guest/linux-memory-hole': row<GuestFacts & { keys: readonly string[]; address: bigint }>({
    severity: 'error',
    section: `"Internal error: synchronous external abort"; ${SEEN}; on RISC-V not booted`,
    message: (f) =>
      `${f.guests} ${verb(f, 'hangs', 'hang')} when cppc_cpufreq loads: ${some(f.keys)} of ${f.where} ${are(f.keys)} at ${hex(f.address)}, where machine virt has nothing ("synchronous external abort")`,
    help: specHelp('choose an address that answers, or `controls = "sink"`'),
  }),
  'guest/linux-memory-unaligned': row<GuestFacts & { keys: readonly string[]; address: bigint; bytes: bigint }>({
    severity: 'error',
    section: '"Unable to handle kernel paging request", alignment fault 0x96000021; seen by booting arm64 6.12',
    message: (f) =>
      `${f.guests} ${verb(f, 'hangs', 'hang')} when cppc_cpufreq loads: ${some(f.keys)} of ${f.where} ${are(f.keys)} at ${hex(f.address)}, not a multiple of ${f.bytes} bytes ("Unable to handle kernel paging request")`,
    help: (f) => helpFor(f, `choose an address that is a multiple of ${f.bytes}`, CORRECTED),
  }),
  'guest/linux-memory-device': row<GuestFacts & { keys: readonly string[]; name: string }>({
    severity: 'warning',
    section:
      'seen by booting arm64 6.1, 6.12 and 7.2 with registers in the flash, a virtio slot and the real-time clock',
    message: (f) =>
      `${f.guests} ${verb(f, 'uses', 'use')} ${f.name} of machine virt as ${some(f.keys)} of ${f.where}: one register serves all CPUs, and cppc_cpufreq does not load where it reads 0`,
    help: specHelp('give each core registers of its own in an NVDIMM (docs/arm.md), or use `controls = "sink"`'),
  }),
  'guest/linux-memory-behind-ram': row<GuestFacts & { keys: readonly string[]; behind: bigint }>({
    severity: 'note',
    section: 'seen by booting arm64 6.12 and 7.2 with an NVDIMM',
    message: (f) =>
      `what ${f.guests} ${verb(f, 'does', 'do')} with ${some(f.keys)} of ${f.where} depends on the memory of the guest: from ${hex(f.behind)} on it has RAM, device memory or nothing`,
    help: () =>
      'put an NVDIMM there, and give the guest no more RAM than lies below: `-m 1G,slots=2,maxmem=4G` (docs/arm.md)',
  }),
} as const;
