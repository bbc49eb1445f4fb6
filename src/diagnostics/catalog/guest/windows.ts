import { are, hex, some } from '../../words.js';
import { row } from '../row.js';
import { type GuestFacts, verb } from './facts.js';

const OBSERVED =
  'observed by others in builds of amdppm.sys; no document of Microsoft says it, and it was not tried here';

/** What Windows guests refuse. */
export const GUEST_WINDOWS_PROBLEMS = {
  'guest/windows-desired': row<GuestFacts>({
    severity: 'warning',
    section: OBSERVED,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: desired_perf is no register`,
    help: () => 'set `controls = "sink"`, or give `desired_perf` a register',
  }),
  'guest/windows-fixed-hw': row<GuestFacts & { keys: readonly string[]; accessSize: number; address: bigint }>({
    severity: 'warning',
    section: OBSERVED,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} in FFixedHW with access size ${f.accessSize} and address ${hex(f.address)}`,
    help: () => 'write access_size = "QWord" and an address other than 0',
  }),
  'guest/windows-port': row<
    GuestFacts & { keys: readonly string[]; address: bigint; bitWidth: number; bitOffset: number; bits: number }
  >({
    severity: 'warning',
    section: OBSERVED,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} bits ${f.bitOffset} to ${f.bitOffset + f.bitWidth} of an access of ${f.bits} at port ${hex(f.address)}`,
    help: () => 'choose a port from 1 to 0xFFFF, and a width from 1 that fits the access size',
  }),
  'guest/windows-memory': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'observed by others: older builds of amdppm refuse registers in SystemMemory; not tried here',
    message: (f) => `older builds of ${f.guests} refuse ${f.where}: ${some(f.keys)} ${are(f.keys)} in SystemMemory`,
    help: () => 'use MSRs (FFixedHW) or ports (SystemIO)',
  }),
  'guest/windows-levels': row<GuestFacts & { key: string; value: bigint; wanted: string }>({
    severity: 'warning',
    section: OBSERVED,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.key} is ${f.value}, not ${f.wanted}`,
    help: () => 'levels fall from highest_perf over nominal_perf and lowest_nonlinear_perf to lowest_perf',
  }),
  'guest/windows-siblings': row<GuestFacts & { other: string; psd: boolean }>({
    severity: 'warning',
    section:
      'observed (Precific/qemu-cppc, Windows 10 22H2 and 11 24H2): CPPC is ignored without a word; not tried here',
    message: (f) =>
      f.psd
        ? `${f.guests} ${verb(f, 'ignores', 'ignore')} CPPC: ${f.where} and ${f.other} are in one _PSD domain and differ`
        : `${f.guests} ${verb(f, 'ignores', 'ignore')} CPPC: without _PSD all processors are one domain, and ${f.where} differs from ${f.other}`,
    help: (f) =>
      f.psd ? 'give threads of a core the same numbers, other cores domains of their own' : 'add "_PSD" to `objects`',
  }),
  'guest/windows10-hypervisor': row<GuestFacts>({
    severity: 'warning',
    section:
      'observed (Precific/qemu-cppc, Windows 10 22H2): CPPC is ignored below a hypervisor without CpuManagement; not tried here',
    message: (f) => `${f.guests} ${verb(f, 'ignores', 'ignore')} CPPC in a guest of stock QEMU`,
    help: () => 'use layout = "acpi-cppc" with patched QEMU and KVM and hv-cppc-stub=on, or Windows 11',
  }),
  'guest/windows10-stub': row<GuestFacts>({
    severity: 'note',
    section: 'observed (Precific/qemu-cppc, Windows 10 22H2); not tried here',
    message: (f) =>
      `${f.guests} ${verb(f, 'needs', 'need')} hv-cppc-stub=on behind -cpu, which keeps Windows 11 from booting`,
    help: () => 'QEMU and KVM must be patched for it: docs/acpi-cppc.md',
  }),
  'guest/windows11-registry': row<GuestFacts>({
    severity: 'note',
    section: 'observed (Precific/qemu-cppc, Windows 11 24H2); not tried here',
    message: (f) => `${f.guests} ${verb(f, 'ranks', 'rank')} cores only with AllowGuestPerfStates = 1 in the registry`,
    help: () => 'import the file that `build --emit reg` makes, and restart the guest',
  }),
} as const;
