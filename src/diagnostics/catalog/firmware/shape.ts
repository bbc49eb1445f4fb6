import { CPC_REVISIONS } from '../../../../grammar/cpc.js';
import { count, list } from '../../words.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of a `_CPC`'s shape in firmware. */
export const FIRMWARE_SHAPE = {
  'firmware/cpc-arguments': row<{ takes: number }>({
    severity: 'warning',
    section: 'ACPICA: METHOD_0ARGS in acpredef.h',
    message: (f) => `a method of ${count(f.takes, 'argument')}; the operating system gives none`,
    help: () => 'a _CPC has no arguments',
  }),
  'firmware/cpc-no-package': row<{ is: string }>({
    severity: 'error',
    section: 'fwts: MethodReturnBadType; Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.is}; a _CPC is a Package with a count, a revision and entries`,
    help: () => 'guests go on as if there were no _CPC',
  }),
  'firmware/processor-without-cpc': row<{ having: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cpc_valid',
    message: (f) => `a processor without _CPC, in a table that gives ${f.having} of its processors one`,
    help: () => 'Linux leaves CPPC off for all processors when one that is present has none',
  }),
  'firmware/head-type': row<{ title: string; is: string }>({
    severity: 'error',
    section: 'Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.title} is ${f.is}, not an Integer`,
    help: () => 'the package begins with two Integers: how many elements it has, and its revision',
  }),
  'firmware/revision-unknown': row<{ revision: bigint; newest: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCBadRevision',
    message: (f) => `revision ${f.revision}; there are 1 to ${f.newest}`,
    help: (f) => `entries beyond revision ${f.newest} are not looked at`,
  }),
  'firmware/revision-1': row<object>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses revisions below 2',
    message: () => 'revision 1; Linux reads 2 and later',
    help: () => 'Linux does not use CPPC on this machine, unless newer firmware has a later revision',
  }),
  'firmware/element-count': row<{ revision: number; count: number; right: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementCount; Linux: acpi_cppc_processor_probe',
    message: (f) => `${count(f.count, 'element')}; revision ${f.revision} has ${f.right}`,
    help: () => {
      const [revisions, counts] = [CPC_REVISIONS.map((one) => one.revision), CPC_REVISIONS.map((one) => one.elements)];
      return `revisions ${list(revisions.map(String), 'and')} have ${list(counts.map(String), 'and')} elements`;
    },
  }),
  'firmware/num-entries': row<{ stated: bigint; count: number }>({
    severity: 'error',
    section: 'Linux: acpi_cppc_processor_probe goes by NumEntries',
    message: (f) => `NumEntries is ${f.stated}, the package has ${f.count} elements`,
    help: (f) =>
      f.stated > f.count
        ? 'Linux up to 7.2 reads past the end of the package'
        : 'NumEntries counts every element, itself and the revision included',
  }),
  'firmware/elements-declared': row<{ declared: bigint; count: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §20.2.5.4',
    message: (f) => `${count(f.count, 'element')} are given, Package (${f.declared}) is declared`,
    help: (f) =>
      f.declared > f.count
        ? 'the last ones are uninitialized, which Linux refuses'
        : 'interpreters leave the last ones away',
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
    message: (f) => `${f.key} is a Buffer of ${f.bytes} bytes that holds no single Register`,
    help: () => 'Linux reads its bytes as a register whatever they are, beyond their end where they are too few',
  }),
} as const;
