import { count, hex } from '../words.js';
import { row } from './row.js';

/** Problems of a table's header. */
export const AML_PROBLEMS = {
  'aml/too-short': row<{ length: number; headerBytes: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => `${count(f.length, 'byte')} cannot be an ACPI table; the header alone has ${f.headerBytes}`,
    help: () => 'give the whole table, as in /sys/firmware/acpi/tables or a file of `acpidump -b`',
  }),
  'aml/wrong-checksum': row<{ checksum: number; right: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => `the checksum is ${hex(f.checksum)}; it must be ${hex(f.right)} for these bytes`,
    help: () => 'the file was changed or damaged; QEMU corrects the checksum silently, firmware ignores the table',
  }),
  'aml/wrong-length': row<{ length: number; fileLength: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §5.2.6',
    message: (f) => `the header gives a length of ${count(f.length, 'byte')}; the file has ${f.fileLength}`,
    help: (f) => (f.length > f.fileLength ? 'the file is truncated' : 'the bytes behind the table are ignored'),
  }),
} as const;
