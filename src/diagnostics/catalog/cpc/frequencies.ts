import { are, list } from '../../words.js';
import { type FromFacts, helpFor } from '../from.js';
import { row } from '../row.js';

/** Problems of the frequencies in a `_CPC`, from a spec or a table. */
export const CPC_FREQUENCIES = {
  'cpc/frequency-order': row<FromFacts & { lowest: bigint; nominal: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1; Xen: set_cppc_pminfo',
    message: (f) => `lowest_freq (${f.lowest} MHz) is above nominal_freq (${f.nominal} MHz)`,
    help: (f) =>
      helpFor(
        f,
        'swap them, or correct the wrong one; both are in MHz',
        'both are in MHz; newer firmware may have other numbers',
      ),
  }),
  'cpc/frequency-slope': row<FromFacts & { level: bigint; lowest_freq: bigint; nominal_freq: bigint }>({
    severity: 'warning',
    section: 'Linux: cppc_perf_to_khz in drivers/acpi/cppc_acpi.c',
    message: (f) =>
      `lowest_perf and nominal_perf are both ${f.level}, but their frequencies are ${f.lowest_freq} and ${f.nominal_freq} MHz`,
    help: (f) =>
      helpFor(
        f,
        'give lowest_perf and nominal_perf different levels, or leave the frequencies out; Linux divides by their difference',
        'Linux divides by the difference of the two levels, and shows wrong frequencies',
      ),
  }),
  'cpc/frequency-unit': row<
    FromFacts & { wrong: readonly { key: string; value: bigint; unit: string; megahertz: bigint }[] }
  >({
    severity: 'warning',
    section: 'ACPI 6.6 §8.4.6.1.1.7: lowest and nominal frequency are in MHz',
    message: (f) => {
      const values = list(
        f.wrong.map(({ key, value }) => `${key} ${value}`),
        'and',
      );
      const units = [...new Set(f.wrong.map(({ unit }) => unit))];
      return `${values} ${are(f.wrong.map(({ key }) => key))} in ${list(units, 'and')}; ACPI wants MHz: ${list(
        f.wrong.map(({ megahertz }) => String(megahertz)),
        'and',
      )}`;
    },
    help: (f) =>
      helpFor(
        f,
        `write ${list(
          f.wrong.map(({ key, megahertz }) => `\`${key} = ${megahertz}\``),
          'and',
        )}`,
        'Linux multiplies by 1000, and shows frequencies that no processor has; newer firmware may correct it',
      ),
  }),
  'cpc/frequency-zero': row<
    FromFacts & { keys: readonly string[]; given?: { readonly key: string; readonly value: bigint } }
  >({
    severity: 'error',
    section: 'Linux: amd_pstate_init_freq prints "value is incorrect" and fails',
    message: (f) =>
      `${list(f.keys, 'and')} ${are(f.keys)} 0${f.given ? `, but ${f.given.key} is ${f.given.value} MHz` : ''}`,
    help: (f) =>
      helpFor(
        f,
        'write both frequencies in MHz, or leave both out; amd-pstate does not load without them',
        'amd-pstate of Linux does not load ("value is incorrect"), so nothing ranks the cores; newer firmware may correct it',
      ),
  }),
} as const;
