import { count, hex } from '../words.js';
import { row } from './row.js';

/** Problems of bytes that are no table. */
export const AML_PROBLEMS = {
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
} as const;
