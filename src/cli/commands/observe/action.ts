import { type Code, type Diagnostic, diagnostic, hasErrors } from '../../../diagnostics/diagnostic.js';
import { fail, type Result } from '../../../diagnostics/result.js';
import type { Compiled } from '../../../emit/format.js';
import type { Domain } from '../../../observe/agent/virsh.js';
import { type LinuxReport, readLinuxReport } from '../../../observe/linux-report.js';
import { linuxScript } from '../../../observe/linux-script.js';
import { judgeLinux } from '../../../observe/linux-verdict.js';
import { findReport, type ReportText, type System } from '../../../observe/report-text.js';
import { readWindowsReport, type WindowsReport } from '../../../observe/windows-report.js';
import { windowsScript } from '../../../observe/windows-script.js';
import { judgeWindows } from '../../../observe/windows-verdict.js';
import { type CompiledSource, compileFile, compileInput } from '../../files/compile-file.js';
import { type Input, mostBytes, readInput, statOf } from '../../files/input.js';
import { EXIT } from '../../terminal/exit.js';
import { SCHEMAS } from '../../terminal/json.js';
import { printText } from '../../terminal/print.js';
import { type CommonOptions, report } from '../../terminal/report.js';
import { linuxFacts, NO_GUEST, windowsFacts } from '../../views/observe/json.js';
import { linuxLines, windowsLines } from '../../views/observe/lines.js';
import { placeLines, placesToJson } from '../../views/observe/places.js';
import type { Placed } from './ask-agent.js';

export interface ObserveOptions extends CommonOptions {
  readonly script?: System;
  readonly domain?: string;
  readonly connect?: string;
  readonly agent?: string;
  readonly variant?: string;
}

/** The reason for a usage error, if any. */
export function observeUsageProblem(
  spec: string | undefined,
  reported: string | undefined,
  { script, domain, connect, agent }: ObserveOptions,
): string | undefined {
  const ways = [reported, domain, agent].filter((way) => way !== undefined).length;
  if (domain === '') return '--domain needs the name of a domain';
  if (agent === '') return '--agent needs the path of a socket';
  if (connect !== undefined && domain === undefined) return '--connect needs --domain';
  if (script !== undefined)
    return spec === undefined && ways === 0 ? undefined : '--script prints a script: give no SPEC and no guest with it';
  if (spec === undefined) return 'give a SPEC and a REPORT, or --script to print the script that makes the report';
  if (ways === 0) return 'give the REPORT of the guest, or - for standard input, or --domain, or --agent';
  if (ways > 1) return 'give one of REPORT, --domain and --agent';
  return spec === '-' && reported === '-' ? 'only one of SPEC and REPORT can be standard input (-)' : undefined;
}

/** Compares the report of a running guest with a spec, or prints the script that makes the report. */
export async function observeGuest(spec: string, reported: string, options: ObserveOptions): Promise<number> {
  if (options.script !== undefined) {
    printText(options.script === 'linux' ? linuxScript() : windowsScript());
    return EXIT.ok;
  }
  const source = await compileFile(spec, { ...options, guests: false });
  const { value: input, diagnostics } = source.compiled ? await reportOf(reported, options) : NOT_ASKED;
  const found = input && findReport(input.bytes, input.name);
  const judged = source.compiled && input && found?.value && judge(source.compiled, found.value, input);
  const problems = [...errorsOf(source.diagnostics), ...diagnostics, ...(found?.diagnostics ?? [])];
  const stale = judged ? notRestarted(judged, statOf(spec)?.mtimeMs) : [];
  const domain = domainOf(options);
  const placed = judged && domain && source.compiled ? await placesOf(domain, source.compiled) : undefined;
  const variant = judged && found?.value ? await otherVariant(source, found.value, judged, options) : [];
  const all = [...problems, ...variant, ...(judged?.diagnostics ?? []), ...stale, ...(placed?.diagnostics ?? [])];
  return report(options, {
    diagnostics: all,
    texts: source.texts,
    lines: [...(judged?.lines ?? []), ...(placed ? placeLines(placed) : [])],
    facts: {
      schema: SCHEMAS.observe,
      ok: judged !== undefined && !hasErrors(all),
      ...(judged?.facts ?? NO_GUEST),
      host_threads: placesToJson(source.compiled?.table, placed?.places),
    },
  });
}

const NOT_ASKED: Result<never> = { diagnostics: [] };

/** The bytes of the report, from a file or through the guest agent. A spec with errors is reported before anything is asked. */
async function reportOf(path: string, options: ObserveOptions): Promise<Result<GivenReport>> {
  const { domain, agent } = options;
  if (domain === undefined && agent === undefined) return readInput(path, 'report');
  const { askAgent } = await import('./ask-agent.js');
  const { value: bytes, diagnostics } = await askAgent(domainOf(options), agent);
  if (!bytes) return { diagnostics };
  const [name, most] = [domain ?? agent ?? '', mostBytes('report')];
  if (bytes.length > most) return fail(diagnostic('cli/too-large', { file: name }, { most, of: 'report' }));
  return { value: { bytes, name }, diagnostics };
}

function domainOf({ domain, connect }: ObserveOptions): Domain | undefined {
  return domain === undefined ? undefined : { name: domain, connect };
}

async function placesOf(domain: Domain, { table }: Compiled): Promise<Placed> {
  const { askPlaces } = await import('./ask-agent.js');
  return askPlaces(domain, table);
}

type GivenReport = Pick<Input, 'bytes' | 'name'>;

/** What a spec is warned of, `check` says. */
function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

interface Judged {
  readonly diagnostics: readonly Diagnostic[];
  /** Milliseconds since 1970. */
  readonly booted: number | undefined;
  readonly lines: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

function judge(compiled: Compiled, found: ReportText, { name }: GivenReport): Judged {
  return found.system === 'linux'
    ? judgedLinux(compiled, readLinuxReport(found.text), name)
    : judgedWindows(compiled, readWindowsReport(found.text, found.isOurs), name);
}

function judgedLinux({ table }: Compiled, linux: LinuxReport, file: string): Judged {
  const verdict = judgeLinux(table, linux, file);
  return {
    diagnostics: verdict.diagnostics,
    booted: linux.booted,
    lines: linuxLines(linux, verdict, process.stdout.columns),
    facts: linuxFacts(linux, verdict),
  };
}

function judgedWindows({ table }: Compiled, windows: WindowsReport, file: string): Judged {
  const verdict = judgeWindows(table, windows, file);
  return {
    diagnostics: verdict.diagnostics,
    booted: windows.events.newest[0]?.time,
    lines: windowsLines(windows, verdict, process.stdout.columns),
    facts: windowsFacts(windows, verdict),
  };
}

const OTHER_NUMBERS: readonly Code[] = ['observe/value-differs', 'observe/percentage-differs', 'observe/order-differs'];

/** Where the guest has other numbers than the spec, they may be those of another of its variants. */
async function otherVariant(
  { compiled, input }: CompiledSource,
  found: ReportText,
  judged: Judged,
  options: ObserveOptions,
): Promise<Diagnostic[]> {
  const compared = compiled?.table.variant;
  if (!input || compared === undefined || !judged.diagnostics.some(({ code }) => OTHER_NUMBERS.includes(code)))
    return [];
  for (const variant of compiled?.table.variants.filter((one) => one !== compared).slice(0, MOST_VARIANTS) ?? []) {
    const other = await compileInput(input, { ...options, variant, guests: false });
    if (other.compiled && !hasErrors(judge(other.compiled, found, input).diagnostics))
      return [diagnostic('observe/other-variant', { file: input.name }, { variant, compared })];
  }
  return [];
}

/** Each takes as long as the comparison itself. */
const MOST_VARIANTS = 8;

/** Where the guest has other numbers, the spec may be newer than its boot. */
function notRestarted({ booted, diagnostics }: Judged, changed: number | undefined): Diagnostic[] {
  if (booted === undefined || changed === undefined || changed <= booted || !hasErrors(diagnostics)) return [];
  return [diagnostic('observe/not-restarted', undefined, { booted })];
}
