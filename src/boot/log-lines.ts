import type { BootReport } from './report.js';

const RANKING_LINE = /amd_pstate|amd-pstate|intel_pstate/;
const CPPC_LINE = /ACPI.*(?:Error|Warning|Exception)|ACPI.*_OSC|CPPC|_CPC|Kernel panic/;

/** The lines of the log about the tables or the ranking, without their times. */
export function relevantLines({ log }: BootReport): string[] {
  const lines = log.split('\n').map(withoutTime);
  return lines
    .filter((line) => !line.startsWith('Kernel command line') && !line.startsWith('Command line'))
    .filter((line) => CPPC_LINE.test(line) || RANKING_LINE.test(line));
}

/** The last message of the driver. */
export function pstateMessage(log: string): string | undefined {
  return messagesOf(log, /^(?:amd_pstate|intel_pstate): (.*)$/).at(-1);
}

/** The messages of Linux about `_CPC`, which it prints with dynamic debugging only. */
export function cppcMessage(log: string): string | undefined {
  return messagesOf(log, /^ACPI CPPC: (.*)$/).join('; ') || undefined;
}

function messagesOf(log: string, pattern: RegExp): string[] {
  return [...new Set(log.split('\n').flatMap((line) => pattern.exec(withoutTime(line))?.[1] ?? []))];
}

export function withoutTime(line: string): string {
  return line.replace(/^\[[ \d.]+\] /, '').trim();
}
