import { U32_MAX } from '../../../../grammar/limits.js';
import { NO_WRAPAROUND_TIME } from '../../../../grammar/linux.js';
import { list, quoted, short } from '../../words.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of what the numbers of a spec mean. */
export const CPC_PROBLEMS = {
  'cpc/all-equal': row<{ cores: number; value: bigint }>({
    severity: 'warning',
    section: 'observed: schedulers rank cores by highest_perf',
    message: (f) => `all ${f.cores} cores have highest_perf ${f.value}: the guest cannot prefer any core`,
    help: (f) =>
      f.value === 255n
        ? 'firmware reports 255 everywhere when overclocking is unlocked; take the numbers from another source'
        : 'give better cores a higher number; if the cores are equal, the table changes nothing',
  }),
  'cpc/encoding-compact': row<{ encoding: string }>({
    severity: 'warning',
    message: (f) => `encoding "${f.encoding}" writes every register in its place: \`compact\` is not followed`,
    help: () => 'remove the key, or build with the encoding "iasl"',
  }),
  'cpc/encoding-revision': row<{ encoding: string; revision: number; revisions: readonly number[] }>({
    severity: 'warning',
    section: 'coreboot: acpigen_write_CPPC_package; edk2: AmlCreateCpcNode',
    message: (f) =>
      `encoding "${f.encoding}" knows _CPC revision ${list(f.revisions.map(String), 'and')}; this table is revision ${f.revision}`,
    help: () => 'no firmware build has these bytes; use another revision, or another encoding',
  }),
  'cpc/encoding-width': row<{ encoding: string; key: string; value: bigint; width: string }>({
    severity: 'warning',
    message: (f) => `${f.key} (${f.value}) does not fit the ${f.width} that encoding "${f.encoding}" writes`,
    help: () => 'it is written as wide as it needs, which no firmware build does',
  }),
  'cpc/entry-too-new': row<{ title: string; since: number; revision: number }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.title} needs _CPC revision ${f.since}; this table is revision ${f.revision}`,
    help: (f) => `set \`cpc_revision = ${f.since}\` under [table], or remove the key`,
  }),
  'cpc/frequency-order': row<{ lowest: bigint; nominal: bigint }>({
    severity: 'error',
    section: CPC,
    message: (f) => `lowest_freq (${f.lowest} MHz) is above nominal_freq (${f.nominal} MHz)`,
    help: () => 'exchange them, or correct the one that is mistyped; both are in MHz',
  }),
  'cpc/frequency-slope': row<{ level: bigint; lowest_freq: bigint; nominal_freq: bigint }>({
    severity: 'warning',
    section: 'Linux: cppc_perf_to_khz in drivers/acpi/cppc_acpi.c',
    message: (f) =>
      `level ${f.level} is both ${f.lowest_freq} and ${f.nominal_freq} MHz: Linux divides by their difference of level`,
    help: () => 'give lowest_perf and nominal_perf different levels, or leave the frequencies out',
  }),
  'cpc/given-twice': row<{ key: string }>({
    severity: 'error',
    message: (f) => `${f.key} is given as a number here and under [core.registers] too`,
    help: () => 'keep one of them',
  }),
  'cpc/key-of-other-layout': row<{ key: string; layout: string; layouts: readonly string[] }>({
    severity: 'error',
    message: (f) => `\`${f.key}\` says nothing in layout "${f.layout}"`,
    help: (f) => `remove it, or set layout = ${list(f.layouts.map(quoted), 'or')}`,
  }),
  'cpc/level-and-register': row<{ key: string; layout: string }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.key} is given as a number, but in layout "${f.layout}" a register answers it`,
    help: (f) =>
      `remove the key, or write \`${f.key} = …\` under [core.registers] to have the Integer in place of the register`,
  }),
  'cpc/level-missing': row<{ key: string; layout: string }>({
    severity: 'error',
    section: CPC,
    message: (f) => `the core has no ${f.key}, which layout "${f.layout}" needs`,
    help: (f) => `add \`${f.key} = …\` here, or under [defaults] for every core`,
  }),
  'cpc/level-order': row<{ lower: string; lowerValue: bigint; upper: string; upperValue: bigint; offset: bigint }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1',
    message: (f) => {
      const sum = f.offset === 0n ? '' : `, from ${f.upperValue - f.offset} and the offset ${f.offset}`;
      return `${f.lower} (${f.lowerValue}) is above ${f.upper} (${f.upperValue}${sum})`;
    },
    help: () =>
      'levels fall from highest_perf over nominal_perf and lowest_nonlinear_perf to lowest_perf; equal ones are fine',
  }),
  'cpc/level-zero': row<{ key: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.6.1.1; Linux answers "Bad address" for every file of acpi_cppc',
    message: (f) => `${f.key} is 0, which guests read as "not there"`,
    help: () => 'write at least 1',
  }),
  'cpc/mandatory-entry-missing': row<{ title: string; key: string }>({
    severity: 'warning',
    section: CPC,
    message: (f) => `${f.title} is missing, which every _CPC must have`,
    help: (f) => `add \`${f.key}\` under [registers], or for single cores under [core.registers]`,
  }),
  'cpc/no-state-frequencies': row<object>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.2',
    message: () => '_PSS needs two states, which come from nominal_freq and lowest_freq; the core lacks one of them',
    help: () => 'add both in MHz, or leave _PSS out of `objects`',
  }),
  'cpc/no-state-registers': row<{ layout: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.1',
    message: (f) => `layout "${f.layout}" has no registers for _PCT`,
    help: () => 'leave _PCT, _PSS and _PPC out of `objects`, or choose another layout',
  }),
  'cpc/offset-result': row<{ given: bigint; offset: bigint; result: bigint }>({
    severity: 'error',
    message: (f) => `highest_perf ${f.given} with the offset ${f.offset} is ${f.result}`,
    help: () => `the sum must be from 1 to ${U32_MAX}`,
  }),
  'cpc/offset-without-base': row<{ core: string }>({
    severity: 'error',
    message: (f) =>
      `there is no number that the offset could be added to: core ${f.core} has its highest_perf elsewhere`,
    help: () => 'write highest_perf on the core or under [defaults], or leave the offset out',
  }),
  'cpc/offset-unused': row<{ first: number }>({
    severity: 'warning',
    message: (f) => `no core takes this offset, which begins at host thread ${f.first}`,
    help: () => 'an offset is for the cores whose first host_threads entry is in its range; an earlier range wins',
  }),
  'cpc/reference-zero': row<object>({
    severity: 'note',
    section: 'Linux: CPC_SUPPORTED in drivers/acpi/cppc_acpi.c',
    message: () => 'reference_perf is 0, which guests read as "not there": the counters then count from nominal_perf',
    help: () => 'give the level that the reference counter counts at, or leave the key out',
  }),
  'cpc/revision-not-needed': row<{ revision: number }>({
    severity: 'note',
    section: CPC,
    message: (f) =>
      `neither entry that revision ${f.revision} brings is used; revision 3 says the same and more guests read it`,
    help: () => 'set `cpc_revision = 3` under [table]',
  }),
  'cpc/unknown-variant': row<{ variant: string; names: readonly string[]; suggestion?: string }>({
    severity: 'error',
    message: (f) => `no value has a variant "${short(f.variant)}"`,
    help: (f) => {
      if (f.suggestion) return `did you mean "${f.suggestion}"?`;
      return f.names.length > 0
        ? `the values have ${list(f.names.map(quoted), 'and')}`
        : 'no value of this spec has variants';
    },
  }),
  'cpc/variant-missing': row<{ variant: string; has: readonly string[] }>({
    severity: 'error',
    message: (f) => `this value has no variant "${short(f.variant)}", only ${list(f.has.map(quoted), 'and')}`,
    help: (f) => `add \`${short(f.variant)} = …\`, or write one number for all variants`,
  }),
  'cpc/wraparound-unsupported': row<object>({
    severity: 'warning',
    section: `Linux: acpi_cppc/wraparound_time shows ${NO_WRAPAROUND_TIME} for "not supported"`,
    message: () =>
      'wraparound_time is 2^64-1, which sysfs shows where the firmware has none; it is no number of seconds',
    help: () => 'leave the key out',
  }),
} as const;
