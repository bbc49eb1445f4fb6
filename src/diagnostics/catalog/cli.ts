import { row } from './row.js';

/** Problems of files and streams. */
export const CLI_PROBLEMS = {
  'cli/cannot-read': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot read it: ${f.why}`,
    help: () => 'give the path of a spec or a table, or - for standard input',
  }),
  'cli/cannot-write': row<{ why: string }>({
    severity: 'error',
    message: (f) => `cannot write it: ${f.why}; no output was changed`,
    help: () => 'name another folder with -o DIR',
  }),
  'cli/not-a-spec': row<object>({
    severity: 'error',
    message: () => 'this is a compiled table, not a spec',
    help: () => '`cppc-acpi verify` and `check` take tables; a spec is a TOML file',
  }),
  'cli/not-text': row<object>({
    severity: 'error',
    message: () => 'this is no UTF-8 text, which TOML wants',
    help: () => 'save the spec as UTF-8',
  }),
  'cli/output-exists': row<object>({
    severity: 'error',
    message: () => 'it is there already, and a spec is never overwritten',
    help: () => 'name another file, or remove this one first',
  }),
  'cli/output-left-over': row<object>({
    severity: 'error',
    message: () => 'it is a table of an earlier build, which a guest would be given twice',
    help: () => 'run the build without --check, which removes it',
  }),
  'cli/output-missing': row<object>({
    severity: 'error',
    message: () => 'the output is not there',
    help: () => 'run the build without --check',
  }),
  'cli/output-stale': row<object>({
    severity: 'error',
    message: () => 'the output is not what the spec gives now',
    help: () => 'run the build without --check',
  }),
  'cli/too-large': row<{ most: number }>({
    severity: 'error',
    message: (f) => `it is longer than ${f.most} bytes, which no spec or table is`,
    help: () => 'give the path of a spec or a table',
  }),
} as const;
