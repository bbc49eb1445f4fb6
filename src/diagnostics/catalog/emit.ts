import { row } from './row.js';

/** Problems of output formats. */
export const EMIT_PROBLEMS = {
  'emit/unavailable': row<{ format: string; why: string }>({
    severity: 'error',
    message: (f) => `this spec gives no output "${f.format}": ${f.why}`,
    help: () => '`--emit all` makes everything that the spec can give',
  }),
} as const;
