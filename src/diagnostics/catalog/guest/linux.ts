import { are, count, hex, list, some } from '../../words.js';
import { row } from '../row.js';
import type { GuestFacts } from './facts.js';
import { verb } from './facts.js';

const PROBE = 'Linux: acpi_cppc_processor_probe() in drivers/acpi/cppc_acpi.c; seen by booting 6.1, 6.12 and 7.2';

/** What Linux refuses, and why: a processor whose `_CPC` it refuses has no acpi_cppc folder, or cannot read it. */
export const GUEST_LINUX_PROBLEMS = {
  'guest/linux-no-package': row<GuestFacts>({
    severity: 'warning',
    section: PROBE,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: it is no Package`,
    help: () => 'a _CPC is a Package with a count, a revision and entries',
  }),
  'guest/linux-revision': row<GuestFacts & { revision: bigint }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: revision ${f.revision}, and Linux reads 2 and later`,
    help: () => 'write revision 3 with its 23 elements',
  }),
  'guest/linux-count': row<GuestFacts & { stated: bigint; revision: bigint; right: number; later: boolean }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: NumEntries is ${f.stated}; revision ${f.revision} has ${f.later ? `more than ${f.right}` : f.right}`,
    help: () => 'revisions 2, 3 and 4 have 21, 23 and 25 elements',
  }),
  'guest/linux-elements': row<GuestFacts & { count: number; needed: number }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.needed} elements are read, ${f.count} are there`,
    help: () => 'give every element that NumEntries counts; beyond the last one Linux up to 7.2 reads what lies there',
  }),
  'guest/linux-element-type': row<GuestFacts & { key: string }>({
    severity: 'warning',
    section: PROBE,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.key} is a Package`,
    help: () => 'write an Integer or a register',
  }),
  'guest/linux-short-buffer': row<GuestFacts & { key: string; bytes: number; needed: number }>({
    severity: 'warning',
    section:
      'Linux: struct cpc_reg in include/acpi/cppc_acpi.h, read without a look at the length; seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'reads', 'read')} past the end of ${f.key} in ${f.where}: ${f.bytes} bytes, a register has ${f.needed}`,
    help: () => 'write `ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }` for an entry that is not there',
  }),
  'guest/linux-address-space': row<GuestFacts & { keys: readonly string[]; space: string }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} in ${f.space}`,
    help: () => 'registers of a _CPC are in SystemMemory, SystemIO, PCC or FFixedHW',
  }),
  'guest/linux-no-ports': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: a2c8f92bea5f brought SystemIO registers, released with 5.17 (from memory)',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${f.keys.length > 1 ? 'are ports' : 'is a port'}, and Linux reads ports from 5.17 on`,
    help: () => 'set `controls = "none"` and `counters = "msr"` or "none" for such a guest',
  }),
  'guest/linux-port': row<GuestFacts & { keys: readonly string[]; accessSize?: number; address?: bigint }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${f.address === undefined ? `in SystemIO with access size ${f.accessSize}, not 1, 2 or 3` : `at port ${hex(f.address)}, and the last one is 0xFFFF`}`,
    help: (f) => (f.address === undefined ? 'write access_size "Byte", "Word" or "DWord"' : 'choose a port of 16 bits'),
  }),
  'guest/linux-memory-size': row<GuestFacts & { keys: readonly string[]; bits: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe(), ioremap() of the width in bytes; seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} in SystemMemory, of ${count(f.bits, 'bit')}: less than a byte to map`,
    help: () => 'give an access_size, or a bit_width of 8 or more',
  }),
  'guest/linux-memory-address': row<
    GuestFacts & { keys: readonly string[]; bits: number; most: number; virtual: boolean }
  >({
    severity: 'warning',
    section: 'Linux: __ioremap_caller(), "ioremap: invalid physical address"; seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} at an address of ${f.bits} bits; the processor has ${f.most}`,
    help: (f) =>
      f.virtual
        ? `choose an address below ${hex(1n << BigInt(f.most))}, or start QEMU with host-phys-bits=on behind the CPU model`
        : 'choose a lower address',
  }),
  'guest/linux-no-pcct': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: pcc_mbox_request_channel(), "Failed to find PCC channel"; seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} in PCC, and QEMU has no PCCT`,
    help: () => 'use layout = "constant", whose registers a QEMU guest can reach',
  }),
  'guest/linux-subspaces': row<GuestFacts & { key: string; subspace: number; first: string; firstSubspace: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe(), "Mismatched PCC ids in _CPC"',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.key} is in PCC subspace ${f.subspace}, ${f.first} in ${f.firstSubspace}`,
    help: () => 'put all PCC registers of a processor into one subspace',
  }),
  'guest/linux-psd': row<GuestFacts & { why: string }>({
    severity: 'warning',
    section: 'Linux: acpi_get_psd() in drivers/acpi/cppc_acpi.c; seen by booting 6.1, 6.12 and 7.2',
    message: (f) => `${f.guests} ${verb(f, 'drops', 'drop')} the _CPC beside ${f.where}: ${f.why}`,
    help: () => 'a _PSD is Package () { Package () { 5, 0, domain, 0xFC to 0xFE, number of processors } }',
  }),
  'guest/linux-osc-missing': row<GuestFacts & { model?: string }>({
    severity: 'warning',
    section: 'Linux: cppc_acpi.c, "CPPC v2 _OSC not acked" (6.0 and later); seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} every _CPC${f.model === undefined ? '' : ` on CPU model ${f.model}`}: nothing has ${f.where}, which must acknowledge CPPC 2`,
    help: (f) =>
      `add "_OSC" to \`objects\`${f.model === undefined ? '; only AMD processors of Zen 2 and some of Zen 3 go without it' : ''}`,
  }),
  'guest/linux-level-zero': row<GuestFacts & { key: string; is: string }>({
    severity: 'warning',
    section: 'Linux: cppc_get_perf_caps(); seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'answers', 'answer')} "Bad address" for every level of ${f.where}: ${f.key} is ${f.is}`,
    help: () => 'give all four levels, from 1 up',
  }),
  'guest/linux-device-reads-zero': row<GuestFacts>({
    severity: 'warning',
    section: 'observed: CAP1 of the acpi-cppc device is 0 until Enable is written, and Linux reads it before',
    message: (f) =>
      `addrspace 2: ${f.guests} ${verb(f, 'reads', 'read')} every level as 0 and ${verb(f, 'answers', 'answer')} "Bad address" for each file of acpi_cppc`,
    help: () => 'set addrspace = 1, or layout = "constant" on stock QEMU',
  }),
  'guest/linux-msr-missing': row<GuestFacts & { key: string; address: bigint }>({
    severity: 'warning',
    section: 'KVM and TCG have no performance MSRs; Linux: cpc_read_ffh(); seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.guests} ${verb(f, 'cannot', 'cannot')} read ${f.key} of ${f.where}: a QEMU guest has no MSR ${hex(f.address)}`,
    help: () => 'use layout = "constant", whose numbers stand in the table',
  }),
  'guest/defined-twice': row<GuestFacts>({
    severity: 'warning',
    section: 'ACPICA: AE_ALREADY_EXISTS; seen by booting 6.1, 6.12 and 7.2',
    message: (f) =>
      `${f.where} is defined more than once: ${f.guests} ${verb(f, 'keeps', 'keep')} the first and ${verb(f, 'logs', 'log')} an error`,
    help: () => 'remove the others',
  }),
  'guest/next-counters': row<GuestFacts & { key: string }>({
    severity: 'note',
    section: 'announced for Linux after 7.2: 2da80f2b49fe and its series; not seen by booting',
    message: (f) => `kernels after 7.2 will refuse ${f.where}: ${f.key} is no register`,
    help: () => 'set `counters = "msr"` or "pm-timer"',
  }),
  'guest/next-desired': row<GuestFacts>({
    severity: 'note',
    section: 'announced for Linux after 7.2: "lacks a writable Desired Performance register"; not seen by booting',
    message: (f) => `kernels after 7.2 will refuse ${f.where}: desired_perf is no register`,
    help: () => 'give the register, or say autonomous_selection = 1 and keep _OSC',
  }),
  'guest/next-min-max': row<GuestFacts & { given: string; missing: string }>({
    severity: 'note',
    section: 'announced for Linux after 7.2: both or neither; not seen by booting',
    message: (f) => `kernels after 7.2 will refuse ${f.where}: it has ${f.given}, but no ${f.missing}`,
    help: () => 'give both or neither',
  }),
  'guest/next-integer': row<GuestFacts & { key: string; value: bigint }>({
    severity: 'note',
    section: 'announced for Linux after 7.2: cpc_integer_entry_valid(); not seen by booting',
    message: (f) => `kernels after 7.2 will refuse ${f.where}: ${f.key} is the Integer ${f.value}`,
    help: () => 'write a register, the NULL one where there is none',
  }),
  'guest/next-register': row<GuestFacts & { key: string; why: string }>({
    severity: 'note',
    section: "announced for Linux after 7.2: checks of a register's place; not seen by booting",
    message: (f) => `kernels after 7.2 will refuse ${f.where}: ${f.key}: ${f.why}`,
    help: () => 'let width and offset fit the access size, and write whole registers only',
  }),
  'guest/next-overlap': row<GuestFacts & { keys: readonly string[]; space: string }>({
    severity: 'note',
    section: 'announced for Linux after 7.2: "conflicts with CPU%d register %u"; not seen by booting',
    message: (f) => `kernels after 7.2 will refuse ${f.where}: ${list(f.keys, 'and')} share bits in ${f.space}`,
    help: () => 'move one of them',
  }),
} as const;
