import type { Diagnostic, SpecPath } from '../diagnostics/diagnostic.js';
import type { Located } from '../diagnostics/render-text.js';
import { indexToml, type TomlIndex } from './positions.js';
import { normalized } from './toml.js';

/** Finds the lines that diagnostics of a spec are about. The parser that keeps positions is loaded only here. */
export async function locate(diagnostics: readonly Diagnostic[], text: string): Promise<readonly Located[]> {
  const body = normalized(text);
  const paths = diagnostics.flatMap(({ place }) => (place && 'path' in place ? [place.path] : []));
  const index = paths.length > 0 ? await indexFor(paths, body) : undefined;
  const positions = diagnostics.map((one) => positionOf(one, index));
  // A text that is too long has millions of lines, and its only diagnostic is about the first.
  const lines = body.split(
    '\n',
    positions.reduce((most, at) => Math.max(most, at?.line ?? 0), 0),
  );
  return diagnostics.map((diagnostic, i) => {
    const at = positions[i];
    if (!at) return { diagnostic };
    return { diagnostic, at: { ...at, text: at === NOWHERE ? '' : (lines[at.line - 1] ?? '') } };
  });
}

/** The place of a diagnostic about something that is missing: the start of the file, shown without its line. */
const NOWHERE = { line: 1, column: 1, endColumn: 1 };

/** Parsing thousands of cores is slow and most diagnostics are about the first ones, so the text in front is tried first. */
async function indexFor(paths: readonly SpecPath[], body: string): Promise<TomlIndex | undefined> {
  const front = beforeCore(body, 1 + paths.reduce((last, path) => Math.max(last, coreOf(path)), -1));
  const isCut = front !== body && !paths.some((path) => continues(body.slice(front.length), path));
  const index = isCut ? await indexOrNone(front) : undefined;
  return index && paths.every(index.positionOf) ? index : indexOrNone(body);
}

/** Whether a header of the rest is of the same table as the path, such as `[guest.x]` behind the cores. */
function continues(rest: string, [table]: SpecPath): boolean {
  if (table === 'core' || typeof table !== 'string') return false;
  if (table.length > LONGEST_TABLE) return true;
  return new RegExp(`^[ \\t]*\\[+[ \\t]*["']?${table.replace(/[^\w-]/g, '.')}["']?[ \\t]*[.\\]]`, 'm').test(rest);
}

/** No table of a spec has a longer name; a search for it would cost more than the whole index. */
const LONGEST_TABLE = 64;

/** The number of the core that a path is about; -1 for other paths. */
function coreOf([table, index]: SpecPath): number {
  return table === 'core' && typeof index === 'number' ? index : -1;
}

/** The text up to the header of a core. If the cut is inside a string, the text is not TOML and has no index. */
function beforeCore(body: string, core: number): string {
  const headers = body.matchAll(/^[ \t]*\[\[[ \t]*core[ \t]*\]\]/gm);
  for (let number = 0; number < core; number++) headers.next();
  return body.slice(0, headers.next().value?.index);
}

async function indexOrNone(body: string): Promise<TomlIndex | undefined> {
  try {
    return await indexToml(body);
  } catch {
    // @iarna/toml accepts some texts that this parser refuses; their diagnostics have no line.
    return undefined;
  }
}

function positionOf({ place }: Diagnostic, index: TomlIndex | undefined) {
  if (!place) return undefined;
  if ('line' in place) return { line: place.line, column: place.column, endColumn: place.column + 1 };
  if (!('path' in place)) return undefined;
  const position = index?.positionOf(place.path);
  if (!position) return NOWHERE;
  const { line, column, endLine, endColumn } = position;
  return { line, column, endColumn: endLine === line ? endColumn : Number.MAX_SAFE_INTEGER };
}
