import { CPC_REVISIONS } from '../../../../grammar/cpc.js';
import { NEWEST_LINUX } from '../../../../grammar/guests.js';
import { count, list } from '../../words.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of a `_CPC`'s shape in firmware. */
export const FIRMWARE_SHAPE = {
  'firmware/cpc-arguments': row<{ args: number }>({
    severity: 'warning',
    section: 'ACPICA: METHOD_0ARGS in acpredef.h',
    message: (f) => `the method has ${count(f.args, 'argument')}; the operating system passes none`,
    help: () => 'a _CPC must have no arguments',
  }),
  'firmware/cpc-no-package': row<{ is: string }>({
    severity: 'error',
    section: 'fwts: MethodReturnBadType; Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.is}; a _CPC is a Package with a count, a revision and entries`,
    help: () => 'guests behave as if there were no _CPC',
  }),
  'firmware/processor-without-cpc': row<{ having: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cpc_valid',
    message: (f) =>
      `this processor has no _CPC; ${count(f.having, 'other processor')} of the same table ${f.having === 1 ? 'has' : 'have'} one`,
    help: () => 'Linux disables CPPC for all processors when one that is present has no _CPC',
  }),
  'firmware/head-type': row<{ title: string; is: string }>({
    severity: 'error',
    section: 'Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.title} is ${f.is}, not an Integer`,
    help: () => 'the package begins with two Integers: the number of elements and the revision',
  }),
  'firmware/revision-unknown': row<{ revision: bigint; newest: number; checked: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCBadRevision',
    message: (f) =>
      f.revision > f.newest
        ? `revision ${f.revision} is not published; the newest one is ${f.newest}`
        : `revision ${f.revision} is unknown; revisions are 1 to ${f.newest}`,
    help: (f) =>
      f.revision > f.newest
        ? `only the first ${f.checked} elements are checked; Linux reads those that it knows as an earlier revision`
        : 'Linux refuses revisions below 2',
  }),
  'firmware/revision-1': row<object>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses revisions below 2',
    message: () => 'this is revision 1; Linux reads 2 and later',
    help: () => 'Linux does not use CPPC on this machine, unless newer firmware has a later revision',
  }),
  'firmware/element-count': row<{ revision: number; count: number; right: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementCount; Linux: acpi_cppc_processor_probe',
    message: (f) => `the package has ${count(f.count, 'element')}; revision ${f.revision} has ${f.right}`,
    help: () => {
      const [revisions, counts] = [CPC_REVISIONS.map((one) => one.revision), CPC_REVISIONS.map((one) => one.elements)];
      return `revisions ${list(revisions.map(String), 'and')} have ${list(counts.map(String), 'and')} elements`;
    },
  }),
  'firmware/num-entries': row<{ stated: bigint; count: number; readPast: boolean }>({
    severity: 'error',
    section: 'Linux: acpi_cppc_processor_probe uses NumEntries',
    message: (f) => `NumEntries is ${f.stated}; the package has ${count(f.count, 'element')}`,
    help: (f) =>
      f.readPast
        ? `Linux up to ${NEWEST_LINUX.join('.')} reads past the end of the package`
        : 'NumEntries counts every element, itself and the revision included',
  }),
  'firmware/elements-declared': row<{ declared: bigint; count: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §20.2.5.4',
    message: (f) => `Package (${f.declared}) has ${count(f.count, 'element')}`,
    help: (f) =>
      f.declared > f.count
        ? 'the last ones are uninitialized, which Linux refuses'
        : 'interpreters ignore the last ones',
  }),
  'firmware/element-type': row<{ key: string; is: string }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementType; Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.key} is ${f.is}, neither an Integer nor a register`,
    help: () => 'Linux refuses the whole _CPC',
  }),
  'firmware/buffer-no-register': row<{ key: string; bytes: number }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.key} is a Buffer of ${f.bytes} bytes that does not hold exactly one Register`,
    help: () => 'Linux reads its bytes as a register, and reads past the end of a short Buffer',
  }),
} as const;
