import { count, some } from '../words.js';
import { row } from './row.js';

/** Inputs without tables or without _CPC packages. */
export const INSPECT_PROBLEMS = {
  'inspect/empty-folder': row<object>({
    severity: 'error',
    message: () => 'no file in this folder is a table with AML',
    help: () =>
      'name a folder such as /sys/firmware/acpi/tables, with DSDT and SSDT as binary files; only root may read that one',
  }),
  'inspect/no-aml': row<{ signatures: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.11',
    message: (f) => `${some(f.signatures)} ${f.signatures.length === 1 ? 'contains' : 'contain'} no AML`,
    help: () => 'name a DSDT, SSDT, PSDT or OEMx table; `acpidump` without arguments prints all tables of a machine',
  }),
  'inspect/no-cpc': row<{ tables: number; opaqueTerms: number; opaqueBytes: number }>({
    severity: 'note',
    section: 'ACPI 6.6 §8.4.6.1',
    message: (f) => `no package in ${count(f.tables, 'table')} has the shape of a _CPC`,
    help: (f) =>
      f.opaqueTerms > 0
        ? `${count(f.opaqueTerms, 'term')} of ${count(f.opaqueBytes, 'byte')} could not be decoded and may contain one`
        : 'firmware often loads _CPC with an SSDT at run time: name /sys/firmware/acpi/tables of the running machine, ' +
          'or an acpidump of all its tables; CPPC may also be disabled in the firmware setup',
  }),
  'inspect/no-table': row<object>({
    severity: 'error',
    message: () => 'this is neither an ACPI table nor the text of acpidump',
    help: () =>
      'name a table (.aml, .dat), the text of `acpidump`, or /sys/firmware/acpi/tables; `cppc-acpi preview` shows a spec',
  }),
} as const;
