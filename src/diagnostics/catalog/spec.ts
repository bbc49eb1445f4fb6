import { limitRow, SPEC_LIMITED } from '../limited.js';
import { count, list, short } from '../words.js';
import { row } from './row.js';

/** Problems of the shape of a spec. */
export const SPEC_PROBLEMS = {
  'spec/access-or-subspace': row<{ space: string; key: string; instead: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §6.4.3.7',
    message: (f) => `a register in ${f.space} has no \`${f.key}\``,
    help: (f) =>
      `write \`${f.instead}\` instead: the descriptor's Access Size holds the subspace for PCC, and only for PCC`,
  }),
  'spec/bad-cpuset': row<{ value: string; why: string }>({
    severity: 'error',
    message: (f) => `"${short(f.value)}" is not a list of host threads: ${f.why}`,
    help: () => 'write numbers and ranges as libvirt does: "0-7,16-23", or "0-7,^3"',
  }),
  'spec/bad-path': row<{ value: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §19.2.2',
    message: (f) => `"${short(f.value)}" is not an absolute ACPI path`,
    help: (f) =>
      /[a-z]/.test(f.value)
        ? `ACPI names have capital letters: ${short(f.value).toUpperCase()}`
        : "start with a backslash; a segment has at most four of A-Z, 0-9 and _, and starts without a digit: '\\_SB.CPUS.C000'",
  }),
  'spec/bad-pattern': row<{ value: string; fields: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §19.2.2',
    message: (f) =>
      f.fields === 1
        ? `"${short(f.value)}" does not give valid ACPI paths`
        : `"${short(f.value)}" has ${count(f.fields, 'number field')}; a pattern must have one`,
    help: () => "write one %0NX or %0Nd at the end of a segment of at most four characters: '\\_SB.CPUS.C%03X'",
  }),
  'spec/bad-text': row<{ key: string; value: string; most: number }>({
    severity: 'error',
    message: (f) =>
      f.value.length > f.most
        ? `${f.key} has ${f.value.length} characters; the limit is ${f.most}`
        : `${f.key} must be 1 to ${f.most} printable ASCII characters, not ${JSON.stringify(short(f.value))}`,
    help: (f) =>
      f.value.length > f.most
        ? `shorten it, for example to ${JSON.stringify(f.value.slice(0, f.most))}`
        : 'use ASCII letters, digits and punctuation',
  }),
  'spec/bad-word': row<{ key: string; most: number }>({
    severity: 'error',
    message: (f) => `${f.key} must be a name of 1 to ${f.most} characters on one line`,
    help: () => 'remove control characters',
  }),
  'spec/empty': row<{ key: string; wanted: string }>({
    severity: 'error',
    message: (f) => `${f.key} is empty; it must be ${f.wanted} with at least one element`,
    help: () => 'remove the key to use the default',
  }),
  'spec/missing-key': row<{ key: string; about: string; table: string }>({
    severity: 'error',
    message: (f) => `${f.table} has no \`${f.key}\`${f.about ? ` (${f.about})` : ''}`,
    help: (f) => `add \`${f.key} = …\``,
  }),
  'spec/no-core': row<object>({
    severity: 'error',
    message: () => 'the spec has no [[core]]',
    help: () => 'add a [[core]] with highest_perf for each core of the guest',
  }),
  'spec/no-processor-objects': row<{ machine: string }>({
    severity: 'error',
    section: 'observed: the ACPI tables of microvm, crosvm and Firecracker have processors in the MADT only',
    message: (f) => `machine "${f.machine}" has no processor objects to which a _CPC could belong`,
    help: () => 'use machine "qemu" (q35 or pc), or set processor_path if your build has processor objects',
  }),
  'spec/not-one-of': row<{ key: string; value: string; of: readonly string[]; suggestions?: readonly string[] }>({
    severity: 'error',
    message: (f) => `${f.key} cannot be ${short(f.value)}`,
    help: (f) =>
      `${
        f.suggestions?.length
          ? `did you mean ${list(
              f.suggestions.map((one) => `"${one}"`),
              'or',
            )}? `
          : ''
      }it can be ${list(f.of, 'or')}`,
  }),
  'spec/out-of-range': row<{ key: string; value: bigint; min: bigint; max: bigint }>({
    severity: 'error',
    message: (f) => `${f.key} is ${f.value}; it must be from ${f.min} to ${f.max}`,
    help: (f) => (f.value < f.min ? `write ${f.min} or more` : `write ${f.max} or less`),
  }),
  'spec/repeated': row<{ key: string; value: string }>({
    severity: 'error',
    message: (f) => `${f.key} names "${f.value}" twice`,
    help: () => 'remove one of them',
  }),
  'spec/toml-syntax': row<{ text: string }>({
    severity: 'error',
    section: 'TOML 1.0',
    message: (f) => `invalid TOML: ${f.text}`,
    help: () =>
      'write strings in quotes (ACPI paths in single quotes), each key once, and tables as [name] or [[name]]',
  }),
  'spec/too-many': limitRow(SPEC_LIMITED),
  'spec/unknown-key': row<{ key: string; table: string; known: readonly string[]; suggestion?: string; home?: string }>(
    {
      severity: 'error',
      message: (f) => `${f.table ? `unknown key in ${f.table}:` : 'unknown table or key:'} \`${short(f.key)}\``,
      help: (f) => {
        if (f.home && f.home !== f.table) return `\`${f.key}\` belongs under ${f.home}`;
        return f.suggestion ? `did you mean \`${f.suggestion}\`?` : `the keys are ${list(f.known, 'and')}`;
      },
    },
  ),
  'spec/wrong-type': row<{ key: string; wanted: string; got: string; suggestion?: string }>({
    severity: 'error',
    message: (f) => `${f.key} must be ${f.wanted}, not ${f.got}`,
    help: (f) => {
      if (f.suggestion) return `did you mean "${f.suggestion}"?`;
      const isQuotedNumber = /^the string " *(?:0x[\da-f_]+|\d[\d_]*) *"$/i.test(f.got);
      return isQuotedNumber && f.wanted.includes('integer') ? 'write the number without quotes' : `write ${f.wanted}`;
    },
  }),
} as const;
