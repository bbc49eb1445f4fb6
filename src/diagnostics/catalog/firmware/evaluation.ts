import { count, some } from '../../words.js';
import { row } from '../row.js';

export interface OfObject {
  /** The object of a processor that is evaluated. */
  readonly of: '_CPC' | '_PSD';
}

const PROBE = 'Linux: acpi_cppc_processor_probe';

/** What Linux does with a processor whose object gives an error. */
function consequence({ of }: OfObject): string {
  return of === '_CPC' ? 'and has no CPPC' : 'and ignores the _CPC';
}

/** What the code of firmware comes to. */
export const FIRMWARE_EVALUATION = {
  'firmware/unresolved-name': row<OfObject & { name: string; status: string }>({
    severity: 'error',
    section: `${PROBE}, "Could not resolve symbol […], AE_NOT_FOUND"`,
    message: (f) =>
      `${/\._[A-Z]{3}$/.test(f.name) ? 'calls' : 'uses'} ${f.name}, which no table here defines; Linux prints ${f.status} ${f.of === '_CPC' ? 'and has no CPPC' : 'and reads no _PSD'}`,
    help: () =>
      'give all tables of the machine, if these are not all; then update the firmware or, where its setup has it, enable Intel Speed Shift (HWP); see "Could not resolve symbol" in docs/troubleshooting.md',
  }),
  'firmware/code-fails': row<OfObject & { status: string; statement: string; target?: string; by?: string }>({
    severity: 'error',
    section: 'ACPICA 20200925',
    message: (f) => {
      const where = f.by === undefined ? '' : ` of ${f.by}`;
      const what =
        f.target === undefined
          ? `\`${f.statement}\`${where} fails`
          : `the store \`${f.statement}\`${where} has ${article(f.target)} as its target`;
      return `${what}; the method aborts with ${f.status}, so Linux reads no ${f.of} ${consequence(f)}`;
    },
    help: () => 'newer firmware may correct it; `cppc-acpi decompile` makes a spec of what works',
  }),
  'firmware/returns-nothing': row<OfObject>({
    severity: 'error',
    section: 'ACPICA: "Missing expected return value"',
    message: (f) => `the method ends without a Return; Linux reads no ${f.of} ${consequence(f)}`,
    help: () => 'firmware returns nothing where CPPC is switched off: look for CPPC or Speed Shift in its setup',
  }),
  'firmware/not-followed': row<OfObject & { limits: readonly string[] }>({
    severity: 'note',
    message: (f) => `the code of ${f.of} has ${f.limits.join(' and ')}; the rest was not followed and not checked`,
    help: () => 'read the code itself: disassemble the table with `iasl -d`, or evaluate the object with acpiexec',
  }),
  'firmware/table-missing': row<{ names: readonly string[]; hidden: number }>({
    severity: 'warning',
    section: 'ACPI 6.6 §5.3',
    message: (f) =>
      `the code uses ${some(f.names)}, which the tables given do not define${f.hidden > 0 ? `; so the value of ${count(f.hidden, 'object')} is not known` : ''}`,
    help: () => 'give all tables of the machine: a folder of them, or the text of `acpidump`',
  }),
  'firmware/defined-twice': row<{ first: string; second: string }>({
    severity: 'warning',
    section: 'ACPICA: "Failure creating named object", AE_ALREADY_EXISTS',
    message: (f) =>
      `this is defined a second time; the operating system keeps the first definition${f.first === f.second ? '' : `, in ${f.first},`} and drops this one`,
    help: () => 'the first definition counts; if this is an added table, load it in place of the first, not beside it',
  }),
} as const;

/** `Buffer (17)` is a Buffer. */
function article(target: string): string {
  const [type = target] = target.split(' (');
  return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
}
