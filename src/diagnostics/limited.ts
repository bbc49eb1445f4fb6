// The words of the limits of inputs, for messages and help. The limits stand in grammar/limits.ts.

import { row } from './catalog/row.js';

interface Limited {
  readonly has: string;
  readonly many: string;
  readonly help: string;
}

/** What a spec can have too much of. */
export const SPEC_LIMITED = {
  characters: { has: 'the spec has', many: 'characters', help: 'remove comments, and keys that [defaults] can hold' },
  cores: { has: 'the spec has', many: 'cores', help: 'remove cores: a guest has at most 4096 vCPUs' },
  depth: {
    has: 'values are nested',
    many: 'deep',
    help: 'remove brackets: a spec nests its values three deep at most',
  },
  lines: {
    has: 'the spec has',
    many: 'lines',
    help: 'remove empty lines and comments, and keys that [defaults] can hold',
  },
  values: {
    has: 'the spec has',
    many: 'values and keys',
    help: 'write what all cores share once, under [defaults] and [registers], and equal cores once, with `count`',
  },
  variants: { has: 'a value has', many: 'variants', help: 'write a spec of its own for each group of variants' },
  variantValues: { has: 'the spec has', many: 'values of variants', help: 'write a spec of its own for each variant' },
  word: { has: 'a string, key or number has', many: 'characters', help: 'shorten it: a spec needs no long texts' },
} as const satisfies Readonly<Record<string, Limited>>;

const MACHINE = 'give the tables of one machine: the text of `acpidump`, or /sys/firmware/acpi/tables';
const DUMPXML = 'or pass the output of `virsh dumpxml NAME`';

/** What a domain can have too much of. */
export const DOMAIN_LIMITED = {
  characters: { has: 'the domain has', many: 'characters', help: `remove comments and metadata, ${DUMPXML}` },
  elements: { has: 'the domain has', many: 'elements, attributes and comments', help: `remove some, ${DUMPXML}` },
  pins: { has: 'the domain has', many: '<vcpupin> elements', help: 'write one <vcpupin> for each vCPU' },
  helpers: {
    has: 'the domain has',
    many: '<emulatorpin> and <iothreadpin> elements',
    help: 'write one <emulatorpin>, and one <iothreadpin> for each I/O thread',
  },
  arguments: { has: 'the domain has', many: 'arguments for QEMU', help: 'remove <arg> elements of <commandline>' },
} as const satisfies Readonly<Record<string, Limited>>;

/** What the tables of a machine can have too much of. */
export const TABLES_LIMITED = {
  tables: { has: 'there are', many: 'tables here', help: MACHINE },
  bytes: { has: 'there are', many: 'bytes of tables here', help: MACHINE },
} as const satisfies Readonly<Record<string, Limited>>;

const FEWER = 'give fewer files, and run the command several times';

/** What the files of one command line can have too much of. */
export const GIVEN_LIMITED = {
  files: { has: 'the command line has', many: 'files', help: FEWER },
  bytes: { has: 'the files of the command line have', many: 'bytes together', help: FEWER },
} as const satisfies Readonly<Record<string, Limited>>;

/** The row of a code for limits: `the spec has 5000 cores; the limit is 4096`. */
export function limitRow<Of extends string>(words: Readonly<Record<Of, Limited>>) {
  return row<{ of: Of; count: number; most: number }>({
    severity: 'error',
    message: ({ of, count, most }) => `${words[of].has} ${count} ${words[of].many}; the limit is ${most}`,
    help: ({ of }) => words[of].help,
  });
}
