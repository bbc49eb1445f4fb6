import type { Diagnostic } from './diagnostic.js';

/** What a stage could make of its input, beside every problem that it met; no value when nothing could be made. */
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
