import { lineAround } from './text-lines.js';

/** The lines of the guest's kernel log about the tables or the ranking. The log may be of a hostile guest. */
export interface LogLines {
  /** The first lines, without their times. */
  readonly relevant: readonly string[];
  /** How many more there are. */
  readonly leftOut: number;
  /** The first lines with errors and warnings of ACPI. */
  readonly acpiErrors: readonly string[];
  /** How many lines have errors and warnings of ACPI. */
  readonly acpiErrorCount: number;
  /** The message of the driver that says most about its failure. */
  readonly driverMessage?: string;
  /** The first messages of Linux about `_CPC`, which it prints with dynamic debugging only. */
  readonly cppcMessages: ReadonlySet<string>;
}

/** More lines of one log are read by nobody. */
const MOST_LINES = 1000;

/** A diagnostic shows the first few. */
const MOST_MESSAGES = 10;

/** Every line that counts has one of these words. */
const WORDS = /ACPI|CPPC|_CPC|Kernel panic|amd[_-]pstate|intel_pstate/g;

const OTHER_WORDS = /CPPC|_CPC|Kernel panic|amd[_-]pstate|intel_pstate/;
const DRIVER_LINE = /^(?:amd_pstate|intel_pstate): (.*)$/;
const CPPC_LINE = /^ACPI CPPC: (.*)$/;

/** What amd-pstate logs in addition to a reason, from the least telling: seen on 6.12 to 7.3. */
const LESS_TELLING = [
  /^The CPPC feature is supported but currently disabled by the BIOS/,
  /^failed to register with return/,
  /^Failed to initialize CPU/,
];

/** Reads the log in one pass over the lines that have a word of ours. */
export function readLog(log: string): LogLines {
  const found = { relevant: [] as string[], leftOut: 0, acpiErrors: [] as string[], acpiErrorCount: 0 };
  const cppcMessages = new Set<string>();
  let driver: DriverMessage | undefined;
  WORDS.lastIndex = 0;
  for (let match = WORDS.exec(log); match; match = WORDS.exec(log)) {
    const { line: whole, end } = lineAround(log, match.index);
    WORDS.lastIndex = end;
    const line = withoutTime(whole);
    if (isAcpiError(line) && ++found.acpiErrorCount <= MOST_LINES) found.acpiErrors.push(whole);
    driver = moreTelling(DRIVER_LINE.exec(line)?.[1], driver);
    const cppc = CPPC_LINE.exec(line)?.[1];
    if (cppc !== undefined && cppcMessages.size < MOST_MESSAGES) cppcMessages.add(cppc);
    if (!isRelevant(line)) continue;
    if (found.relevant.length < MOST_LINES) found.relevant.push(line);
    else found.leftOut++;
  }
  // Every guest logs the first one, also where the driver loads.
  return { ...found, cppcMessages, ...(driver && driver.tells > 0 && { driverMessage: driver.text }) };
}

interface DriverMessage {
  readonly text: string;
  /** Its place in LESS_TELLING; a message that is not there says more. */
  readonly tells: number;
}

/** The more telling message; of equally telling ones the later. */
function moreTelling(text: string | undefined, before: DriverMessage | undefined): DriverMessage | undefined {
  if (text === undefined) return before;
  const place = LESS_TELLING.findIndex((one) => one.test(text));
  const tells = place < 0 ? LESS_TELLING.length : place;
  return before && before.tells > tells ? before : { text, tells };
}

function isAcpiError(line: string): boolean {
  // What the reader of _CPC logs with dynamic debugging is about no object of the tables.
  return !line.startsWith('ACPI CPPC: ') && hasAfterAcpi(line, /Error|Warning|Exception/);
}

function isRelevant(line: string): boolean {
  if (line.startsWith('Kernel command line') || line.startsWith('Command line')) return false;
  return OTHER_WORDS.test(line) || hasAfterAcpi(line, /Error|Warning|Exception|_OSC/);
}

/** As /ACPI.*(?:…)/, which takes quadratic time on a line of many `ACPI`. */
function hasAfterAcpi(line: string, words: RegExp): boolean {
  const at = line.indexOf('ACPI');
  return at >= 0 && words.test(line.slice(at + 'ACPI'.length));
}

export function withoutTime(line: string): string {
  return line.replace(/^\[[ \d.]+\](?: |$)/, '').trim();
}
