import type { AccessSizeName, CpcSpace } from '../../grammar/address-spaces.js';
import type { CpcKey } from '../../grammar/cpc.js';
import type { GuestName } from '../../grammar/guests.js';
import type {
  CORE_KEYS,
  GUEST_KEYS,
  HYPERV_SETTING_KEYS,
  KeyRow,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFSET_KEYS,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import type { SpecPath } from '../diagnostics/diagnostic.js';

/** A performance value: one number, or one for each variant in the order of the file. */
export type SpecLevel = bigint | ReadonlyMap<string, bigint>;

/** A register as a spec writes it; for PCC `subspace` takes the place of `access_size`. */
export interface SpecRegister {
  readonly space: CpcSpace;
  readonly bit_width: bigint;
  readonly bit_offset: bigint;
  readonly access_size?: AccessSizeName;
  readonly subspace?: bigint;
  readonly address: bigint;
}

/** The host thread of a vCPU, or the set of host threads on which it may run, in ascending order. */
export type SpecPin = number | readonly number[];

export type SpecEntry = bigint | 'none' | SpecRegister;

/** One Resource Priority. ACPI 6.6 §8.4.6.1.2.7. */
export interface SpecPriority {
  readonly resources: readonly bigint[];
  readonly enable_value: bigint;
  readonly enable_register: SpecEntry;
  readonly count: bigint;
  readonly register: SpecEntry;
}

export type SpecEntries = { readonly [K in CpcKey]?: SpecEntry | readonly SpecPriority[] };

/** What the reader makes of a value, by the form of its key. */
export interface FormValues {
  readonly boolean: boolean;
  readonly 'boolean-or-auto': boolean | 'auto';
  readonly choice: string;
  readonly choices: readonly string[];
  readonly counts: readonly bigint[];
  readonly descriptors: readonly SpecPriority[];
  readonly entry: SpecEntry;
  readonly guests: readonly GuestName[];
  readonly 'host-threads': readonly number[];
  readonly integer: bigint;
  readonly kernel: string;
  readonly level: SpecLevel;
  readonly number: bigint;
  readonly paths: readonly string[];
  readonly pins: readonly SpecPin[];
  readonly pattern: string;
  readonly text: string;
  readonly vcpus: readonly bigint[];
  readonly word: string;
}

/** What the reader makes of a value of this row; of choices, only the words that the row has. */
export type ValueOf<R extends KeyRow> = R extends { form: 'choice'; of: readonly (infer C)[] }
  ? C
  : R extends { form: 'choices'; of: readonly (infer C)[] }
    ? readonly C[]
    : FormValues[R['form']];

/** The keys of a table that are given. */
export type Given<Rows extends readonly KeyRow[]> = { readonly [R in Rows[number] as R['key']]?: ValueOf<R> };

export type SpecLevels = Given<typeof LEVEL_KEYS>;

export type SpecCore = Given<typeof CORE_KEYS> & {
  /** The path of the core in the spec. */
  readonly at: SpecPath;
  readonly levels: SpecLevels;
  readonly registers: SpecEntries;
};

/** `[hyperv]`: the enlightenments, and what they depend on. */
export interface SpecHyperv {
  readonly settings: Given<typeof HYPERV_SETTING_KEYS>;
  /** Single flags by their keys. */
  readonly flags: Readonly<Record<string, boolean | bigint | string>>;
}

/** The readable part of a spec: every value has the right shape; meaning is not checked yet. */
export interface Spec {
  readonly file: string;
  readonly table: Given<typeof TABLE_KEYS>;
  readonly guest: Given<typeof GUEST_KEYS>;
  readonly layout: Given<typeof LAYOUT_KEYS>;
  /** Only where the table has keys. */
  readonly hyperv?: SpecHyperv;
  readonly registers: SpecEntries;
  readonly defaults: SpecLevels;
  readonly cores: readonly SpecCore[];
  readonly offsets: readonly Given<typeof OFFSET_KEYS>[];
  /** True for a key that is given but unreadable, so that rules do not report it as missing. */
  readonly unreadable: (path: SpecPath) => boolean;
}
