import { hex, list } from '../../words.js';
import { REGISTER_PROBLEMS } from '../cpc/registers.js';
import { type CatalogRow, row } from '../row.js';
import type { OfEntry, Where } from './where.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** A problem that specs can have, too, said of a table's entry. */
function inTable<Facts>(
  { severity, section, message }: CatalogRow<Facts>,
  { help }: { help: string },
): CatalogRow<Facts & OfEntry> {
  return {
    severity,
    ...(section !== undefined && { section }),
    message: (f) => `${f.where}: ${f.key}: ${message(f)}`,
    help: () => help,
  };
}

/** Problems of registers. */
export const TABLE_REGISTERS = {
  'table/address-space': row<OfEntry & { space: string }>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses the whole _CPC',
    message: (f) => `${f.where}: ${f.key} is in address space ${f.space}`,
    help: () => '_CPC has registers in SystemMemory, SystemIO, PCC and FFixedHW',
  }),
  'table/access-size': row<OfEntry & { access: number; highest: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.3.2; edk2: AmlCodeGenRdRegister',
    message: (f) => `${f.where}: ${f.key} has access size ${f.access}; the highest is ${f.highest}`,
    help: () => 'access sizes are 0 (undefined) and 1 to 4 (Byte, Word, DWord, QWord)',
  }),
  'table/register-width-zero': inTable(REGISTER_PROBLEMS['cpc/register-width-zero'], {
    help: 'an entry that is not there is the NULL register: SystemMemory, and zero throughout',
  }),
  'table/register-past-access-size': inTable(REGISTER_PROBLEMS['cpc/register-past-access-size'], {
    help: 'a read brings only a part of the bits, or the shift goes wrong',
  }),
  'table/io-access-undefined': inTable(REGISTER_PROBLEMS['cpc/io-access-undefined'], {
    help: 'no cpufreq driver of Linux that needs CPPC loads; newer firmware may mend it',
  }),
  'table/io-access-qword': inTable(REGISTER_PROBLEMS['cpc/io-access-qword'], {
    help: 'Linux refuses the whole _CPC',
  }),
  'table/io-port-too-high': inTable(REGISTER_PROBLEMS['cpc/io-port-too-high'], {
    help: 'Linux refuses the whole _CPC',
  }),
  'table/memory-address-zero': inTable(REGISTER_PROBLEMS['cpc/memory-address-zero'], {
    help: 'Linux takes it for a register, and reads an address that it never mapped',
  }),
  'table/memory-width': inTable(REGISTER_PROBLEMS['cpc/memory-width'], { help: 'reading the entry fails' }),
  'table/fixed-hw-access': inTable(REGISTER_PROBLEMS['cpc/fixed-hw-access'], {
    help: 'Linux does not look at the access size of FFixedHW',
  }),
  'table/pcc-width': row<OfEntry & { bitWidth: number; widths: readonly number[] }>({
    severity: 'warning',
    section: 'Linux: cpc_read in drivers/acpi/cppc_acpi.c',
    message: (f) =>
      `${f.where}: ${f.key} has ${f.bitWidth} bits in PCC; Linux reads ${list(f.widths.map(String), 'or')}`,
    help: () => 'reading the entry fails',
  }),
  'table/subspaces-differ': row<OfEntry & { subspace: number; first: string; firstSubspace: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §14.1.4; Linux and edk2 refuse the whole _CPC',
    message: (f) => `${f.where}: ${f.key} is in PCC subspace ${f.subspace}, ${f.first} in ${f.firstSubspace}`,
    help: () => 'all PCC registers of a processor are in one subspace',
  }),
  'table/registers-overlap': row<Where & { keys: readonly string[]; space: string }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${f.where}: ${list(f.keys, 'and')} share bits in ${f.space}: writing one changes the other`,
    help: () => 'a width counts bits, an address bytes (in FFixedHW: MSRs)',
  }),
  'table/perf-limited-msr': row<Where & { address: bigint; right: bigint }>({
    severity: 'warning',
    section: 'AMD PPR for family 19h: MSRC001_02B4 CPPC_STATUS; observed on eleven machines',
    message: (f) => `${f.where}: perf_limited is in MSR ${hex(f.address)}; AMD's CPPC_STATUS is ${hex(f.right)}`,
    help: () => 'what limits performance cannot be read; ranking and control are not touched',
  }),
  'table/perf-limited-bits': row<
    Where & { bitWidth: number; bitOffset: number; rightWidth: number; rightOffset: number }
  >({
    severity: 'note',
    section: 'Intel SDM vol. 3 §15.4: IA32_HWP_STATUS; coreboot and older boards have it so',
    message: (f) =>
      `${f.where}: perf_limited has bit width ${f.bitWidth} at offset ${f.bitOffset} of IA32_HWP_STATUS; most have ${f.rightWidth} at ${f.rightOffset}`,
    help: () => 'the excursion below the minimum is read as one below the desired performance',
  }),
} as const;
