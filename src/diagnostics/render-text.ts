import type { Diagnostic, SpecPath } from './diagnostic.js';
import { printable, short } from './words.js';

/** A diagnostic with the line of text that its place is in, if any. */
export interface Located {
  readonly diagnostic: Diagnostic;
  readonly at?: {
    readonly line: number;
    readonly column: number;
    readonly endColumn: number;
    /** The line itself, without its end. */
    readonly text: string;
  };
}

export type Paint = (style: 'error' | 'warning' | 'note' | 'dim' | 'bold', text: string) => string;

const LONGEST_LINE = 120;

/** A diagnostic in the style of rustc: message, place, line with carets, section, help. */
export function renderText({ diagnostic, at }: Located, paint: Paint): string {
  const { severity, code, message, section, help } = diagnostic;
  const lines = [`${paint(severity, `${severity}[${code}]`)}${paint('bold', `: ${message}`)}`];
  const place = placeText({ diagnostic, ...(at && { at }) });
  if (place) lines.push(`${paint('dim', ' -->')} ${place}`);
  if (at) lines.push(...frame(at, paint, severity));
  if (section) lines.push(`  ${paint('dim', isSpecification(section) ? 'spec:' : 'from:')} ${section}`);
  if (help) lines.push(`  ${paint('dim', 'help:')} ${help}`);
  return `${lines.join('\n')}\n`;
}

function isSpecification(section: string): boolean {
  return /^(?:ACPI|TOML) /.test(section);
}

function placeText({ diagnostic, at }: Located): string | undefined {
  const { place } = diagnostic;
  if (!place) return undefined;
  const file = printable(place.file);
  if ('offset' in place) return `${file} at byte 0x${place.offset.toString(16).toUpperCase()}`;
  if (!at) return file;
  const key = 'path' in place && place.path.length > 0 ? `   ${keyText(place.path)}` : '';
  return `${file}:${at.line}:${at.column}${key}`;
}

/** `core.0.highest_perf`, with long steps shortened, and without control characters. */
export function keyText(path: SpecPath): string {
  return path.map((step) => short(String(step))).join('.');
}

function frame(
  { line, column, endColumn, text }: NonNullable<Located['at']>,
  paint: Paint,
  severity: Diagnostic['severity'],
): string[] {
  // Of a long line, only the part around the place is shown.
  const from = column > LONGEST_LINE * 0.75 ? column - LONGEST_LINE / 2 : 0;
  const shown = printable(text.slice(from, from + LONGEST_LINE).replaceAll('\t', ' '));
  if (shown.trim() === '') return [];
  const number = String(line);
  const gap = ' '.repeat(number.length);
  const first = column - from;
  const last = Math.max(first + 1, Math.min(endColumn - from, shown.length + 1));
  const carets = '^'.repeat(last - first);
  const indent = ' '.repeat(first - 1);
  return [
    ` ${paint('dim', `${number} |`)} ${shown}`,
    ` ${gap} ${paint('dim', '|')} ${indent}${paint(severity, carets)}`,
  ];
}
