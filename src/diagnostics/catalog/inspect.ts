import { count } from '../words.js';
import { row } from './row.js';

/** A Package of 21 elements of a byte each, in a Name, has no fewer bytes. */
const SHORTEST_CPC = 30;

/** Inputs without tables or without _CPC packages. */
export const INSPECT_PROBLEMS = {
  'inspect/no-cpc': row<{ tables: number; opaqueTerms: number; opaqueBytes: number; limit: string | undefined }>({
    severity: 'note',
    section: 'ACPI 6.6 §8.4.6.1',
    message: (f) => `no package in ${count(f.tables, 'table')} has the shape of a _CPC`,
    help: (f) =>
      f.opaqueBytes >= SHORTEST_CPC
        ? `${count(f.opaqueTerms, 'term')} of ${count(f.opaqueBytes, 'byte')} ${f.limit ? `${f.opaqueTerms === 1 ? 'was' : 'were'} not decoded, because ${f.limit},` : 'could not be decoded'} and may contain one`
        : 'firmware often loads _CPC with an SSDT at run time: name /sys/firmware/acpi/tables of the running machine, ' +
          'or an acpidump of all its tables; CPPC may also be disabled in the firmware setup',
  }),
  'inspect/not-returned': row<{ packages: number }>({
    severity: 'note',
    section: 'ACPI 6.6 §8.4.6.1',
    message: (f) =>
      `${count(f.packages, 'package')} ${f.packages === 1 ? 'has' : 'have'} the shape of a _CPC, but no _CPC of these tables returns ${f.packages === 1 ? 'it' : 'one of them'}; nothing was checked`,
    help: () =>
      'the _CPC of the processors are in a table that is not here: give all tables of the machine; firmware does not load that table while Speed Shift (HWP) or CPPC is off in its setup',
  }),
} as const;
