import type { Code } from '../../../diagnostics/diagnostic.js';
import { examplesText } from '../../files/package-files.js';

/** An input with a problem, and the output for it; only the output where no command of a person gives it. */
export type Example = {
  /** A sentence that says what is wrong with the input. */
  readonly about: string;
  readonly output: string;
} & ({ readonly kind: 'spec' | 'ASL' | 'bytes' | 'command'; readonly input: string } | { readonly kind: 'output' });

let examples: Readonly<Partial<Record<Code, Example>>> | undefined;

/** The example of a code. */
export function exampleOf(code: Code): Example | undefined {
  examples ??= JSON.parse(examplesText());
  return examples?.[code];
}
