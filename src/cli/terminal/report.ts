import { CATALOG } from '../../diagnostics/catalog.js';
import type { Code, Diagnostic } from '../../diagnostics/diagnostic.js';
import { diagnosticToJson } from '../../diagnostics/render-json.js';
import { type Located, renderText } from '../../diagnostics/render-text.js';
import { locate } from '../../spec/locate.js';
import { exitStatus, type Judging, toldOf } from './exit.js';
import { type ColorChoice, painter } from './paint.js';

/** Options that every command has. */
export interface CommonOptions extends Judging {
  readonly color: ColorChoice;
  readonly json?: true;
}

/** What a command has to say: diagnostics with the text that they are about, lines for people, facts for machines. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the specs that diagnostics name, by file name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly lines?: readonly string[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Nobody reads more of them; a hostile input has a million. */
const MOST_SHOWN = 1000;

/** Prints a report and gives the exit status. With --json one object goes to standard output, and nothing else. */
export async function report(
  options: CommonOptions,
  { diagnostics, texts, lines = [], facts = {} }: Report,
): Promise<number> {
  const told = toldOf(diagnostics, options);
  const located = await locateAll(told, texts);
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ schema: 1, ...facts, diagnostics: located.map(diagnosticToJson) }, null, 2)}\n`,
    );
  } else {
    const paint = painter(options.color, process.stderr);
    for (const one of located.slice(0, MOST_SHOWN)) process.stderr.write(`${renderText(one, paint)}\n`);
    const more = located.length - MOST_SHOWN;
    if (more > 0) process.stderr.write(`… and ${more} more; --json has them all\n\n`);
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    const summary = summaryOf(told);
    if (summary) process.stderr.write(`${summary}\n`);
  }
  return exitStatus(told, options);
}

async function locateAll(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): Promise<Located[]> {
  const located = new Map<Diagnostic, Located>();
  for (const [file, text] of texts) {
    const ofFile = diagnostics.filter((one) => one.place?.file === file);
    if (ofFile.length > 0) for (const one of await locate(ofFile, text)) located.set(one.diagnostic, one);
  }
  return diagnostics.map((diagnostic) => located.get(diagnostic) ?? { diagnostic });
}

function summaryOf(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.filter((one) => one.severity === 'warning').length;
  if (errors === 0 && warnings === 0) return undefined;
  const parts = [
    errors && `${errors} error${errors === 1 ? '' : 's'}`,
    warnings && `${warnings} warning${warnings === 1 ? '' : 's'}`,
  ];
  return parts.filter(Boolean).join(', ');
}

export function isCode(text: string): text is Code {
  return Object.hasOwn(CATALOG, text);
}
