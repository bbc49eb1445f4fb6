import type { Diagnostic, SpecPath } from './diagnostic.js';
import { printable, short } from './words.js';
import { hanging, labelled } from './wrapped.js';

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

/** A diagnostic in the style of rustc: message, place, line with carets, section, help. Its lines fit the width. */
export function renderText({ diagnostic, at }: Located, paint: Paint, width = Number.POSITIVE_INFINITY): string {
  const { severity, section, help } = diagnostic;
  const place = placeOf({ diagnostic, ...(at && { at }) });
  const label = (text: string) => labelled(text, width).map((line) => line.replace(/^ {2}\w+:/, paintedLabel(paint)));
  return [
    ...headLines(diagnostic, paint, width),
    ...(place ? placeLines(place, paint, width) : []),
    ...(at ? frame(at, paint, severity, width) : []),
    ...(section ? label(`  ${isSpecification(section) ? 'spec:' : 'from:'} ${section}`) : []),
    ...(help ? label(`  help: ${help}`) : []),
    '',
  ].join('\n');
}

function headLines({ severity, code, message }: Diagnostic, paint: Paint, width: number): string[] {
  const tag = `${severity}[${code}]`;
  const [first = '', ...rest] = hanging(`${tag}: ${message}`, width, INDENT);
  return [
    `${paint(severity, tag)}${paint('bold', first.slice(tag.length))}`,
    ...rest.map((line) => ' '.repeat(INDENT) + paint('bold', line.slice(INDENT))),
  ];
}

const INDENT = 2;

function paintedLabel(paint: Paint): (label: string) => string {
  return (label) => `  ${paint('dim', label.trimStart())}`;
}

/** The key goes below a long path, which is never broken. */
function placeLines({ where, key }: PlaceWords, paint: Paint, width: number): string[] {
  const arrow = ` --> ${where}`.replace(/^ -->/, paint('dim', ' -->'));
  if (key === undefined) return [arrow];
  const fits = ` --> ${where}   ${key}`.length <= width;
  return fits ? [`${arrow}   ${key}`] : [arrow, `     ${key}`];
}

function isSpecification(section: string): boolean {
  return /^(?:ACPI|TOML) /.test(section);
}

interface PlaceWords {
  readonly where: string;
  readonly key?: string;
}

function placeOf({ diagnostic, at }: Located): PlaceWords | undefined {
  const { place } = diagnostic;
  if (!place) return undefined;
  const file = printable(place.file);
  if ('offset' in place) return { where: `${file} at byte 0x${place.offset.toString(16).toUpperCase()}` };
  if (!at) return { where: file };
  const where = `${file}:${at.line}:${at.column}`;
  return 'path' in place && place.path.length > 0 ? { where, key: keyText(place.path) } : { where };
}

/** `core.0.highest_perf`, with long steps shortened, and without control characters. */
export function keyText(path: SpecPath): string {
  return path.map((step) => short(String(step))).join('.');
}

function frame(
  { line, column, endColumn, text }: NonNullable<Located['at']>,
  paint: Paint,
  severity: Diagnostic['severity'],
  width: number,
): string[] {
  const number = String(line);
  const longest = Math.min(LONGEST_LINE, width - ` ${number} | `.length);
  // Of a long line, only the part around the place is shown.
  const from = column > longest * 0.75 ? column - Math.floor(longest / 2) : 0;
  const shown = printable(text.slice(from, from + longest).replaceAll('\t', ' '));
  if (shown.trim() === '') return [];
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
