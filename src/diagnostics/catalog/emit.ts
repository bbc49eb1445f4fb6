import { row } from './row.js';

/** Problems of output formats. */
export const EMIT_PROBLEMS = {
  'emit/unavailable': row<{ format: string; why: string; option?: string }>({
    severity: 'error',
    message: (f) =>
      f.option
        ? `output "${f.format}" cannot be had with this ${f.option}: ${f.why}`
        : `this spec gives no output "${f.format}": ${f.why}`,
    help: (f) =>
      f.option
        ? `give ${f.option} another folder, or leave it out`
        : '`--emit all` makes everything that the spec can give',
  }),
} as const;
