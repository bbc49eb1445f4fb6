import type { IntegerWidth } from './aml-integers.js';
import type { CpcKey } from './cpc.js';

/** How one writer of AML encodes `_CPC` and `_PSD`; a width is given where it is longer than the shortest form. */
export interface EncodingRow {
  readonly name: string;
  readonly about: string;
  /** `_CPC` revisions that it writes; all without this column. */
  readonly revisions?: readonly number[];
  /** Equal packages are written once, under this name in the first processor; each `_CPC` is a Method that returns one. */
  readonly packageName?: string;
  readonly numEntries?: IntegerWidth;
  readonly revision?: IntegerWidth;
  /** Of the Integers among the entries. */
  readonly values?: IntegerWidth;
  /** Of the BufferSize of each register. */
  readonly bufferSize?: IntegerWidth;
  /** Of the elements of `_PSD`, in their order. */
  readonly psd?: readonly IntegerWidth[];
  /** Entries that are Integer 0 where others have the NULL register. */
  readonly zeroWhenAbsent?: readonly CpcKey[];
}

/**
 * Writers whose bytes a build can have. coreboot: src/acpi/acpigen.c; edk2: DynamicTablesPkg AmlLib; amd: the tables that
 * AMD's firmware makes, as acpidumps show them.
 */
// biome-ignore format: one fact a line
export const ENCODINGS = [
  {
    name: 'iasl',
    about: 'as iasl compiles it, shortest throughout; QEMU writes the same',
  },
  {
    name: 'coreboot',
    about: "as coreboot's acpigen: the package once as GCPC, which every _CPC returns",
    revisions: [1, 2, 3],
    packageName: 'GCPC',
    numEntries: 'DWord',
    revision: 'Byte',
    values: 'DWord',
    bufferSize: 'Word',
    psd: ['Byte', 'Byte', 'DWord', 'DWord', 'DWord'],
  },
  {
    name: 'amd',
    about: "as AMD's firmware: Integers of four bytes",
    numEntries: 'Byte',
    revision: 'Byte',
    values: 'DWord',
    psd: ['Byte', 'Byte', 'DWord', 'DWord', 'DWord'],
  },
  {
    name: 'edk2',
    about: "as edk2's AmlLib: Integer 0 for five absent entries",
    revisions: [3],
    zeroWhenAbsent: ['wraparound_time', 'autonomous_selection', 'reference_perf', 'lowest_freq', 'nominal_freq'],
  },
] as const satisfies readonly EncodingRow[];

export type EncodingName = (typeof ENCODINGS)[number]['name'];
