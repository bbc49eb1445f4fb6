// Reports as a guest writes them, made up from the values that it would read.

import { type BootReport, readReport } from '../../src/boot/report.js';

export interface MadeUp {
  readonly online?: string;
  readonly highest?: readonly string[];
  readonly nominal?: readonly string[];
  readonly ranking?: readonly string[];
  readonly counters?: string;
  readonly driver?: string;
  readonly itmt?: readonly [file: string, value: string];
  readonly log?: string;
  /** The threads of each vCPU's core. */
  readonly siblings?: readonly string[];
  /** Where the busy loops run. */
  readonly busy?: readonly string[];
  readonly more?: string;
}

/** The report, as it is read from a guest with up to four busy loops. */
export function madeUpReport(guest: MadeUp = {}): BootReport | undefined {
  return readReport(rawReport(guest), { busyLoops: 4 });
}

const CPUS = '/sys/devices/system/cpu';

/** The raw text, whole. */
export function rawReport({
  online = '0-1',
  highest = ['236', '166'],
  nominal = ['131', '131'],
  ranking = highest,
  counters = '131',
  driver = 'amd-pstate',
  itmt = ['/proc/sys/kernel/sched_itmt_enabled', '1'],
  log = '[    0.1] fine',
  siblings = [],
  busy = [],
  more = '',
}: MadeUp = {}): string {
  const part = (name: string, text: string) => `==== ${name}\n${text}\n`;
  const values = [highest, nominal, ranking];
  const files = ['acpi_cppc/highest_perf', 'acpi_cppc/nominal_perf', 'cpufreq/amd_pstate_prefcore_ranking'];
  return [
    part(`${CPUS}/online`, online),
    ...files.flatMap((file, i) => (values[i] ?? []).map((value, vcpu) => part(`${CPUS}/cpu${vcpu}/${file}`, value))),
    ...highest.map((_, vcpu) => part(`${CPUS}/cpu${vcpu}/acpi_cppc/reference_perf`, counters)),
    ...(driver === '' ? [] : [part(`${CPUS}/cpu0/cpufreq/scaling_driver`, driver)]),
    ...siblings.map((text, vcpu) => part(`${CPUS}/cpu${vcpu}/topology/thread_siblings_list`, text)),
    part(...itmt),
    ...busy.map((text, i) => part(`busy ${i + 1}`, text)),
    more,
    part('log', log),
    '==== end\n',
  ].join('');
}
