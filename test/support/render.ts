import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { renderText } from '../../src/diagnostics/render-text.js';
import { locate } from '../../src/spec/locate.js';

/** Diagnostics as the command line shows them, without colours. */
export async function renderAll(diagnostics: readonly Diagnostic[], text: string): Promise<string> {
  const located = await locate(diagnostics, text);
  return located.map((one) => renderText(one, (_, words) => words)).join('\n');
}
