import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { diagnosticToJson } from '../../diagnostics/render-json.js';
import { type Located, renderText } from '../../diagnostics/render-text.js';
import { count, jsonText } from '../../diagnostics/words.js';
import { locate } from '../../spec/locate.js';
import { type ExitOptions, exitStatus, withoutAllowed } from './exit.js';
import { type ColorChoice, painter } from './paint.js';
import { printError, printLines, printMessage } from './print.js';
import { bySeverity, errorOutOfSight, shownByCode } from './shown.js';
import { messageWidth } from './width.js';

/** Stands for the command line where a diagnostic names a file. */
export const COMMAND_LINE = '<command line>';

/** Options that every command has. */
export interface CommonOptions extends ExitOptions {
  readonly color: ColorChoice;
  readonly json?: true;
}

/** The result of a command: diagnostics, the texts that they point into, lines for people, facts for --json. */
interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that diagnostics name, by file name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly lines?: readonly string[];
  /** Lines for people on standard error, where an output has standard output. */
  readonly asides?: readonly string[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Prints a report and returns the exit status. With --json it prints one object on standard output, and nothing else. */
export async function report(options: CommonOptions, made: Report): Promise<number> {
  const shown = withoutAllowed(made.diagnostics, options);
  if (options.json) {
    const located = await locateAll(bySeverity(shown), made.texts);
    process.stdout.write(jsonText({ schema: 1, ...made.facts, diagnostics: located.map(diagnosticToJson) }));
  } else {
    await printProblems(shown, made.texts, options.color);
    if (made.lines && made.lines.length > 0) printLines(made.lines);
    if (made.asides && made.asides.length > 0)
      printMessage(`${made.asides.join('\n')}\n${shown.length > 0 ? '\n' : ''}`);
    const summary = summaryOf(shown, options);
    if (summary) process.stderr.write(`${summary}\n`);
  }
  return exitStatus(shown, options);
}

async function printProblems(all: readonly Diagnostic[], texts: Report['texts'], color: ColorChoice): Promise<void> {
  const codes = shownByCode(all);
  const paint = painter(color, process.stderr);
  const width = messageWidth(process.stderr);
  const located = await locateAll(
    codes.flatMap(({ shown }) => shown),
    texts,
  );
  const print = (one: Located) => printError(`${renderText(one, paint, width)}\n`);
  for (const { code, shown, more } of codes) {
    for (const one of located.splice(0, shown.length)) print(one);
    if (more > 0) process.stderr.write(`… and ${more} more of ${code}; use --json to print all\n\n`);
  }
  const again = errorOutOfSight(codes);
  if (!again) return;
  process.stderr.write('The first error again, which stands above the warnings and notes:\n\n');
  for (const one of await locateAll([again], texts)) print(one);
}

async function locateAll(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): Promise<Located[]> {
  const located = new Map<Diagnostic, Located>();
  for (const [file, text] of texts) {
    const ofFile = diagnostics.filter((one) => one.place?.file === file);
    if (ofFile.length > 0) for (const one of await locate(ofFile, text)) located.set(one.diagnostic, one);
  }
  return diagnostics.map((diagnostic) => located.get(diagnostic) ?? { diagnostic });
}

/** `1 error, 2 warnings, 3 notes`; empty without diagnostics. With --strict it says why warnings give another exit status. */
function summaryOf(diagnostics: readonly Diagnostic[], { strict }: ExitOptions): string {
  const counted = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = diagnostics.filter((one) => one.severity === severity).length;
    const asErrors = strict && severity === 'warning' ? ` (${number === 1 ? 'an error' : 'errors'} with --strict)` : '';
    return number > 0 ? [count(number, severity) + asErrors] : [];
  });
  return counted.join(', ');
}
