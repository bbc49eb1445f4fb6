import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { locate } from '../../src/spec/locate.js';
import { readSpec } from '../../src/spec/read.js';
import type { Spec } from '../../src/spec/spec.js';

export interface ReadText {
  readonly spec: Spec | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Each problem in one line: `3:5 spec/unknown-key`. */
  readonly lines: readonly string[];
}

export async function readText(text: string): Promise<ReadText> {
  const { value, diagnostics } = await readSpec(text, 'spec.toml');
  const located = await locate(diagnostics, text);
  const lines = located.map(({ diagnostic, at }) => `${at ? `${at.line}:${at.column}` : '-'} ${diagnostic.code}`);
  return { spec: value, diagnostics, lines };
}

/** What a text without problems says. */
export async function specOf(text: string): Promise<Spec> {
  const { spec, diagnostics } = await readText(text);
  if (!spec || diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return spec;
}
