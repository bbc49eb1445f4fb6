import { count, hex, list } from '../../words.js';
import { type FromFacts, helpFor } from '../from.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

export interface OfRegister extends FromFacts {
  readonly key: string;
}

/** Problems of the registers in a `_CPC`, from a spec or a table. */
export const CPC_REGISTERS = {
  'cpc/access-size': row<OfRegister & { access: number; highest: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.3.2; edk2: AmlCodeGenRdRegister',
    message: (f) => `${f.key} has access size ${f.access}; the highest is ${f.highest}`,
    help: () => 'access sizes are 0 (undefined) and 1 to 4 (Byte, Word, DWord, QWord)',
  }),
  'cpc/address-space': row<OfRegister & { space: string }>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses the whole _CPC',
    message: (f) => `${f.key} is in address space ${f.space}`,
    help: () => 'the registers of a _CPC are in SystemMemory, SystemIO, PCC or FFixedHW',
  }),
  'cpc/fixed-hw-access': row<OfRegister & { access: string }>({
    severity: 'warning',
    section: 'observed: Windows accepts FFixedHW registers only with access size QWord',
    message: (f) => `${f.key} is in FFixedHW with access size ${f.access}; MSRs have 64 bits`,
    help: (f) => helpFor(f, 'write access_size = "QWord"', 'Linux ignores the access size of FFixedHW'),
  }),
  'cpc/io-access-qword': row<OfRegister>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.3.2',
    message: (f) => `${f.key} is in SystemIO with access size QWord, but ports have at most 32 bits`,
    help: (f) => helpFor(f, 'write access_size = "DWord", or a smaller one', 'Linux refuses the whole _CPC'),
  }),
  'cpc/io-access-undefined': row<OfRegister>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses the whole _CPC',
    message: (f) => `${f.key} is in SystemIO with access size Undefined`,
    help: (f) =>
      helpFor(
        f,
        'write "Byte", "Word" or "DWord"',
        'no cpufreq driver of Linux that needs CPPC loads; newer firmware may correct it',
      ),
  }),
  'cpc/io-port-too-high': row<OfRegister & { last: bigint; highest: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.3.2',
    message: (f) => `${f.key} in SystemIO reaches port ${hex(f.last)}; the last one is ${hex(f.highest)}`,
    help: (f) => helpFor(f, 'choose a lower address', 'Linux refuses the whole _CPC'),
  }),
  'cpc/memory-address-zero': row<OfRegister & { bitWidth: number }>({
    severity: 'error',
    section: CPC,
    message: (f) =>
      `${f.key} has ${count(f.bitWidth, 'bit')} at SystemMemory address 0: neither a register nor the NULL register`,
    help: (f) =>
      helpFor(
        f,
        'give the address, or write "none"',
        'Linux treats it as a register, and reads an address that it never mapped',
      ),
  }),
  'cpc/memory-width': row<OfRegister & { bitWidth: number; widths: readonly number[] }>({
    severity: 'warning',
    section: 'Linux: cpc_read in drivers/acpi/cppc_acpi.c',
    message: (f) => `${f.key} in SystemMemory has ${f.bitWidth} bits and no access size: Linux cannot read it`,
    help: (f) =>
      helpFor(f, `give access_size, or a width of ${list(f.widths.map(String), 'or')}`, 'reading the entry fails'),
  }),
  'cpc/pcc-width': row<OfRegister & { bitWidth: number; widths: readonly number[] }>({
    severity: 'warning',
    section: 'Linux: cpc_read in drivers/acpi/cppc_acpi.c',
    message: (f) => `${f.key} has ${f.bitWidth} bits in PCC; Linux reads ${list(f.widths.map(String), 'or')}`,
    help: (f) => helpFor(f, `give a width of ${list(f.widths.map(String), 'or')}`, 'reading the entry fails'),
  }),
  'cpc/perf-limited-bits': row<
    FromFacts & { bitWidth: number; bitOffset: number; rightWidth: number; rightOffset: number }
  >({
    severity: 'note',
    section: 'Intel SDM vol. 3 §15.4: IA32_HWP_STATUS; coreboot and older boards do the same',
    message: (f) =>
      `perf_limited has bit width ${f.bitWidth} at offset ${f.bitOffset} of IA32_HWP_STATUS; most tables have ${f.rightWidth} at ${f.rightOffset}`,
    help: () => 'guests read the excursion below the minimum as one below the desired performance',
  }),
  'cpc/perf-limited-msr': row<FromFacts & { address: bigint; right: bigint }>({
    severity: 'warning',
    section: 'AMD PPR for family 19h: MSRC001_02B4 CPPC_STATUS; observed on eleven machines',
    message: (f) => `perf_limited is in MSR ${hex(f.address)}; AMD's CPPC_STATUS is ${hex(f.right)}`,
    help: () => 'guests cannot read what limits performance; ranking and control still work',
  }),
  'cpc/register-past-access-size': row<
    OfRegister & { bitWidth: number; bitOffset: number; access: string; bits: number }
  >({
    severity: 'error',
    section: 'ACPI 6.6 §6.4.3.7',
    message: (f) =>
      `bit_offset ${f.bitOffset} and bit_width ${f.bitWidth} of ${f.key} reach bit ${f.bitOffset + f.bitWidth}; access size ${f.access} has ${f.bits}`,
    help: (f) =>
      helpFor(
        f,
        'choose a larger access_size, or a smaller width or offset',
        'guests read only some of the bits, or shift them wrongly',
      ),
  }),
  'cpc/register-width-zero': row<OfRegister & { space: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §6.4.3.7',
    message: (f) => `${f.key} is a register in ${f.space} with bit width 0`,
    help: (f) =>
      helpFor(
        f,
        'give bit_width, or write "none" for an entry that is not supported',
        'an entry that is not supported is the NULL register: SystemMemory, and all fields 0',
      ),
  }),
  'cpc/registers-overlap': row<FromFacts & { keys: readonly string[]; space: string }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${list(f.keys, 'and')} share bits in ${f.space}: writing one changes the other`,
    help: (f) =>
      helpFor(
        f,
        'move one of them; bit_width counts bits, an address counts bytes (in FFixedHW: registers)',
        'bit_width counts bits, an address counts bytes (in FFixedHW: registers)',
      ),
  }),
  'cpc/subspaces-differ': row<OfRegister & { subspace: number; first: string; firstSubspace: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §14.1.4; Linux and edk2 refuse the whole _CPC',
    message: (f) => `${f.key} is in PCC subspace ${f.subspace}, ${f.first} in ${f.firstSubspace}`,
    help: () => 'all PCC registers of a processor must be in one subspace',
  }),
} as const;
