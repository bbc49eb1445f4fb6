import { U32_MAX } from '../../../../grammar/limits.js';
import { hex, list, quoted, short, some } from '../../words.js';
import { row } from '../row.js';

const CPC = 'ACPI 6.6 §8.4.6.1';

/** Problems of a spec's values. */
export const RESOLVE_CORE = {
  'resolve/all-equal': row<{ cores: number; value: bigint }>({
    severity: 'warning',
    section: 'observed: schedulers rank cores by highest_perf',
    message: (f) => `all ${f.cores} cores have highest_perf ${f.value}: the guest cannot prefer any core`,
    help: (f) =>
      f.value === 255n
        ? 'firmware reports 255 everywhere when overclocking is unlocked; `cppc-acpi init --from auto` on the host takes the numbers from another file'
        : 'give better cores a higher number; if the cores are equal, the table changes nothing',
  }),
  'resolve/entry-too-new': row<{ title: string; since: number; revision: number }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.title} needs _CPC revision ${f.since}; this table is revision ${f.revision}`,
    help: (f) => `set \`cpc_revision = ${f.since}\` under [table], or remove the key`,
  }),
  'resolve/given-twice': row<{ key: string }>({
    severity: 'error',
    message: (f) => `${f.key} is given as a number here and under [core.registers] too`,
    help: () => 'keep one of them',
  }),
  'resolve/key-of-other-layout': row<{ key: string; layout: string; layouts: readonly string[] }>({
    severity: 'error',
    message: (f) => `\`${f.key}\` has no effect in layout "${f.layout}"`,
    help: (f) => `remove it, or set layout = ${list(f.layouts.map(quoted), 'or')}`,
  }),
  'resolve/level-and-register': row<{ key: string; layout: string }>({
    severity: 'error',
    section: CPC,
    message: (f) => `${f.key} is given as a number, but layout "${f.layout}" has a register for it`,
    help: (f) =>
      `remove the key, or write \`${f.key} = …\` under [core.registers] to replace the register with an Integer`,
  }),
  'resolve/level-missing': row<{ key: string; layout: string }>({
    severity: 'error',
    section: CPC,
    message: (f) => `the core has no ${f.key}, which layout "${f.layout}" needs`,
    help: (f) => `add \`${f.key} = …\` here, or under [defaults] for every core`,
  }),
  'resolve/no-state-frequencies': row<object>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.2',
    message: () => '_PSS needs two states, which come from nominal_freq and lowest_freq; the core lacks one of them',
    help: () => 'add both in MHz, or leave _PSS out of `objects`',
  }),
  'resolve/no-state-registers': row<{ layout: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §8.4.5.1',
    message: (f) => `layout "${f.layout}" has no registers for _PCT`,
    help: () => 'leave _PCT, _PSS and _PPC out of `objects`, or choose another layout',
  }),
  'resolve/offset-result': row<{ given: bigint; offset: bigint; result: bigint }>({
    severity: 'error',
    message: (f) => `highest_perf ${f.given} with the offset ${f.offset} is ${f.result}`,
    help: () => `the sum must be from 1 to ${U32_MAX}`,
  }),
  'resolve/offset-unused': row<{ first: number }>({
    severity: 'warning',
    message: (f) => `no core uses this offset, which begins at host thread ${f.first}`,
    help: () =>
      'an offset applies to the cores whose first host_threads entry is in its range; the first matching range applies',
  }),
  'resolve/offset-without-base': row<{ core: string }>({
    severity: 'error',
    message: (f) => `core ${f.core} has an offset, but no highest_perf number to add it to`,
    help: () => 'write highest_perf on the core or under [defaults], or leave the offset out',
  }),
  'resolve/port-taken': row<{ key: string; port: number; device: string; free: number }>({
    severity: 'warning',
    section: 'QEMU: `info mtree` of pc and q35',
    message: (f) => `the guest would write ${f.key} to port ${hex(f.port)}, which is QEMU's ${f.device}`,
    help: (f) => `eight ports from ${hex(f.free)} on are free`,
  }),
  'resolve/reference-zero': row<object>({
    severity: 'note',
    section: 'Linux: CPC_SUPPORTED in drivers/acpi/cppc_acpi.c',
    message: () => 'reference_perf is 0, which guests read as "not supported": they use nominal_perf as the reference',
    help: () => 'give the level that the reference counter counts at, or leave the key out',
  }),
  'resolve/revision-not-needed': row<{ revision: number }>({
    severity: 'note',
    section: CPC,
    message: (f) =>
      `the table uses no entry that is new in revision ${f.revision}; revision 3 is enough, and more guests read it`,
    help: () => 'set `cpc_revision = 3` under [table]',
  }),
  'resolve/unknown-variant': row<{ variant: string; names: readonly string[]; suggestion?: string }>({
    severity: 'error',
    message: (f) => `no value has a variant "${short(f.variant)}"`,
    help: (f) => {
      if (f.suggestion) return `did you mean "${f.suggestion}"?`;
      return f.names.length > 0
        ? `the variants are ${some(f.names.map(quoted))}`
        : 'no value of this spec has variants';
    },
  }),
  'resolve/variant-missing': row<{ variant: string; has: readonly string[] }>({
    severity: 'error',
    message: (f) => `this value has no variant "${short(f.variant)}", only ${some(f.has.map(quoted))}`,
    help: (f) => `add \`${short(f.variant)} = …\`, or write one number for all variants`,
  }),
} as const;
