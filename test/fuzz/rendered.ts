import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { renderText } from '../../src/diagnostics/render-text.js';
import { ensure, ensurePlain } from './target.js';

/** More of them make an output of megabytes. */
const MOST_DIAGNOSTICS = 10_000;

/** Each diagnostic can be shown, and its line is one of the text. */
export function ensureRendered(diagnostics: readonly Diagnostic[], text: string): void {
  ensure(diagnostics.length <= MOST_DIAGNOSTICS, () => `${diagnostics.length} diagnostics`);
  const lines = text.split('\n').length;
  for (const diagnostic of diagnostics) {
    const { code, place } = diagnostic;
    ensurePlain(
      renderText({ diagnostic }, (_, words) => words),
      code,
    );
    if (place && 'line' in place) ensure(place.line >= 1 && place.line <= lines, () => `${code} at line ${place.line}`);
  }
}

/** A value, or an error that says why there is none. */
export function ensureAnswered(value: unknown, diagnostics: readonly Diagnostic[]): void {
  ensure(
    value !== undefined || diagnostics.some(({ severity }) => severity === 'error'),
    () => 'neither a value nor an error',
  );
}

/** What reading one input may take. */
const MOST_MS = 2000;

export async function ensureSoon<T>(work: () => T | Promise<T>): Promise<T> {
  const before = performance.now();
  const result = await work();
  const ms = performance.now() - before;
  ensure(ms < MOST_MS, () => `it took ${Math.round(ms)} ms`);
  return result;
}
