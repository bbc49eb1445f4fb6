import { NEWEST_LINUX } from '../../../../grammar/guests.js';
import { are, count, hex, list, some } from '../../words.js';
import { authorHelp, specHelp } from '../from.js';
import { row } from '../row.js';
import type { GuestFacts } from './facts.js';
import { verb } from './facts.js';

const PROBE = 'Linux: acpi_cppc_processor_probe() in drivers/acpi/cppc_acpi.c; seen by booting 6.1 to 7.3';

const AFTER = `kernels after ${NEWEST_LINUX.join('.')}`;

const WITHOUT_OSC = 'only AMD processors of Zen 2 and some of Zen 3 do not need it';
const OWN_WITHOUT_OSC =
  'only AMD processors do not need it: those with the flag cppc in /proc/cpuinfo, of Zen 2 and some of Zen 3';

/** What Linux refuses, and why. A processor with a refused `_CPC` has no acpi_cppc folder, or its files cannot be read. */
export const GUEST_LINUX_PROBLEMS = {
  'guest/linux-no-package': row<GuestFacts & { why: string }>({
    severity: 'warning',
    section: PROBE,
    message: (f) => `${f.guests} ${verb(f, 'reads', 'read')} no package from ${f.where}: ${f.why}`,
    help: () => 'without it the processor has no acpi_cppc folder, and no CPPC driver loads',
  }),
  'guest/linux-processor-without-cpc': row<GuestFacts & { byCapacity: boolean }>({
    severity: 'warning',
    section:
      'Linux: acpi_cpc_valid() in drivers/acpi/cppc_acpi.c; on Arm and RISC-V also every cpu_capacity is 1024, seen by booting arm64 6.12',
    message: (f) =>
      `${f.guests} ${verb(f, 'finds', 'find')} no _CPC for ${f.where}, which keeps CPPC drivers from loading${f.byCapacity ? ' and gives every CPU cpu_capacity 1024' : ''}`,
    help: authorHelp('give each processor a _CPC'),
  }),
  'guest/linux-revision': row<GuestFacts & { revision: bigint }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: its revision is ${f.revision}, but Linux reads 2 and later`,
    help: authorHelp('write revision 3 with its 23 elements'),
  }),
  'guest/linux-count': row<GuestFacts & { stated: bigint; revision: bigint; right: number; later: boolean }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: NumEntries is ${f.stated}; revision ${f.revision} has ${f.later ? `more than ${f.right}` : f.right}`,
    help: authorHelp('revisions 2, 3 and 4 have 21, 23 and 25 elements'),
  }),
  'guest/linux-elements': row<GuestFacts & { count: number; needed: number }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: Linux reads ${count(f.needed, 'element')}; the package has ${f.count}`,
    help: authorHelp('write every element that NumEntries counts; Linux reads past the end of the package'),
  }),
  'guest/linux-element-type': row<GuestFacts & { key: string }>({
    severity: 'warning',
    section: PROBE,
    message: (f) => `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.key} is a Package`,
    help: authorHelp('write an Integer or a register'),
  }),
  'guest/linux-short-buffer': row<GuestFacts & { key: string; bytes: number; needed: number }>({
    severity: 'warning',
    section:
      'Linux: struct cpc_reg in include/acpi/cppc_acpi.h, read without a length check; seen by booting 6.1 to 7.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'reads', 'read')} past the end of ${f.key} in ${f.where}: it has ${count(f.bytes, 'byte')}, but a register has ${f.needed}`,
    help: authorHelp(
      'write `ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }` for an entry that is not supported',
    ),
  }),
  'guest/linux-address-space': row<GuestFacts & { keys: readonly string[]; space: string }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} in ${f.space}`,
    help: authorHelp('registers of a _CPC are in SystemMemory, SystemIO, PCC or FFixedHW'),
  }),
  'guest/linux-no-ports': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: a2c8f92bea5f added SystemIO registers, released with 5.17 (from memory)',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${f.keys.length > 1 ? 'are ports' : 'is a port'}, but Linux reads ports only since 5.17`,
    help: specHelp(
      'set `controls = "none"` and `counters = "none"` for such a guest; on x86 `counters = "msr"` works, too',
    ),
  }),
  'guest/linux-port': row<GuestFacts & { keys: readonly string[]; accessSize?: number; address?: bigint }>({
    severity: 'warning',
    section: PROBE,
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${f.address === undefined ? `in SystemIO with access size ${f.accessSize}, not 1, 2 or 3` : `at port ${hex(f.address)}, but the last port is 0xFFFF`}`,
    help: (f) =>
      authorHelp(
        f.address === undefined ? 'write access_size "Byte", "Word" or "DWord"' : 'choose a port up to 0xFFFF',
      )(f),
  }),
  'guest/linux-memory-size': row<GuestFacts & { keys: readonly string[]; bits: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe(), ioremap() of the width in bytes; seen by booting 6.1 to 7.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} in SystemMemory, of ${count(f.bits, 'bit')}: Linux cannot map less than a byte`,
    help: authorHelp('give an access_size, or a bit_width of 8 or more'),
  }),
  'guest/linux-memory-address': row<
    GuestFacts & { keys: readonly string[]; bits: number; most: number | 'host'; virtual: boolean }
  >({
    severity: 'warning',
    section: 'Linux: __ioremap_caller(), "ioremap: invalid physical address"; seen by booting 6.1 to 7.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} at an address of ${f.bits} bits; ${f.most === 'host' ? 'the processor has as many as the host, which are not known' : `the processor has ${f.most}`}`,
    help: (f) =>
      f.virtual
        ? `${f.most === 'host' ? '' : `choose an address below ${hex(1n << BigInt(f.most))}, or `}write phys-bits=${f.bits},host-phys-bits=off after the CPU model, if the host has as many`
        : authorHelp('choose a lower address')(f),
  }),
  'guest/linux-no-pcct': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: 'Linux: pcc_mbox_request_channel(), "Failed to find PCC channel"; seen by booting 6.1 to 7.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${some(f.keys)} ${are(f.keys)} in PCC, but QEMU has no PCCT`,
    help: specHelp('use layout = "constant", whose registers a QEMU guest can reach'),
  }),
  'guest/linux-subspaces': row<GuestFacts & { key: string; subspace: number; first: string; firstSubspace: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe(), "Mismatched PCC ids in _CPC"',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} ${f.where}: ${f.key} is in PCC subspace ${f.subspace}, ${f.first} in ${f.firstSubspace}`,
    help: authorHelp('put all PCC registers of a processor into one subspace'),
  }),
  'guest/linux-psd': row<GuestFacts & { why: string }>({
    severity: 'warning',
    section: 'Linux: acpi_get_psd() in drivers/acpi/cppc_acpi.c; seen by booting 6.1 to 7.3',
    message: (f) => `${f.guests} ${verb(f, 'ignores', 'ignore')} the _CPC beside ${f.where}: ${f.why}`,
    help: authorHelp('a _PSD is Package () { Package () { 5, 0, domain, 0xFC to 0xFE, number of processors } }'),
  }),
  'guest/linux-osc-missing': row<GuestFacts & { model?: string; x86: boolean }>({
    severity: 'warning',
    section: 'Linux: cppc_acpi.c, "CPPC v2 _OSC not acked" (6.0 and later); seen by booting 6.1 to 7.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'refuses', 'refuse')} every _CPC${f.model === undefined ? '' : ` on CPU model ${f.model}`}: there is no ${f.where} to acknowledge CPPC 2`,
    help: (f) => {
      const exception = (words: string) => (f.model === undefined && f.x86 ? `; ${words}` : '');
      return specHelp(
        `add "_OSC" to \`objects\`${exception(WITHOUT_OSC)}`,
        `newer firmware may have it, or a switch for CPPC in its setup; a table that the initrd loads can add it${exception(OWN_WITHOUT_OSC)}`,
      )(f);
    },
  }),
  'guest/linux-level-zero': row<GuestFacts & { key: string; is: string }>({
    severity: 'warning',
    section: 'Linux: cppc_get_perf_caps(); seen by booting 6.1 to 7.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'answers', 'answer')} "Bad address" for every level of ${f.where}: ${f.key} is ${f.is}`,
    help: authorHelp('give all four levels, each at least 1'),
  }),
  'guest/linux-device-reads-zero': row<GuestFacts>({
    severity: 'warning',
    section: 'observed: CAP1 of the acpi-cppc device is 0 until Enable is written, and Linux reads it before',
    message: (f) =>
      `addrspace 2: ${f.guests} ${verb(f, 'reads', 'read')} every level as 0 and ${verb(f, 'answers', 'answer')} "Bad address" for each file of acpi_cppc`,
    help: () =>
      'set layout = "constant", which works on stock QEMU; with the device the levels can be read after 1 is written to MSR 0xC00102B1 on every vCPU, but no release ranks by them',
  }),
  'guest/linux-addr-shared': row<GuestFacts>({
    severity: 'error',
    section: 'seen by booting 6.12 with the device: a CPU that reads the files of others sees its own levels',
    message: (f) =>
      `addr_shared: ${f.guests} ${verb(f, 'reads', 'read')} wrong levels: the one register block answers for the CPU that reads, so every CPU shows the levels of that CPU`,
    help: () =>
      'remove addr_shared, which gives each core registers of its own; for a ranking, set layout = "constant" on stock QEMU',
  }),
  'guest/linux-msr-missing': row<GuestFacts & { key: string; address: bigint }>({
    severity: 'warning',
    section: 'KVM and TCG have no performance MSRs; Linux: cpc_read_ffh(); seen by booting 6.1 to 7.3',
    message: (f) => `${f.guests} cannot read ${f.key} of ${f.where}: a QEMU guest has no MSR ${hex(f.address)}`,
    help: specHelp('use layout = "constant", which has its numbers in the table'),
  }),
  'guest/next-counters': row<GuestFacts & { key: string }>({
    severity: 'note',
    section: 'announced for Linux: 2da80f2b49fe and its series; in no release up to 7.3',
    message: (f) => `${AFTER} may refuse ${f.where}: ${f.key} is not a register`,
    help: specHelp('set `counters = "msr"` or "pm-timer"'),
  }),
  'guest/next-desired': row<GuestFacts>({
    severity: 'note',
    section: 'announced for Linux: "lacks a writable Desired Performance register"; in no release up to 7.3',
    message: (f) => `${AFTER} may refuse ${f.where}: desired_perf is not a register`,
    help: authorHelp('give the register, or set autonomous_selection = 1 and keep _OSC'),
  }),
  'guest/next-min-max': row<GuestFacts & { given: string; missing: string }>({
    severity: 'note',
    section: 'announced for Linux: both or neither; in no release up to 7.3',
    message: (f) => `${AFTER} may refuse ${f.where}: it has ${f.given} but not ${f.missing}`,
    help: authorHelp('give both or neither'),
  }),
  'guest/next-integer': row<GuestFacts & { key: string; value: bigint }>({
    severity: 'note',
    section: 'announced for Linux: cpc_integer_entry_valid(); in no release up to 7.3',
    message: (f) => `${AFTER} may refuse ${f.where}: ${f.key} is the Integer ${f.value}`,
    help: authorHelp('write a register, or the NULL register for an entry that is not supported'),
  }),
  'guest/next-register': row<GuestFacts & { key: string; why: string }>({
    severity: 'note',
    section: "announced for Linux: checks of a register's place; in no release up to 7.3",
    message: (f) => `${AFTER} may refuse ${f.where}: ${f.key}: ${f.why}`,
    help: authorHelp(
      'choose a width and offset within the access size; a written register must have the full access width',
    ),
  }),
  'guest/next-overlap': row<GuestFacts & { keys: readonly string[]; space: string; device: boolean }>({
    severity: 'note',
    section: 'announced for Linux: "conflicts with CPU%d register %u"; in no release up to 7.3',
    message: (f) => `${AFTER} may refuse ${f.where}: ${list(f.keys, 'and')} share bits in ${f.space}`,
    help: (f) =>
      f.device ? 'set addrspace = 1, or layout = "constant" on stock QEMU' : authorHelp('move one of them')(f),
  }),
} as const;
