import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { diagnosticToJson } from '../../diagnostics/render-json.js';
import { type Located, renderText } from '../../diagnostics/render-text.js';
import { count, jsonText } from '../../diagnostics/words.js';
import { locate } from '../../spec/locate.js';
import { type ExitOptions, exitStatus, withoutAllowed } from './exit.js';
import { type ColorChoice, painter } from './paint.js';
import { printError, printLines } from './print.js';

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
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A hostile input has a million. */
const MOST_SHOWN = 1000;

/** Prints a report and returns the exit status. With --json it prints one object on standard output, and nothing else. */
export async function report(
  options: CommonOptions,
  { diagnostics, texts, lines = [], facts = {} }: Report,
): Promise<number> {
  const shown = withoutAllowed(diagnostics, options);
  const located = await locateAll(shown, texts);
  if (options.json) {
    process.stdout.write(jsonText({ schema: 1, ...facts, diagnostics: located.map(diagnosticToJson) }));
  } else {
    const paint = painter(options.color, process.stderr);
    for (const one of located.slice(0, MOST_SHOWN)) printError(`${renderText(one, paint)}\n`);
    const more = located.length - MOST_SHOWN;
    if (more > 0) process.stderr.write(`… and ${more} more; use --json to print all\n\n`);
    if (lines.length > 0) printLines(lines);
    const summary = summaryOf(shown);
    if (summary) process.stderr.write(`${summary}\n`);
  }
  return exitStatus(shown, options);
}

async function locateAll(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): Promise<Located[]> {
  const located = new Map<Diagnostic, Located>();
  for (const [file, text] of texts) {
    const ofFile = diagnostics.filter((one) => one.place?.file === file);
    if (ofFile.length > 0) for (const one of await locate(ofFile, text)) located.set(one.diagnostic, one);
  }
  return diagnostics.map((diagnostic) => located.get(diagnostic) ?? { diagnostic });
}

/** `1 error, 2 warnings, 3 notes`; empty without diagnostics. */
function summaryOf(diagnostics: readonly Diagnostic[]): string {
  const counted = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = diagnostics.filter((one) => one.severity === severity).length;
    return number > 0 ? [count(number, severity)] : [];
  });
  return counted.join(', ');
}
