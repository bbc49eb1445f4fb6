import { limitRow, TABLES_LIMITED } from '../../limited.js';
import { count, hex, list, some } from '../../words.js';
import { row } from '../row.js';

/** Places that a message names; a hostile file has thousands. */
const MOST_GAPS = 4;

/** Problems of files that should hold tables. */
export const FIRMWARE_SOURCES = {
  'firmware/compressed': row<{ by: string; cat: string }>({
    severity: 'error',
    message: (f) => `this file is compressed with ${f.by}`,
    help: (f) => `decompress it first, for example \`${f.cat} FILE | cppc-acpi inspect -\``,
  }),
  'firmware/no-aml': row<{ signatures: readonly string[] }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.11',
    message: (f) => `${some(f.signatures)} ${f.signatures.length === 1 ? 'contains' : 'contain'} no AML`,
    help: () =>
      '_CPC is in a DSDT, SSDT, PSDT or OEMx table; `acpidump` without arguments writes all tables of a machine',
  }),
  'firmware/several-machines': row<{ count: number }>({
    severity: 'warning',
    section: 'ACPI 6.6 §5.2.11.1: a machine has one DSDT',
    message: (f) =>
      `this table is read alone: ${f.count} files have a DSDT, so it is not known to which machine it belongs`,
    help: () => 'give the tables of one machine, or a folder for each machine',
  }),
  'firmware/unread-bytes': row<{ gaps: readonly { readonly offset: number; readonly length: number }[] }>({
    severity: 'warning',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => {
      const shown = f.gaps
        .slice(0, MOST_GAPS)
        .map((one) => `${count(one.length, 'byte')} at offset ${hex(one.offset)}`);
      const more = f.gaps.length > MOST_GAPS ? [`${f.gaps.length - MOST_GAPS} more places`] : [];
      return `${list([...shown, ...more], 'and')} ${f.gaps.length === 1 && f.gaps[0]?.length === 1 ? 'is' : 'are'} not part of a table, and not read`;
    },
    help: () => 'give the tables as single files; `acpixtract -a` writes those of an acpidump text',
  }),
  'firmware/no-table': row<object>({
    severity: 'error',
    message: () => 'this is neither an ACPI table nor the text that acpidump writes',
    help: () =>
      'use a table (.aml, .dat), the text of `acpidump`, or /sys/firmware/acpi/tables; `cppc-acpi preview` shows a spec',
  }),
  'firmware/too-many': limitRow(TABLES_LIMITED),
} as const;
