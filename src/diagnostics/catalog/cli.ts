import { row } from './row.js';

/** What a file is read as. */
export type FileKind = 'spec' | 'table' | 'spec or table' | 'domain' | 'output';

/** What to give instead of a file that is not to be read. */
const GIVE: Readonly<Record<FileKind, string>> = {
  spec: 'give the path of a spec, or - for standard input',
  table: 'give the path of a table, or - for standard input',
  'spec or table': 'give the path of a spec or a table, or - for standard input',
  domain: 'give the output of `virsh dumpxml NAME`, or - for standard input',
  output: 'make it readable, or remove it and run the build without --check',
};

/** Problems of files and streams. */
export const CLI_PROBLEMS = {
  'cli/cannot-read': row<{ why: string; of: FileKind }>({
    severity: 'error',
    message: (f) => `cannot read it: ${f.why}`,
    help: (f) => GIVE[f.of],
  }),
  'cli/cannot-write': row<{ why: string; option: string }>({
    severity: 'error',
    message: (f) => `cannot write it: ${f.why}; no output was changed`,
    help: (f) => `name another ${f.option.endsWith(' DIR') ? 'folder' : 'file'} with ${f.option}`,
  }),
  'cli/not-a-spec': row<{ of: FileKind }>({
    severity: 'error',
    message: (f) => `this is a compiled table, not a ${f.of === 'domain' ? 'domain' : 'spec'}`,
    help: (f) =>
      f.of === 'domain' ? GIVE.domain : '`cppc-acpi verify` and `check` take tables; a spec is a TOML file',
  }),
  'cli/not-text': row<{ of: FileKind }>({
    severity: 'error',
    message: (f) => `this is no UTF-8 text, which ${f.of === 'domain' ? 'a domain must be here' : 'TOML wants'}`,
    help: (f) =>
      f.of === 'domain' ? 'save the domain as UTF-8, as `virsh dumpxml` writes it' : 'save the spec as UTF-8',
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
  'cli/too-large': row<{ most: number; of: FileKind }>({
    severity: 'error',
    message: (f) => `it is longer than ${f.most} bytes, which no ${f.of} is`,
    help: (f) => GIVE[f.of],
  }),
} as const;
