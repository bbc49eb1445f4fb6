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
    message: (f) => `"${short(f.value)}" is no list of host threads: ${f.why}`,
    help: () => 'write numbers and ranges as libvirt does: "0-7,16-23", or "0-7,^3"',
  }),
  'spec/bad-path': row<{ value: string }>({
    severity: 'error',
    section: 'ACPI 6.6 §19.2.2',
    message: (f) => `"${short(f.value)}" is no absolute ACPI path`,
    help: (f) =>
      /[a-z]/.test(f.value)
        ? `ACPI names have capital letters: ${short(f.value).toUpperCase()}`
        : "start at the root, at most four of A-Z, 0-9 and _ in each segment, the first no digit: '\\_SB.CPUS.C000'",
  }),
  'spec/bad-pattern': row<{ value: string; fields: number }>({
    severity: 'error',
    section: 'ACPI 6.6 §19.2.2',
    message: (f) =>
      f.fields === 1
        ? `"${short(f.value)}" makes no ACPI path`
        : `"${short(f.value)}" has ${count(f.fields, 'number field')}; a processor path has one`,
    help: () => "write one %0NX or %0Nd at the end of a segment of at most four characters: '\\_SB.CPUS.C%03X'",
  }),
  'spec/bad-text': row<{ key: string; value: string; most: number }>({
    severity: 'error',
    message: (f) =>
      f.value.length > f.most
        ? `${f.key} has ${f.value.length} characters; at most ${f.most} fit`
        : `${f.key} must be 1 to ${f.most} printable ASCII characters; this is ${JSON.stringify(short(f.value))}`,
    help: (f) =>
      f.value.length > f.most
        ? `shorten it, as to ${JSON.stringify(f.value.slice(0, f.most))}`
        : 'use letters, digits, and marks of the keyboard',
  }),
  'spec/bad-word': row<{ key: string; most: number }>({
    severity: 'error',
    message: (f) => `${f.key} must be a name of 1 to ${f.most} characters on one line`,
    help: () => 'leave control characters out',
  }),
  'spec/empty': row<{ key: string; wanted: string }>({
    severity: 'error',
    message: (f) => `${f.key} is empty; it needs ${f.wanted} with something in it`,
    help: () => 'leave the key out to have the default',
  }),
  'spec/missing-key': row<{ key: string; about: string; table: string }>({
    severity: 'error',
    message: (f) => `${f.table} lacks \`${f.key}\`${f.about ? ` (${f.about})` : ''}`,
    help: (f) => `add \`${f.key} = …\``,
  }),
  'spec/no-core': row<object>({
    severity: 'error',
    message: () => 'the spec has no [[core]]: there is nothing to compile',
    help: () => 'add one [[core]] with its highest_perf for each core of the guest',
  }),
  'spec/no-processor-objects': row<{ machine: string }>({
    severity: 'error',
    section: 'observed: the ACPI tables of microvm, crosvm and Firecracker list processors in the MADT only',
    message: (f) => `machine "${f.machine}" has no processor objects, so a _CPC has no place there`,
    help: () => 'use q35 or pc (machine "qemu"), or give processor_path if your build has such objects',
  }),
  'spec/not-one-of': row<{ key: string; value: string; of: readonly string[]; suggestion?: string }>({
    severity: 'error',
    message: (f) => `${f.key} cannot be ${short(f.value)}`,
    help: (f) => `${f.suggestion ? `did you mean "${f.suggestion}"? ` : ''}it can be ${list(f.of, 'or')}`,
  }),
  'spec/out-of-range': row<{ key: string; value: bigint; min: bigint; max: bigint }>({
    severity: 'error',
    message: (f) => `${f.key} is ${f.value}; it must be from ${f.min} to ${f.max}`,
    help: (f) => `write a number ${f.value < f.min ? `not below ${f.min}` : `not above ${f.max}`}`,
  }),
  'spec/repeated': row<{ key: string; value: string }>({
    severity: 'error',
    message: (f) => `${f.key} names "${f.value}" twice`,
    help: () => 'leave one of them out',
  }),
  'spec/toml-syntax': row<{ text: string }>({
    severity: 'error',
    section: 'TOML 1.0',
    message: (f) => `this is no TOML: ${f.text}`,
    help: () => 'strings stand in quotes, ACPI paths best in single ones; each key once; tables as [name] or [[name]]',
  }),
  'spec/unknown-key': row<{ key: string; table: string; known: readonly string[]; suggestion?: string; home?: string }>(
    {
      severity: 'error',
      message: (f) => `${f.table ? `${f.table} has no key` : 'a spec has no table or key'} \`${short(f.key)}\``,
      help: (f) => {
        if (f.home && f.home !== f.table) return `\`${f.key}\` belongs under ${f.home}`;
        return f.suggestion ? `did you mean \`${f.suggestion}\`?` : `it can have ${list(f.known, 'and')}`;
      },
    },
  ),
  'spec/wrong-type': row<{ key: string; wanted: string; got: string; suggestion?: string }>({
    severity: 'error',
    message: (f) => `${f.key} must be ${f.wanted}, not ${f.got}`,
    help: (f) => {
      if (f.suggestion) return `did you mean "${f.suggestion}"?`;
      const isQuotedNumber = /^the string " *(?:0x[\da-f_]+|\d[\d_]*) *"$/i.test(f.got);
      return isQuotedNumber && f.wanted.includes('integer') ? 'write the number without quotes' : `give it ${f.wanted}`;
    },
  }),
} as const;
