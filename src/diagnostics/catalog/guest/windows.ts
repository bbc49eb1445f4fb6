import { WINDOWS_REGISTRY } from '../../../../grammar/guests.js';
import { are, hex, some } from '../../words.js';
import { authorHelp, specHelp } from '../from.js';
import { row } from '../row.js';
import { type GuestFacts, verb } from './facts.js';

const OBSERVED = 'observed by others in builds of amdppm.sys; not documented by Microsoft and not tested here';

/** What Windows guests refuse. */
export const GUEST_WINDOWS_PROBLEMS = {
  'guest/windows-desired': row<GuestFacts>({
    severity: 'warning',
    section: OBSERVED,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: desired_perf is not a register`,
    help: specHelp('set `controls = "sink"`, or give `desired_perf` a register'),
  }),
  'guest/windows-fixed-hw': row<GuestFacts & { keys: readonly string[]; accessSize: number; address: bigint }>({
    severity: 'warning',
    section: OBSERVED,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} in FFixedHW with access size ${f.accessSize} and address ${hex(f.address)}`,
    help: authorHelp('write access_size = "QWord" and an address other than 0'),
  }),
  'guest/windows-port': row<
    GuestFacts & { keys: readonly string[]; address: bigint; bitWidth: number; bitOffset: number; bits: number }
  >({
    severity: 'warning',
    section: OBSERVED,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${f.keys.length === 1 ? 'covers' : 'cover'} bits ${f.bitOffset} to ${f.bitOffset + f.bitWidth} of ${f.bits} at port ${hex(f.address)}`,
    help: authorHelp('choose a port from 1 to 0xFFFF, and a width of at least 1 within the access size'),
  }),
  'guest/windows-memory': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'observed by others: older builds of amdppm refuse registers in SystemMemory; not tested here',
    message: (f) => `older builds of ${f.guests} refuse ${f.where}: ${some(f.keys)} ${are(f.keys)} in SystemMemory`,
    help: (f) =>
      authorHelp(
        `use MSRs (FFixedHW) or ports (SystemIO)${f.from === 'spec' ? ': with the device, addrspace = 2 or 1' : ''}`,
      )(f),
  }),
  'guest/windows-levels': row<GuestFacts & { key: string; value: bigint; right: string }>({
    severity: 'warning',
    section: OBSERVED,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.key} is ${f.value}, not ${f.right}`,
    help: authorHelp('the order is highest_perf ≥ nominal_perf ≥ lowest_nonlinear_perf ≥ lowest_perf'),
  }),
  'guest/windows-siblings': row<GuestFacts & { other: string; psd: boolean }>({
    severity: 'warning',
    section:
      'observed (Precific/qemu-cppc, Windows 10 22H2 and 11 24H2): CPPC is ignored without a message; not tested here',
    message: (f) =>
      f.psd
        ? `${f.guests} ${verb(f, 'ignores', 'ignore')} CPPC: ${f.where} and ${f.other} are in one _PSD domain and differ`
        : `${f.guests} ${verb(f, 'ignores', 'ignore')} CPPC: without _PSD all processors are one domain, and ${f.where} differs from ${f.other}`,
    help: (f) =>
      f.psd
        ? authorHelp('give the threads of a core the same numbers, and each core its own domain')(f)
        : specHelp('add "_PSD" to `objects`')(f),
  }),
  'guest/windows10-hypervisor': row<GuestFacts>({
    severity: 'warning',
    section:
      'observed (Precific/qemu-cppc, Windows 10 22H2): CPPC is ignored on a hypervisor without CpuManagement; not tested here',
    message: (f) => `${f.guests} ${verb(f, 'ignores', 'ignore')} CPPC in a guest of stock QEMU`,
    help: specHelp('use layout = "acpi-cppc" with patched QEMU and KVM and hv-cppc-stub=on, or Windows 11'),
  }),
  'guest/windows10-stub': row<GuestFacts>({
    severity: 'note',
    section: 'observed (Precific/qemu-cppc, Windows 10 22H2); not tested here',
    message: (f) =>
      `${f.guests} ${verb(f, 'needs', 'need')} hv-cppc-stub=on after -cpu, with which Windows 11 does not boot`,
    help: () => 'use patched QEMU and KVM: docs/acpi-cppc.md',
  }),
  'guest/windows-not-x86': row<GuestFacts & { architecture: string }>({
    severity: 'note',
    section: 'not tested by anyone that we know; RISC-V has no Windows',
    message: (f) =>
      f.architecture === 'riscv64'
        ? `${f.guests} ${verb(f, 'does', 'do')} not exist for riscv64`
        : `whether ${f.guests} ${verb(f, 'uses', 'use')} a _CPC on ${f.architecture} is not known`,
    help: () => 'leave it out of `os` and --guest; Linux guests were tried',
  }),
  'guest/windows11-registry': row<GuestFacts>({
    severity: 'note',
    section: 'observed (Precific/qemu-cppc, Windows 11 24H2); not tested here',
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} cores only with ${WINDOWS_REGISTRY.value} = 1 in the registry`,
    help: (f) =>
      f.from === 'spec'
        ? 'import the file that `build --emit reg` writes, and restart the guest'
        : `set ${WINDOWS_REGISTRY.value} = 1 under ${WINDOWS_REGISTRY.key}, and restart the guest`,
  }),
} as const;
