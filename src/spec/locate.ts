import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Located } from '../diagnostics/render-text.js';
import { indexToml, type TomlIndex } from './positions.js';
import { withoutMark } from './toml.js';

/** Finds the lines that diagnostics of a spec are about. The parser that keeps positions is loaded only here. */
export async function locate(diagnostics: readonly Diagnostic[], text: string): Promise<readonly Located[]> {
  const body = withoutMark(text);
  const lines = body.split('\n').map((line) => line.replace(/\r$/, ''));
  const index = diagnostics.some(({ place }) => place && 'path' in place) ? await indexOrNone(body) : undefined;
  return diagnostics.map((diagnostic) => {
    const at = positionOf(diagnostic, index);
    return at ? { diagnostic, at: { ...at, text: lines[at.line - 1] ?? '' } } : { diagnostic };
  });
}

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
  if (!('path' in place) || !index) return undefined;
  const { line, column, endLine, endColumn } = index.positionOf(place.path);
  return { line, column, endColumn: endLine === line ? endColumn : Number.MAX_SAFE_INTEGER };
}
