import { count, timeOf } from '../../../diagnostics/words.js';
import type { LinuxReport } from '../../../observe/linux-report.js';
import type { LinuxVerdict } from '../../../observe/linux-verdict.js';
import type { WindowsReport } from '../../../observe/windows-report.js';
import type { LoggedProcessor, WindowsVerdict } from '../../../observe/windows-verdict.js';
import { widthFor } from '../../terminal/width.js';
import { factLines, ITMT_WORDS, valueTable } from '../boot-lines.js';
import { type Column, columns } from '../columns.js';

/** The values that a running Linux guest shows beside those of the spec, and the verdict. */
export function linuxLines({ version }: LinuxReport, verdict: LinuxVerdict, width?: number): string[] {
  const { observation, diagnostics, ranked } = verdict;
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return [
    `Linux ${version || 'of an unknown release'} with ${count(observation.processors.length, 'vCPU')}:`,
    '',
    ...valueTable(observation, widthFor(width)),
    '',
    ...factLines(verdict, { ...ITMT_WORDS, unknown: 'not shown' }),
    '',
    isWrong
      ? 'NOT OK: the guest does not read the values of the spec.'
      : `OK: the guest reads the values of the spec${LINUX_RANKING[String(ranked) as keyof typeof LINUX_RANKING]}.`,
  ];
}

const LINUX_RANKING = {
  true: ', and its scheduler prefers better cores',
  false: '; it does not rank its cores',
  undefined: '; it cannot be told whether it ranks its cores',
} as const;

/** What Windows logged of each processor beside the spec, and the verdict. */
export function windowsLines(report: WindowsReport, verdict: WindowsVerdict, width?: number): string[] {
  const { version, product, events } = report;
  const [first] = events.newest;
  if (!first) return [];
  return [
    `${product ?? 'Windows'}${version === undefined ? '' : ` ${version}`}, booted at ${timeOf(first.time)}, with ${count(events.newest.length, 'processor')}:`,
    '',
    ...percentTable(verdict.processors, widthFor(width)),
    ...facts(report),
    '',
    verdictLine(verdict),
  ];
}

function percentTable(processors: readonly LoggedProcessor[], width: number): string[] {
  const shown: Column<LoggedProcessor>[] = [
    { title: 'vCPU', align: 'right', cell: ({ vcpu }) => String(vcpu) },
    { title: 'group', align: 'right', cell: ({ seen }) => (seen ? `${seen.group}:${seen.number}` : '-') },
    { title: 'maximum', align: 'right', cell: ({ seen }) => (seen ? `${seen.maximumPercent} %` : '-') },
    {
      title: 'spec',
      align: 'right',
      cell: ({ expected }) => (expected === undefined ? '-' : `${expected.toFixed(1)} %`),
    },
    { title: 'MHz', align: 'right', cell: ({ seen }) => (seen ? String(seen.nominalFrequency) : '-') },
  ];
  const state: Column<LoggedProcessor> = { title: 'state type', align: 'left', cell: stateOf };
  const whole = columns([...shown, state], processors);
  if (whole.every((line) => line.length <= width)) return whole;
  return columns([...shown, { ...state, cell: ({ seen }) => seen?.stateType ?? '-' }], processors);
}

function stateOf({ seen }: LoggedProcessor): string {
  return seen?.stateWords ?? seen?.stateType ?? '-';
}

function facts({ drivers, allowGuestPerfStates, hypervisor }: WindowsReport): string[] {
  const rows: [string, string][] = [
    ...(drivers.length > 0 ? [['driver', drivers.join(', ')] as [string, string]] : []),
    ...(allowGuestPerfStates === undefined
      ? []
      : [['AllowGuestPerfStates', allowGuestPerfStates ?? 'not set'] as [string, string]]),
    ...(hypervisor === undefined ? [] : [['hypervisor', hypervisor ? 'present' : 'not present'] as [string, string]]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.length === 0 ? [] : ['', ...rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`)];
}

function verdictLine({ ranked, diagnostics }: WindowsVerdict): string {
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return 'NOT OK: Windows does not have the levels of the spec.';
  return ranked === true
    ? 'OK: Windows took the table. Which cores it prefers was not watched.'
    : 'It cannot be told whether Windows uses the table; the numbers are those of the spec.';
}
