import { COORD_TYPES } from '../../grammar/psd.js';
import { hex } from '../diagnostics/words.js';
import { type FoundValue, integerOf } from '../firmware/found.js';
import type { FoundPackage } from '../firmware/lift.js';

/** What a `_PSD` says; undefined where it has no Integer. ACPI 6.6 §8.4.5.5. */
export interface Domain {
  readonly path: string;
  readonly domain: bigint | undefined;
  /** A name, or the number where it is none of the specification's. */
  readonly coordType: string | undefined;
  readonly numProcessors: bigint | undefined;
}

export function domainOf({ path, value }: FoundPackage): Domain {
  const [inner] = elementsOf(value);
  const [, , domain, coordType, numProcessors] = elementsOf(inner).map(integerOf);
  const name = COORD_TYPES.find((row) => row.id === coordType)?.name;
  return { path, domain, coordType: coordType === undefined ? undefined : (name ?? hex(coordType)), numProcessors };
}

export function elementsOf(value: FoundValue | undefined): readonly FoundValue[] {
  return value?.kind === 'package' ? value.elements : [];
}
