import { some } from '../../words.js';
import { row } from '../row.js';

/** Problems of files that should hold tables. */
export const FIRMWARE_SOURCES = {
  'firmware/no-aml': row<{ signatures: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.11',
    message: (f) => `${some(f.signatures)} ${f.signatures.length === 1 ? 'contains' : 'contain'} no AML`,
    help: () =>
      '_CPC is in a DSDT, SSDT, PSDT or OEMx table; `acpidump` without arguments writes all tables of a machine',
  }),
  'firmware/no-table': row<object>({
    severity: 'error',
    message: () => 'this is neither an ACPI table nor the text that acpidump writes',
    help: () =>
      'use a table (.aml, .dat), the text of `acpidump`, or /sys/firmware/acpi/tables; `cppc-acpi preview` shows a spec',
  }),
} as const;
