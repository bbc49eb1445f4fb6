import type { CpcKey } from '../../../grammar/cpc.js';
import type { Architecture } from '../../../grammar/machines.js';
import { type CpcPackage, integerOf } from '../package.js';

/** The input of the rules of a `_CPC`, from a spec or from a table. */
export interface CpcSubject {
  readonly cpc: CpcPackage;
  /** The number that holds for an entry: its Integer, or what the device of layout `acpi-cppc` answers. */
  readonly known: (key: CpcKey) => bigint | undefined;
  /** True for an entry that is the NULL register, and not because the layout leaves it out. */
  readonly lacks: (key: CpcKey) => boolean;
  /** Bits of an AML Integer. ACPI 6.6 §5.2.11.1. */
  readonly integerBits: number;
  /** The machine with this width of Integers, if it is known. */
  readonly machine?: string;
  /** Its architecture, if it is known. */
  readonly architecture?: Architecture;
  /** The part of highest_perf that comes from `[[offset]]`. */
  readonly offset: bigint;
}

/** A package of a table. Values that code writes at run time are not known. */
export function subjectOfPackage(cpc: CpcPackage): CpcSubject {
  return {
    cpc,
    known: (key) => integerOf(cpc.entries.get(key)),
    lacks: (key) => cpc.entries.get(key)?.kind === 'absent',
    integerBits: 64,
    offset: 0n,
  };
}
