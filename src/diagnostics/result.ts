import type { Diagnostic } from './diagnostic.js';

/** The result of a stage, with all its problems; no value if the stage failed. */
export interface Result<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function ok<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { value, diagnostics };
}

export function fail(...diagnostics: readonly Diagnostic[]): Result<never> {
  return { diagnostics };
}
