import type { CatalogRow } from './diagnostic.js';
import { code, count, hex, list, quoted, quotedMessages, short } from './words.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Gives a row its facts' type, so that whoever reports it must bring them. */
function row<Facts>(facts: CatalogRow<Facts>): CatalogRow<Facts> {
  return facts;
}

interface Named {
  readonly key: string;
}

/** Every problem there is: the room that finds it names the code. */
export const CATALOG = {
  'aml/too-short': row<{ length: number; headerBytes: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => `${count(f.length, 'byte')} cannot be an ACPI table: its header alone has ${f.headerBytes}`,
    help: () => 'give the whole table, as `acpidump -b` or /sys/firmware/acpi/tables has it',
  }),
  'aml/wrong-checksum': row<{ checksum: number; right: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => `the checksum is ${hex(f.checksum)}; these bytes need ${hex(f.right)}`,
    help: () =>
      'the file was changed after it was made, or copied badly; QEMU repairs it silently, firmware drops the table',
  }),
  'aml/wrong-length': row<{ length: number; fileLength: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => `the header says ${count(f.length, 'byte')}, the file has ${f.fileLength}`,
    help: (f) => (f.length > f.fileLength ? 'the file is cut off' : 'the bytes behind the table are not read'),
  }),

  'spec/access-or-subspace': row<{ space: string; key: string; instead: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §6.4.3.7',
    message: (f) => `a register in ${f.space} has no \`${f.key}\``,
    help: (f) =>
      `write \`${f.instead}\` instead: the descriptor's Access Size holds the subspace for PCC, and only for PCC`,
  }),
  'spec/bad-cpuset': row<{ value: string; why: string }>({
    severity: 'error',
    message: (f) => `"${short(f.value)}" is no list of host threads: ${f.why}`,
    help: () => 'write numbers and ranges as libvirt does: "0-7,16-23", or "0-7,^3"',
  }),
  'spec/bad-path': row<{ value: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §19.2.2',
    message: (f) => `"${short(f.value)}" is no absolute ACPI path`,
    help: (f) =>
      /[a-z]/.test(f.value)
        ? `ACPI names have capital letters: ${short(f.value).toUpperCase()}`
        : "start at the root, at most four of A-Z, 0-9 and _ in each segment, the first no digit: '\\_SB.CPUS.C000'",
  }),
  'spec/bad-pattern': row<{ value: string; fields: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §19.2.2',
    message: (f) =>
      f.fields === 1
        ? `"${short(f.value)}" makes no ACPI path`
        : `"${short(f.value)}" has ${count(f.fields, 'number field')}; a processor path has one`,
    help: () => "write one %0NX or %0Nd at the end of a segment of at most four characters: '\\_SB.CPUS.C%03X'",
  }),
  'spec/bad-text': row<{ key: string; value: string; most: number }>({
    severity: 'error',
    message: (f) =>
      f.value.length > f.most
        ? `${f.key} has ${f.value.length} characters; at most ${f.most} fit`
        : `${f.key} must be 1 to ${f.most} printable ASCII characters; this is ${JSON.stringify(short(f.value))}`,
    help: (f) =>
      f.value.length > f.most
        ? `shorten it, as to ${JSON.stringify(f.value.slice(0, f.most))}`
        : 'use letters, digits, and marks of the keyboard',
  }),
  'spec/empty': row<{ key: string; wanted: string }>({
    severity: 'error',
    message: (f) => `${f.key} is empty; it needs ${f.wanted} with something in it`,
    help: () => 'leave the key out to have the default',
  }),
  'spec/missing-key': row<{ key: string; about: string; table: string }>({
    severity: 'error',
    message: (f) => `${f.table} lacks \`${f.key}\`${f.about ? ` (${f.about})` : ''}`,
    help: (f) => `add \`${f.key} = …\``,
  }),
  'spec/no-core': row<object>({
    severity: 'error',
    message: () => 'the spec has no [[core]]: there is nothing to compile',
    help: () => 'add one [[core]] with its highest_perf for each core of the guest',
  }),
  'spec/not-one-of': row<{ key: string; value: string; of: readonly string[]; suggestion?: string }>({
    severity: 'error',
    message: (f) => `${f.key} cannot be ${short(f.value)}`,
    help: (f) => `${f.suggestion ? `did you mean "${f.suggestion}"? ` : ''}it can be ${list(f.of, 'or')}`,
  }),
  'spec/out-of-range': row<{ key: string; value: bigint; min: bigint; max: bigint }>({
    severity: 'error',
    message: (f) => `${f.key} is ${f.value}; it must be from ${f.min} to ${f.max}`,
    help: (f) => `write a number ${f.value < f.min ? `not below ${f.min}` : `not above ${f.max}`}`,
  }),
  'spec/repeated': row<{ key: string; value: string }>({
    severity: 'error',
    message: (f) => `${f.key} names "${f.value}" twice`,
    help: () => 'leave one of them out',
  }),
  'spec/toml-syntax': row<{ text: string }>({
    severity: 'error',
    section: 'TOML 1.0',
    message: (f) => `this is no TOML: ${f.text}`,
    help: () => 'strings stand in quotes, ACPI paths best in single ones; each key once; tables as [name] or [[name]]',
  }),
  'spec/unknown-key': row<{ key: string; table: string; known: readonly string[]; suggestion?: string; home?: string }>(
    {
      severity: 'error',
      message: (f) => `${f.table ? `${f.table} has no key` : 'a spec has no table or key'} \`${short(f.key)}\``,
      help: (f) => {
        if (f.home && f.home !== f.table) return `\`${f.key}\` belongs under ${f.home}`;
        return f.suggestion ? `did you mean \`${f.suggestion}\`?` : `it can have ${list(f.known, 'and')}`;
      },
    },
  ),
  'spec/wrong-type': row<{ key: string; wanted: string; got: string }>({
    severity: 'error',
    message: (f) => `${f.key} must be ${f.wanted}, not ${f.got}`,
    help: (f) =>
      f.got.startsWith('the string "') && f.wanted.includes('integer')
        ? 'write the number without quotes'
        : `give it ${f.wanted}`,
  }),

  'cpc/all-equal': row<{ cores: number; value: bigint }>({
    severity: 'warning',
    section: 'observed: schedulers rank cores by highest_perf',
    message: (f) => `all ${f.cores} cores have highest_perf ${f.value}: the guest cannot prefer any core`,
    help: (f) =>
      f.value === 255n
        ? 'firmware reports 255 everywhere when overclocking is unlocked; take the numbers from another source'
        : 'give better cores a higher number; if the cores are equal, the table changes nothing',
  }),
  'cpc/count-with': row<{ keys: readonly string[] }>({
    severity: 'error',
    message: (f) => `a core with a count cannot have ${list(f.keys.map(code), 'or')}: they are of one core only`,
    help: () => 'write one [[core]] for each of them',
  }),
  'cpc/device-address-zero': row<{ address: bigint }>({
    severity: 'error',
    section: 'observed: the acpi-cppc device takes address 0 as "the default"',
    message: (f) => `address is 0, which the acpi-cppc device reads as ${hex(f.address)}`,
    help: () => 'leave the key out, or write the address that you mean',
  }),
  'cpc/device-ignores': row<Named>({
    severity: 'warning',
    section: 'observed: the acpi-cppc device has no register block in addrspace 2',
    message: (f) => `\`${f.key}\` says nothing with addrspace 2: the registers are MSRs`,
    help: () => 'remove the key, or set addrspace = 1',
  }),
  'cpc/device-counters-overlap': row<object>({
    severity: 'warning',
    section: 'observed: registers of the acpi-cppc device in addrspace 0 lie one byte apart',
    message: () =>
      "addrspace 0: the device's 64-bit counters lie over their neighbours, so reading them gives nonsense",
    help: () => 'use addrspace = 1 for Linux guests, addrspace = 2 for Windows',
  }),
  'cpc/device-linux-reads-zero': row<object>({
    severity: 'warning',
    section: 'observed: CAP1 of the acpi-cppc device is 0 until Enable is written, and Linux reads it before',
    message: () =>
      'addrspace 2: a Linux guest reads every level as 0 and answers "Bad address" for each file of acpi_cppc',
    help: () => 'set addrspace = 1, or layout = "constant" on stock QEMU',
  }),
  'cpc/device-ports-taken': row<{ first: bigint; last: bigint; devices: readonly string[]; free: number }>({
    severity: 'warning',
    section: 'QEMU: `info mtree` of pc and q35; observed: the acpi-cppc device lies over them without a word',
    message: (f) => `the device's window ${hex(f.first)}-${hex(f.last)} hides ${list(f.devices, 'and')}`,
    help: (f) => `set \`address = ${hex(f.free)}\`, from where so many ports are free`,
  }),
  'cpc/device-physical-bits': row<{ last: bigint; bits: number }>({
    severity: 'warning',
    section: 'observed: Linux warns "ioremap: invalid physical address" and drops the _CPC',
    message: (f) =>
      `the device's window reaches ${hex(f.last)}: the guest needs ${f.bits} physical address bits, QEMU's default is 40`,
    help: (f) =>
      `start QEMU with host-phys-bits=on or phys-bits=${f.bits} behind the CPU model, or set a lower address`,
  }),
  'cpc/device-windows-10-and-11': row<object>({
    severity: 'error',
    section: 'observed: hv-cppc-stub=on, which Windows 10 needs, keeps Windows 11 from booting',
    message: () => 'os names windows10 and windows11: the acpi-cppc device cannot serve both with one command line',
    help: () => 'make a spec for each, or leave one of them out',
  }),
  'cpc/device-windows-memory': row<object>({
    severity: 'warning',
    section: 'observed: older builds of amdppm refuse registers in SystemMemory',
    message: () => 'addrspace 0: older Windows guests do not read _CPC registers in SystemMemory',
    help: () => 'use addrspace = 2 (MSRs) or 1 (ports)',
  }),
  'cpc/device-window-too-high': row<{ last: bigint; highest: bigint }>({
    severity: 'error',
    section: 'observed: "CPPC: System IO address range must not exceed low 64K"',
    message: (f) => `the device's window reaches ${hex(f.last)}; the highest it may is ${hex(f.highest)}`,
    help: () => 'choose a lower address; a vCPU takes 24 ports in addrspace 1, 11 bytes in addrspace 0',
  }),
  'cpc/device-leaves-out': row<Named>({
    severity: 'note',
    section: 'observed: AML of the acpi-cppc device',
    message: (f) => `the acpi-cppc device has no ${f.key}: the number is not used`,
    help: () => 'layout "constant" tells the guest this number, on stock QEMU',
  }),
  'cpc/device-level-too-high': row<{ key: string; value: bigint; most: bigint }>({
    severity: 'error',
    section: 'observed: the acpi-cppc device packs levels into fields of 8 bits without a mask',
    message: (f) => `${f.key} is ${f.value}; the acpi-cppc device has room for ${f.most}`,
    help: () => 'scale the numbers of all cores down, or use layout "constant", which has no such limit',
  }),
  'cpc/device-revision': row<{ revision: number; ofDevice: number }>({
    severity: 'error',
    section: 'observed: AML of the acpi-cppc device',
    message: (f) => `cpc_revision is ${f.revision}; the _CPC of the acpi-cppc device has revision ${f.ofDevice}`,
    help: () => 'leave cpc_revision out, or choose another layout',
  }),
  'cpc/domain-coord-type': row<{ domain: bigint; cores: readonly number[]; coordTypes: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} share domain ${f.domain}, but not its coordination: ${list(f.coordTypes, 'and')}`,
    help: () => 'give them the same coord_type, or domains of their own',
  }),
  'cpc/domain-shared': row<{ domain: bigint; cores: readonly number[] }>({
    severity: 'warning',
    section: 'ACPI 6.6 §8.4.5.5',
    message: (f) =>
      `cores ${list(f.cores.map(String), 'and')} are both in domain ${f.domain}, one of them by its number`,
    help: () =>
      'a core without `domain` has its own number as the domain; write `domain` on both if they belong together',
  }),
  'cpc/entry-too-new': row<{ title: string; since: number; revision: number }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.title} needs _CPC revision ${f.since}; this table is revision ${f.revision}`,
    help: (f) => `set \`cpc_revision = ${f.since}\` under [table], or remove the key`,
  }),
  'cpc/fixed-hw-access': row<{ access: string }>({
    severity: 'warning',
    section: 'observed: Windows takes FFixedHW registers with access size QWord only',
    message: (f) => `a register in FFixedHW has access size ${f.access}; MSRs are read in 64 bits`,
    help: () => 'write access_size = "QWord"',
  }),
  'cpc/frequency-order': row<{ lowest: bigint; nominal: bigint }>({
    severity: 'error',
    section: CPC,
    message: (f) => `lowest_freq (${f.lowest} MHz) is above nominal_freq (${f.nominal} MHz)`,
    help: () => 'exchange them, or correct the one that is mistyped; both are in MHz',
  }),
  'cpc/frequency-slope': row<{ level: bigint; lowest_freq: bigint; nominal_freq: bigint }>({
    severity: 'warning',
    section: 'Linux: cppc_perf_to_khz in drivers/acpi/cppc_acpi.c',
    message: (f) =>
      `level ${f.level} is both ${f.lowest_freq} and ${f.nominal_freq} MHz: Linux divides by their difference of level`,
    help: () => 'give lowest_perf and nominal_perf different levels, or leave the frequencies out',
  }),
  'cpc/given-twice': row<Named>({
    severity: 'error',
    message: (f) => `${f.key} is given as a number here and under [core.registers] too`,
    help: () => 'keep one of them',
  }),
  'cpc/host-thread-shared': row<{ hostThread: number; vcpus: readonly number[] }>({
    severity: 'warning',
    message: (f) => `vCPUs ${list(f.vcpus.map(String), 'and')} are both pinned to host thread ${f.hostThread}`,
    help: () =>
      'give each vCPU a host thread of its own: sharing one, neither has the performance that the table promises',
  }),
  'cpc/integer-not-allowed': row<{ title: string; value: bigint }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.title} cannot be the Integer ${f.value}: it is a register`,
    help: () => 'write a register table like { space = "SystemIO", bit_width = 8, … }, or "none"',
  }),
  'cpc/integer-past-32-bits': row<{ title: string; value: bigint; machine: string; bits: number }>({
    severity: 'warning',
    section: 'ACPI 6.6 §5.2.11.1: the revision of the DSDT decides the width of Integers',
    message: (f) =>
      f.bits < 64
        ? `${f.title} is ${f.value}; machine "${f.machine}" reads Integers in ${f.bits} bits, as ${f.value & 0xffff_ffffn}`
        : `${f.title} is ${f.value}; Linux keeps 32 bits of it, ${f.value & 0xffff_ffffn}`,
    help: () => 'write a number below 4294967296',
  }),
  'cpc/io-access-qword': row<object>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.3.2',
    message: () => 'a register in SystemIO has access size QWord, but a port is read in at most 32 bits',
    help: () => 'write access_size = "DWord", or a smaller one',
  }),
  'cpc/io-access-undefined': row<object>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses the whole _CPC',
    message: () => 'a register in SystemIO has access size Undefined',
    help: () => 'write "Byte", "Word" or "DWord"',
  }),
  'cpc/io-port-too-high': row<{ last: bigint; highest: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.3.2',
    message: (f) => `a register in SystemIO reaches port ${hex(f.last)}; the last one is ${hex(f.highest)}`,
    help: () => 'choose a lower address',
  }),
  'cpc/key-of-other-layout': row<{ key: string; layout: string; layouts: readonly string[] }>({
    severity: 'error',
    message: (f) => `\`${f.key}\` says nothing in layout "${f.layout}"`,
    help: (f) => `remove it, or set layout = ${list(f.layouts.map(quoted), 'or')}`,
  }),
  'cpc/level-and-register': row<{ key: string; layout: string }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.key} is given as a number, but in layout "${f.layout}" a register answers it`,
    help: (f) =>
      `remove the key, or write \`${f.key} = …\` under [core.registers] to have the Integer in place of the register`,
  }),
  'cpc/level-missing': row<{ key: string; layout: string }>({
    severity: 'error',
    section: CPC,
    message: (f) => `the core has no ${f.key}, which layout "${f.layout}" needs`,
    help: (f) => `add \`${f.key} = …\` here, or under [defaults] for every core`,
  }),
  'cpc/level-order': row<{ lower: string; lowerValue: bigint; upper: string; upperValue: bigint; offset: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1',
    message: (f) => {
      const sum = f.offset === 0n ? '' : `, from ${f.upperValue - f.offset} and the offset ${f.offset}`;
      return `${f.lower} (${f.lowerValue}) is above ${f.upper} (${f.upperValue}${sum})`;
    },
    help: () =>
      'levels fall from highest_perf over nominal_perf and lowest_nonlinear_perf to lowest_perf; equal ones are fine',
  }),
  'cpc/level-zero': row<Named>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1; Linux answers "Bad address" for every file of acpi_cppc',
    message: (f) => `${f.key} is 0, which guests read as "not there"`,
    help: () => 'write at least 1',
  }),
  'cpc/machine-drops-acpitable': row<{ machine: string }>({
    severity: 'note',
    section: 'QEMU: only pc, q35 and LoongArch virt take user tables in',
    message: () => `QEMU's Arm and RISC-V virt machines take -acpitable and drop it without a word`,
    help: () => "build with `--emit initrd` and put that file in front of the guest's initrd",
  }),
  'cpc/mandatory-entry-missing': row<{ title: string; key: string }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${f.title} is missing, which every _CPC must have`,
    help: (f) => `add \`${f.key}\` under [registers], or for single cores under [core.registers]`,
  }),
  'cpc/memory-address-zero': row<{ bitWidth: number }>({
    severity: 'error',
    section: CPC,
    message: (f) =>
      `a register of ${count(f.bitWidth, 'bit')} in SystemMemory has address 0: neither a register nor the NULL register`,
    help: () => 'give the address, or write "none"',
  }),
  'cpc/memory-width': row<{ bitWidth: number; widths: readonly number[] }>({
    severity: 'warning',
    section: 'Linux: cpc_read in drivers/acpi/cppc_acpi.c',
    message: (f) => `a register in SystemMemory has ${f.bitWidth} bits and no access size: Linux cannot read it`,
    help: (f) => `give access_size, or a width of ${list(f.widths.map(String), 'or')}`,
  }),
  'cpc/no-state-frequencies': row<object>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.2',
    message: () => '_PSS needs two states, which come from nominal_freq and lowest_freq; the core lacks one of them',
    help: () => 'add both in MHz, or leave _PSS out of `objects`',
  }),
  'cpc/no-state-registers': row<{ layout: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.1',
    message: (f) => `layout "${f.layout}" has no registers for _PCT`,
    help: () => 'leave _PCT, _PSS and _PPC out of `objects`, or choose another layout',
  }),
  'cpc/offset-result': row<{ given: bigint; offset: bigint; result: bigint }>({
    severity: 'error',
    message: (f) => `highest_perf ${f.given} with the offset ${f.offset} is ${f.result}`,
    help: () => 'the sum must be from 1 to 4294967295',
  }),
  'cpc/offset-unused': row<{ first: number }>({
    severity: 'warning',
    message: (f) => `no core takes this offset, which begins at host thread ${f.first}`,
    help: () => 'an offset is for the cores whose first host_threads entry is in its range; an earlier range wins',
  }),
  'cpc/path-twice': row<{ path: string; cores: readonly number[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.3',
    message: (f) => `${f.path} is a processor of core ${f.cores[0]} and of core ${f.cores[1]}`,
    help: () => 'each processor has a path of its own',
  }),
  'cpc/port-taken': row<{ key: string; port: number; device: string; free: number }>({
    severity: 'warning',
    section: 'QEMU: `info mtree` of pc and q35',
    message: (f) => `the guest would write ${f.key} to port ${hex(f.port)}, which is QEMU's ${f.device}`,
    help: (f) => `eight ports from ${hex(f.free)} on are free`,
  }),
  'cpc/priority-count': row<{ count: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.2.7',
    message: (f) => `a resource priority has ${f.count} as its count; fewer than 2 order nothing`,
    help: () => 'write how many priorities the register takes, at least 2',
  }),
  'cpc/processor-too-large': row<{ bytes: number; maxTableBytes: number }>({
    severity: 'error',
    message: (f) => `a part with one processor has ${f.bytes} bytes; max_table_bytes is ${f.maxTableBytes}`,
    help: (f) => `a table is split between processors, not within: set max_table_bytes to ${f.bytes} or more`,
  }),
  'cpc/registers-overlap': row<{ keys: readonly string[]; space: string }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${list(f.keys, 'and')} share bits in ${f.space}: writing one changes the other`,
    help: () => 'move one of them; a width counts bits, an address bytes (in FFixedHW: MSRs)',
  }),
  'cpc/register-past-access-size': row<{ bitWidth: number; bitOffset: number; access: string; bits: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §6.4.3.7',
    message: (f) =>
      `bit_offset ${f.bitOffset} and bit_width ${f.bitWidth} reach bit ${f.bitOffset + f.bitWidth}; access size ${f.access} moves ${f.bits}`,
    help: () => 'choose a larger access_size, or a smaller width or offset',
  }),
  'cpc/register-width-zero': row<{ space: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §6.4.3.7',
    message: (f) => `a register in ${f.space} has no bits`,
    help: () => 'give bit_width, or write "none" for an entry that is not supported',
  }),
  'cpc/revision-not-needed': row<{ revision: number }>({
    severity: 'note',
    section: CPC,
    message: (f) =>
      `neither entry that revision ${f.revision} brings is used; revision 3 says the same and more guests read it`,
    help: () => 'set `cpc_revision = 3` under [table]',
  }),
  'cpc/split-too-late': row<{ maxTableBytes: number; mostBytes: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c',
    message: (f) =>
      `max_table_bytes is ${f.maxTableBytes || '0 (never split)'}; QEMU takes at most ${f.mostBytes} bytes per -acpitable`,
    help: (f) => `leave the key out to split at ${f.mostBytes}`,
  }),
  'cpc/subspaces-differ': row<{ key: string; subspace: number; first: string; firstSubspace: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §14.1.4; Linux refuses the whole _CPC',
    message: (f) => `${f.key} is in PCC subspace ${f.subspace}, ${f.first} in ${f.firstSubspace}`,
    help: () => 'all PCC registers of a processor are in one subspace',
  }),
  'cpc/switch-value': row<{ title: string; value: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.4',
    message: (f) => `${f.title} is ${f.value}; as an Integer it says 0 (never) or 1 (always)`,
    help: () => 'write 0, 1, or a register',
  }),
  'cpc/tables-past-64k': row<{ bytes: number; parts: number }>({
    severity: 'warning',
    section: 'QEMU: hw/acpi/core.c, "migration may not work"',
    message: (f) =>
      `${count(f.parts, 'table')} of ${f.bytes} bytes together: QEMU warns above 65536 that migration may not work`,
    help: () => 'compact = true names repeated registers once and makes the tables smaller',
  }),
  'cpc/threads-disagree': row<{ key: string; given: number; threads: number }>({
    severity: 'error',
    message: (f) =>
      `${f.key} has ${count(f.given, 'entry', 'entries')}, but the core has ${count(f.threads, 'thread')}`,
    help: (f) => `give one for each thread, or set \`threads = ${f.given}\` on the core`,
  }),
  'cpc/too-many-initrd-tables': row<{ parts: number; most: number }>({
    severity: 'warning',
    section: 'Linux: NR_ACPI_INITRD_TABLES in drivers/acpi/tables.c',
    message: (f) => `the table comes in ${f.parts} parts; Linux takes ${f.most} from an initrd and drops the rest`,
    help: () => 'raise max_table_bytes',
  }),
  'cpc/too-many-processors': row<{ count: number; most: number; path: string }>({
    severity: 'error',
    message: (f) => `${f.count} processors, but "${f.path}" can name ${f.most}`,
    help: () => 'lower count or threads_per_core, or give a processor_path with more digits',
  }),
  'cpc/unknown-variant': row<{ variant: string; names: readonly string[]; suggestion?: string }>({
    severity: 'error',
    message: (f) => `no value has a variant "${short(f.variant)}"`,
    help: (f) => {
      if (f.suggestion) return `did you mean "${f.suggestion}"?`;
      return f.names.length > 0
        ? `the values have ${list(f.names.map(quoted), 'and')}`
        : 'no value of this spec has variants';
    },
  }),
  'cpc/variant-missing': row<{ variant: string; has: readonly string[] }>({
    severity: 'error',
    message: (f) => `this value has no variant "${short(f.variant)}", only ${list(f.has.map(quoted), 'and')}`,
    help: (f) => `add \`${short(f.variant)} = …\`, or write one number for all variants`,
  }),
  'cpc/vcpu-gap': row<{ missing: number; highest: number }>({
    severity: 'error',
    message: (f) => `vCPU ${f.missing} has no core, though there is a vCPU ${f.highest}`,
    help: () => 'every vCPU from 0 on needs a core: a guest with a processor that has no _CPC uses none of them',
  }),
  'cpc/vcpu-twice': row<{ vcpu: number; cores: readonly number[] }>({
    severity: 'error',
    message: (f) => `vCPU ${f.vcpu} is in core ${f.cores[0]} and in core ${f.cores[1]}`,
    help: () => 'a core without `vcpus` takes the numbers behind those of the cores before it',
  }),
  'cpc/vcpus-apart': row<{ first: number; next: number }>({
    severity: 'warning',
    section: 'QEMU: threads of a core have consecutive vCPU numbers',
    message: (f) => `the threads of the core are vCPUs ${f.first} and ${f.next}, which are not next to each other`,
    help: () =>
      'QEMU and libvirt number the threads of a core consecutively; the guest would see them on different cores',
  }),
  'cpc/wraparound-unsupported': row<object>({
    severity: 'warning',
    section: 'Linux: acpi_cppc/wraparound_time shows 18446744073709551615 for "not supported"',
    message: () =>
      'wraparound_time is 2^64-1, which sysfs shows where the firmware has none; it is no number of seconds',
    help: () => 'leave the key out',
  }),
  'cli/cannot-read': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot read it: ${f.why}`,
    help: () => 'give the path of a spec or a table, or - for standard input',
  }),
  'cli/cannot-write': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot write it: ${f.why}; no output was changed`,
    help: () => 'name another folder with -o DIR',
  }),
  'cli/not-a-spec': row<object>({
    severity: 'error',
    message: () => 'this is a compiled table, not a spec',
    help: () => '`cppc-acpi verify` and `check` take tables; a spec is a TOML file',
  }),
  'cli/not-text': row<object>({
    severity: 'error',
    message: () => 'this is no UTF-8 text, which TOML wants',
    help: () => 'save the spec as UTF-8',
  }),
  'cli/output-exists': row<object>({
    severity: 'error',
    message: () => 'it is there already, and a spec is never overwritten',
    help: () => 'name another file, or remove this one first',
  }),
  'cli/too-large': row<{ most: number }>({
    severity: 'error',
    message: (f) => `it is longer than ${f.most} bytes, which no spec or table is`,
    help: () => 'give the path of a spec or a table',
  }),

  'emit/unavailable': row<{ format: string; why: string }>({
    severity: 'error',
    message: (f) => `this spec gives no output "${f.format}": ${f.why}`,
    help: () => '`--emit all` makes everything that the spec can give',
  }),

  'host/bad-domain': row<{ why: string }>({
    severity: 'error',
    message: (f) => `this is no libvirt domain that can be read: ${short(f.why, 120)}`,
    help: () => 'give the output of `virsh dumpxml NAME`',
  }),
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

  'iasl/differs': row<{ of: string; offset: number; ours: string; theirs: string }>({
    severity: 'error',
    section: 'iasl',
    message: (f) =>
      `iasl makes other bytes of ${f.of}: at ${hex(f.offset)} ours are ${f.ours || 'at their end'}, iasl's ${f.theirs || 'at their end'}`,
    help: () => "for a table of ours this is a bug to report; iasl changes the bytes of some vendors' tables",
  }),
  'iasl/failed': row<{ what: string; why: string }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl could not ${f.what} it: ${short(f.why)}`,
    help: () => 'try another iasl, or `--iasl off`',
  }),
  'iasl/missing': row<object>({
    severity: 'error',
    section: 'iasl',
    message: () => 'iasl is not in PATH, and it is required here',
    help: () => 'install it (Debian: acpica-tools), or use `--iasl off`',
  }),
  'iasl/refused': row<{ what: string; messages: readonly string[] }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl refuses to ${f.what} it: ${quotedMessages(f.messages)}`,
    help: () =>
      "for a table of ours this is a bug to report; iasl cannot compile what it makes of some vendors' tables",
  }),
  'iasl/registers-differ': row<{ shown: number; held: number }>({
    severity: 'error',
    section: 'iasl',
    message: (f) => `iasl shows ${count(f.shown, 'Register')}; the table holds ${f.held}: a descriptor is malformed`,
    help: () => 'a Register descriptor is 82 0C 00 and twelve bytes, then 79 00',
  }),
  'iasl/remarked': row<{ messages: readonly string[] }>({
    severity: 'warning',
    section: 'iasl',
    message: (f) => `iasl remarks on our ASL: ${quotedMessages(f.messages)}`,
    help: () => 'this is a bug to report; the bytes are right all the same',
  }),
  'iasl/rewrites': row<{ before: number; after: number }>({
    severity: 'note',
    section: 'observed: iasl writes shortest integers, sizes and External declarations of its own',
    message: (f) => `iasl writes the same terms in other bytes: ${f.before} become ${f.after}`,
    help: () => 'compare such tables by their terms, not by their bytes',
  }),
  'iasl/skipped': row<object>({
    severity: 'note',
    section: 'iasl',
    message: () => 'iasl is not in PATH: the round trip through it was skipped',
    help: () => 'install it (Debian: acpica-tools), or say `--iasl off`',
  }),
} as const;
