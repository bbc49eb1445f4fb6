import { andMore, count, list, quoted, short, some, timeOf } from '../../words.js';
import { vcpuList } from '../boot/not-ranked.js';
import { row } from '../row.js';
import { RESTART } from './restart.js';

const EVENT_55 = 'Windows: event 55 of Kernel-Processor-Power; its fields as published, not tried here';

/** What Windows logged of the processors of a guest. */
export const OBSERVE_WINDOWS = {
  'observe/no-cpc': row<{
    vcpus: readonly number[];
    isAll: boolean;
    stateTypes: readonly string[];
    allowGuestPerfStates: string | null | undefined;
  }>({
    severity: 'error',
    section: EVENT_55,
    message: (f) =>
      `Windows took no _CPC: performance state type ${list(f.stateTypes.map(quoted), 'and')} on ${f.isAll ? `all ${count(f.vcpus.length, 'vCPU')}` : vcpuList(f.vcpus)}`,
    help: (f) => noCpcHelp(f),
  }),
  'observe/no-events': row<{ others: number; isCut: boolean }>({
    severity: 'error',
    section: EVENT_55,
    message: (f) =>
      f.others > 0
        ? `none of ${count(f.others, 'event')} is a whole event 55 of Microsoft-Windows-Kernel-Processor-Power`
        : `the report has ${f.isCut ? 'no whole' : 'no'} event 55 of Microsoft-Windows-Kernel-Processor-Power`,
    help: () =>
      'restart the guest, which logs the events again, and use the script of `cppc-acpi observe --script windows`',
  }),
  'observe/older-boot': row<{ at: number; newest: number; stateTypes: readonly string[] }>({
    severity: 'note',
    section: EVENT_55,
    message: (f) =>
      `the report also has the boot of ${timeOf(f.at)}, with state type ${list(f.stateTypes.map(quoted), 'and')}; only the boot of ${timeOf(f.newest)} counts`,
  }),
  'observe/order-differs': row<{ better: number; worse: number; percent: number; ofWorse: number }>({
    severity: 'error',
    section: EVENT_55,
    message: (f) =>
      `vCPU ${f.better} is better than vCPU ${f.worse} in the spec; Windows has ${f.percent} % for vCPU ${f.better} and ${f.ofWorse} % for vCPU ${f.worse}`,
    help: () => RESTART,
  }),
  'observe/percentage-differs': row<{
    vcpu: number;
    expected: number;
    seen: number;
    more: number;
    allEqual: boolean;
  }>({
    severity: 'error',
    section: `${EVENT_55}: MaximumPerformancePercent is highest_perf × 100 / nominal_perf`,
    message: (f) =>
      `vCPU ${f.vcpu}: Windows has a maximum of ${f.seen} %, the spec has ${percentText(f.expected)}${andMore(f.more, 'vCPU')}${f.allEqual ? '; Windows has the same on all vCPUs' : ''}`,
    help: () =>
      `${RESTART}; if it stays, the VM has the table of another spec: compare the file in its configuration with the output of \`build\``,
  }),
  'observe/several-computers': row<{ computers: readonly string[] }>({
    severity: 'error',
    message: (f) =>
      `the newest events are of ${count(f.computers.length, 'computer')}: ${some(f.computers.map((one) => quoted(one)))}`,
    help: () => 'make the report in one guest; after a change of its name, restart the guest once more',
  }),
  'observe/state-type-unknown': row<{ vcpus: readonly number[]; words: string | undefined }>({
    severity: 'warning',
    section: EVENT_55,
    message: (f) =>
      f.words === undefined
        ? `the events of ${vcpuList(f.vcpus)} have no message, and their numbers do not tell whether Windows took the _CPC`
        : `the performance state type ${quoted(short(f.words, 100))} of ${vcpuList(f.vcpus)} is in a language that is not known here`,
    help: () =>
      'install the display language English (United States) in the guest, or use `wevtutil … /f:RenderedXml /l:en-US` as the script prints it',
  }),
} as const;

function noCpcHelp({
  allowGuestPerfStates: allowed,
}: {
  readonly allowGuestPerfStates: string | null | undefined;
}): string {
  if (allowed === null || (allowed !== undefined && allowed !== '1'))
    return `Windows 11 needs AllowGuestPerfStates = 1 in the registry, which ${allowed === null ? 'is not set' : `is ${quoted(allowed)}`}: import the file of \`build --emit reg\`, and restart the guest`;
  return `${allowed === undefined ? 'Windows 11 needs AllowGuestPerfStates = 1 in the registry (`build --emit reg`); ' : ''}\`cppc-acpi check SPEC --guest windows11,windows10\` says what else Windows needs; then ${RESTART}`;
}

function percentText(percent: number): string {
  return `${Number(percent.toFixed(1))} %`;
}
