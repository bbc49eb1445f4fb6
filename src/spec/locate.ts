import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Located } from '../diagnostics/render-text.js';
import { indexToml, type TomlIndex } from './positions.js';
import { normalized } from './toml.js';

/** Finds the lines that diagnostics of a spec are about. The parser that keeps positions is loaded only here. */
export async function locate(diagnostics: readonly Diagnostic[], text: string): Promise<readonly Located[]> {
  const body = normalized(text);
  const lines = body.split('\n');
  const index = diagnostics.some(({ place }) => place && 'path' in place) ? await indexOrNone(body) : undefined;
  return diagnostics.map((diagnostic) => {
    const at = positionOf(diagnostic, index);
    if (!at) return { diagnostic };
    return { diagnostic, at: { ...at, text: at === NOWHERE ? '' : (lines[at.line - 1] ?? '') } };
  });
}

/** What is not there is said of the file's start, with no line shown. */
const NOWHERE = { line: 1, column: 1, endColumn: 1 };

async function indexOrNone(body: string): Promise<TomlIndex | undefined> {
  try {
    return await indexToml(body);
  } catch {
    // @iarna/toml takes some texts that this parser refuses; their diagnostics go without a line.
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
