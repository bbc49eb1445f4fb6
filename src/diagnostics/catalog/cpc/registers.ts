import { U32_MAX } from '../../../../grammar/limits.js';
import { count, hex, list } from '../../words.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of single entries: registers and Integers. */
export const REGISTER_PROBLEMS = {
  'cpc/fixed-hw-access': row<{ access: string }>({
    severity: 'warning',
    section: 'observed: Windows takes FFixedHW registers with access size QWord only',
    message: (f) => `a register in FFixedHW has access size ${f.access}; MSRs are read in 64 bits`,
    help: () => 'write access_size = "QWord"',
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
        ? `${f.title} is ${f.value}; machine "${f.machine}" reads Integers in ${f.bits} bits, as ${f.value & U32_MAX}`
        : `${f.title} is ${f.value}; Linux keeps 32 bits of it, ${f.value & U32_MAX}`,
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
} as const;
