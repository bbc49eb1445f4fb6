import type { Code, Diagnostic } from '../../diagnostics/diagnostic.js';

/** Exit statuses; the README documents them. */
export const EXIT = { ok: 0, problems: 1, usage: 2, outside: 3, bug: 70, interrupted: 130 } as const;

const OUTSIDE_CODES: readonly Diagnostic['code'][] = [
  'iasl/missing',
  'iasl/failed',
  'iasl/no-temporary-files',
  'boot/no-busybox',
  'boot/no-firmware',
  'boot/no-grub',
  'boot/no-kernel',
  'boot/no-qemu',
  'boot/no-report',
  'boot/no-temporary-files',
  'boot/qemu-failed',
];

export interface ExitOptions {
  /** Treat warnings as errors. */
  readonly strict?: true;
  /** Codes of suppressed warnings and notes. */
  readonly allow: readonly Code[];
}

/** All errors, and the warnings and notes whose code is not allowed. */
export function withoutAllowed(diagnostics: readonly Diagnostic[], { allow }: ExitOptions): readonly Diagnostic[] {
  return diagnostics.filter((one) => one.severity === 'error' || !allow.includes(one.code));
}

/** 1 for errors (with `strict` also for warnings), 3 if all errors are of missing or failed external programs, else 0. */
export function exitStatus(diagnostics: readonly Diagnostic[], options: ExitOptions): number {
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const outside = errors.filter((one) => OUTSIDE_CODES.includes(one.code));
  if (errors.length > outside.length) return EXIT.problems;
  if (outside.length > 0) return EXIT.outside;
  const warned = withoutAllowed(diagnostics, options).some((one) => one.severity === 'warning');
  return options.strict && warned ? EXIT.problems : EXIT.ok;
}
