import { row } from './row.js';

/** Problems of output formats. */
export const EMIT_PROBLEMS = {
  'emit/unavailable': row<{ format: string; why: string; option?: string }>({
    severity: 'error',
    message: (f) =>
      f.option
        ? `cannot write output "${f.format}" with this ${f.option}: ${f.why}`
        : `cannot write output "${f.format}" for this spec: ${f.why}`,
    help: (f) =>
      f.option
        ? `give ${f.option} another folder, or omit it`
        : 'use `--emit all` to write every output that is possible for this spec',
  }),
} as const;
