import type { Code, Diagnostic } from '../../diagnostics/diagnostic.js';

/** Exit statuses, as the README documents them. */
export const EXIT = { ok: 0, findings: 1, usage: 2, outside: 3, bug: 70, interrupted: 130 } as const;

const OUTSIDE_CODES: readonly Diagnostic['code'][] = [
  'iasl/missing',
  'iasl/failed',
  'boot/no-busybox',
  'boot/no-kernel',
  'boot/no-qemu',
  'boot/no-report',
  'boot/qemu-failed',
];

export interface Judging {
  /** Warnings count as errors. */
  readonly strict?: true;
  /** Warnings and notes that are left out. */
  readonly allow: readonly Code[];
}

/** What is told: errors always, the rest unless its code is allowed. */
export function toldOf(diagnostics: readonly Diagnostic[], { allow }: Judging): readonly Diagnostic[] {
  return diagnostics.filter((one) => one.severity === 'error' || !allow.includes(one.code));
}

/** 3 when an outside program is missing or failed, 1 for errors (with `strict` warnings too), else 0. */
export function exitStatus(diagnostics: readonly Diagnostic[], judging: Judging): number {
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const outside = errors.filter((one) => OUTSIDE_CODES.includes(one.code));
  if (errors.length > outside.length) return EXIT.findings;
  if (outside.length > 0) return EXIT.outside;
  const warned = toldOf(diagnostics, judging).some((one) => one.severity === 'warning');
  return judging.strict && warned ? EXIT.findings : EXIT.ok;
}
