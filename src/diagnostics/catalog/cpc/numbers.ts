import { NEWEST_LINUX } from '../../../../grammar/guests.js';
import { U32_MAX } from '../../../../grammar/limits.js';
import { NO_WRAPAROUND_TIME } from '../../../../grammar/linux.js';
import { are, list, some } from '../../words.js';
import { type FromFacts, helpFor } from '../from.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

export interface OfEntry extends FromFacts {
  readonly key: string;
}

/** Problems of the numbers in a `_CPC`, from a spec or a table. */
export const CPC_NUMBERS = {
  'cpc/all-null': row<FromFacts & { mandatory: number }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `all ${f.mandatory} mandatory entries are the NULL register`,
    help: (f) =>
      helpFor(
        f,
        'give the entries under [registers], or choose a layout that has them',
        'guests read no levels from this package; firmware returns it when CPPC is disabled',
      ),
  }),
  'cpc/desired-missing': row<FromFacts>({
    severity: 'warning',
    section: 'Linux: acpi_cppc_processor_probe warns; ACPI 6.6 §8.4.6.1.2.3',
    message: () => 'desired_perf is the NULL register, and autonomous_selection is not the Integer 1',
    help: (f) =>
      helpFor(
        f,
        'add `desired_perf` under [registers], or `autonomous_selection = 1`',
        'the operating system cannot request a performance level',
      ),
  }),
  'cpc/integer-not-register': row<OfEntry & { value: bigint; refusedLater: boolean }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1; fwts: Method_CPCElementType',
    message: (f) => `${f.key} must be a register; it is the Integer ${f.value}`,
    help: (f) =>
      helpFor(
        f,
        'write a register table like { space = "SystemIO", bit_width = 8, … }, or "none" for an optional entry',
        `Linux up to ${NEWEST} accepts the Integer${READ_AS[f.key] ?? ''}; ${f.refusedLater ? `kernels after ${NEWEST} may refuse the whole _CPC` : 'an entry that is not supported is the NULL register'}`,
      ),
  }),
  'cpc/integer-past-32-bits': row<OfEntry & { value: bigint; kept: bigint; bits: number; machine?: string }>({
    severity: 'warning',
    section: 'Linux: struct cppc_perf_caps; ACPI 6.6 §5.2.11.1: with a DSDT of revision 1 every Integer has 32 bits',
    message: (f) =>
      f.bits < 64
        ? `${f.key} is ${f.value}; machine "${f.machine}" reads Integers in ${f.bits} bits, as ${f.kept}`
        : `${f.key} is ${f.value}; Linux keeps 32 bits of it, ${f.kept}`,
    help: (f) =>
      helpFor(
        f,
        `write a number up to ${U32_MAX}`,
        `the number must be at most ${U32_MAX}; newer firmware may correct it`,
      ),
  }),
  'cpc/level-order': row<
    FromFacts & { lower: string; lowerValue: bigint; upper: string; upperValue: bigint; offset: bigint }
  >({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1; Xen: set_cppc_pminfo',
    message: (f) => {
      const sum = f.offset === 0n ? '' : `, from ${f.upperValue - f.offset} and the offset ${f.offset}`;
      return `${f.lower} (${f.lowerValue}) is above ${f.upper} (${f.upperValue}${sum})`;
    },
    help: () => 'the order is highest_perf ≥ nominal_perf ≥ lowest_nonlinear_perf ≥ lowest_perf',
  }),
  'cpc/level-zero': row<OfEntry>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1; Linux: cppc_get_perf_caps answers "Bad address"; Xen: set_cppc_pminfo',
    message: (f) => `${f.key} is 0, which guests read as "not supported"`,
    help: (f) =>
      helpFor(f, 'write at least 1', 'no level of this processor can be read; newer firmware may correct it'),
  }),
  'cpc/mandatory-entry-missing': row<FromFacts & { missing: readonly string[] }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${some(f.missing)} ${are(f.missing)} the NULL register, but mandatory`,
    help: (f) =>
      helpFor(
        f,
        `add ${list(
          f.missing.map((key) => `\`${key}\``),
          'and',
        )} under [registers], or for single cores under [core.registers]`,
        'without the four levels Linux answers "Bad address"; with one counter alone it shows no feedback_ctrs',
      ),
  }),
  'cpc/priority-count': row<FromFacts & { number: number; count: bigint; least: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.2.7',
    message: (f) => `resource priority ${f.number} has the count ${f.count}; it must be at least ${f.least}`,
    help: (f) =>
      helpFor(f, `write the number of priorities, at least ${f.least}`, 'the count is the number of priorities'),
  }),
  'cpc/switch-value': row<OfEntry & { value: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.4',
    message: (f) => `${f.key} is ${f.value}; as an Integer it is 0 (never) or 1 (always)`,
    help: (f) => helpFor(f, 'write 0, 1, or a register', 'other values have no meaning'),
  }),
  'cpc/wraparound-unsupported': row<FromFacts>({
    severity: 'warning',
    section: `Linux: acpi_cppc/wraparound_time shows ${NO_WRAPAROUND_TIME} for "not supported"`,
    message: () => 'wraparound_time is 2^64-1, which Linux shows for "not supported"; it is not a number of seconds',
    help: (f) => helpFor(f, 'leave the key out', 'the entry should be the NULL register'),
  }),
} as const;

const NEWEST = NEWEST_LINUX.join('.');

/** What Linux makes of the Integer. */
const READ_AS: Readonly<Record<string, string>> = {
  // cppc_get_perf_caps() reads only a Buffer.
  guaranteed_perf: ', ignores it and shows 0',
  ospm_nominal_perf: ' (observed on several machines of revision 4), and no driver uses the entry',
};
