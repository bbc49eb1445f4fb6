import { count, list } from '../words.js';
import { row } from './row.js';

/** Problems of inputs in which there is nothing to read. */
export const INSPECT_PROBLEMS = {
  'inspect/empty-folder': row<object>({
    severity: 'error',
    message: () => 'no file in this folder is a table that holds AML',
    help: () =>
      'give a folder such as /sys/firmware/acpi/tables, with DSDT and SSDT as binary files; only root may read that one',
  }),
  'inspect/no-aml': row<{ signatures: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.11',
    message: (f) => `${list(f.signatures.slice(0, 8), 'and')} ${f.signatures.length === 1 ? 'holds' : 'hold'} no AML`,
    help: () => '_CPC is in a DSDT, SSDT, PSDT or OEMx table; `acpidump` without arguments has all of a machine',
  }),
  'inspect/no-cpc': row<{ tables: number; opaqueTerms: number; opaqueBytes: number }>({
    severity: 'note',
    section: 'ACPI 6.6 §8.4.6.1',
    message: (f) => `no package in ${count(f.tables, 'table')} has the shape of a _CPC`,
    help: (f) =>
      f.opaqueTerms > 0
        ? `${count(f.opaqueTerms, 'term')} of ${count(f.opaqueBytes, 'byte')} could not be read and may hide one`
        : 'firmware often has it in an SSDT of its own, loaded at run time: give /sys/firmware/acpi/tables of the ' +
          'running machine, or the acpidump of all tables; CPPC may also be switched off in its setup',
  }),
  'inspect/no-table': row<object>({
    severity: 'error',
    message: () => 'this is neither an ACPI table nor the text that acpidump writes',
    help: () =>
      'give a table (.aml, .dat), the text of `acpidump`, or /sys/firmware/acpi/tables; `cppc-acpi preview` shows a spec',
  }),
} as const;
