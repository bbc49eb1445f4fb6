import { CPC_REVISIONS } from '../../../../grammar/cpc.js';
import { count, list } from '../../words.js';
import { row } from '../row.js';
import { TABLE_LEVELS } from './levels.js';
import { TABLE_PRIORITIES } from './priorities.js';
import { TABLE_PSD } from './psd.js';
import { TABLE_REGISTERS } from './registers.js';
import type { OfEntry, Where } from './where.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of a `_CPC`'s shape in firmware. */
const SHAPE = {
  'table/cpc-arguments': row<Where & { takes: number }>({
    severity: 'warning',
    section: 'ACPICA: METHOD_0ARGS in acpredef.h',
    message: (f) => `${f.where}: a method of ${count(f.takes, 'argument')}; the operating system gives none`,
    help: () => 'a _CPC has no arguments',
  }),
  'table/cpc-no-package': row<Where & { is: string }>({
    severity: 'error',
    section: 'fwts: MethodReturnBadType; Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.where}: ${f.is}; a _CPC is a Package with a count, a revision and entries`,
    help: () => 'guests go on as if there were no _CPC',
  }),
  'table/processor-without-cpc': row<Where & { having: number }>({
    severity: 'warning',
    section: 'Linux: acpi_cpc_valid',
    message: (f) => `${f.where}: a processor without _CPC, in a table that gives ${f.having} of its processors one`,
    help: () => 'Linux leaves CPPC off for all processors when one that is present has none',
  }),
  'table/head-type': row<Where & { title: string; is: string }>({
    severity: 'error',
    section: 'Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.where}: ${f.title} is ${f.is}, not an Integer`,
    help: () => 'the package begins with two Integers: how many elements it has, and its revision',
  }),
  'table/revision-unknown': row<Where & { revision: bigint; newest: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCBadRevision',
    message: (f) => `${f.where}: revision ${f.revision}; there are 1 to ${f.newest}`,
    help: (f) => `entries beyond revision ${f.newest} are not looked at`,
  }),
  'table/revision-1': row<Where>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe refuses revisions below 2',
    message: (f) => `${f.where}: revision 1; Linux reads 2 and later`,
    help: () => 'Linux does not use CPPC on this machine, unless newer firmware has a later revision',
  }),
  'table/element-count': row<Where & { revision: number; count: number; right: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementCount; Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.where}: ${count(f.count, 'element')}; revision ${f.revision} has ${f.right}`,
    help: () => {
      const [revisions, counts] = [CPC_REVISIONS.map((one) => one.revision), CPC_REVISIONS.map((one) => one.elements)];
      return `revisions ${list(revisions.map(String), 'and')} have ${list(counts.map(String), 'and')} elements`;
    },
  }),
  'table/num-entries': row<Where & { said: bigint; count: number }>({
    severity: 'error',
    section: 'Linux: acpi_cppc_processor_probe goes by NumEntries',
    message: (f) => `${f.where}: NumEntries is ${f.said}, the package has ${f.count} elements`,
    help: (f) =>
      f.said > f.count
        ? 'Linux up to 7.2 reads past the end of the package'
        : 'NumEntries counts every element, itself and the revision included',
  }),
  'table/elements-declared': row<Where & { declared: bigint; count: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §20.2.5.4',
    message: (f) => `${f.where}: ${count(f.count, 'element')} are given, Package (${f.declared}) is declared`,
    help: (f) =>
      f.declared > f.count
        ? 'the last ones are uninitialized, which Linux refuses'
        : 'interpreters leave the last ones away',
  }),
  'table/element-type': row<OfEntry & { is: string }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementType; Linux: acpi_cppc_processor_probe',
    message: (f) => `${f.where}: ${f.key} is ${f.is}, neither an Integer nor a register`,
    help: () => 'Linux refuses the whole _CPC',
  }),
  'table/buffer-no-register': row<OfEntry & { bytes: number }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.where}: ${f.key} is a Buffer of ${f.bytes} bytes that holds no single Register`,
    help: () => 'Linux reads its bytes as a register whatever they are, beyond their end where they are too few',
  }),
  'table/integer-not-register': row<OfEntry & { value: bigint }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementType',
    message: (f) => `${f.where}: ${f.key} is the Integer ${f.value}; it can only be a register`,
    help: () => 'an entry that is not there is the NULL register; later Linux refuses other Integers here',
  }),
  'table/guaranteed-integer': row<Where & { value: bigint }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementType; Linux: cppc_get_perf_caps',
    message: (f) => `${f.where}: guaranteed_perf is the Integer ${f.value}; Linux ignores it and shows 0`,
    help: () => 'it can only be a register',
  }),
  'table/ospm-nominal-integer': row<Where & { value: bigint }>({
    severity: 'error',
    section: 'fwts: Method_CPCElementType',
    message: (f) => `${f.where}: ospm_nominal_perf is the Integer ${f.value}; it can only be a register`,
    help: () => 'seen on several machines of revision 4; guests that read no more than revision 3 never look at it',
  }),
} as const;

/** Problems of tables that firmware brings. */
export const TABLE_PROBLEMS = {
  ...SHAPE,
  ...TABLE_PRIORITIES,
  ...TABLE_REGISTERS,
  ...TABLE_LEVELS,
  ...TABLE_PSD,
} as const;
