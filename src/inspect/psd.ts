import { COORD_TYPES } from '../../grammar/psd.js';
import type { NamedPackage, PackageValue } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { hex } from '../diagnostics/words.js';

/** What a `_PSD` says; undefined where it has no Integer. ACPI 6.6 §8.4.5.5. */
export interface Domain {
  readonly path: string;
  readonly domain: bigint | undefined;
  /** A name, or the number where it is none of the specification's. */
  readonly coordType: string | undefined;
  readonly numProcessors: bigint | undefined;
}

export function domainOf({ path, value }: NamedPackage): Domain {
  const { integer } = readPsd(value);
  const [domain, coordType, numProcessors] = [integer('Domain'), integer('CoordType'), integer('NumProcessors')];
  const name = COORD_TYPES.find((row) => row.id === coordType)?.name;
  return { path, domain, coordType: coordType === undefined ? undefined : (name ?? hex(coordType)), numProcessors };
}

export function elementsOf(value: PackageValue | undefined): readonly PackageValue[] {
  return value?.kind === 'package' ? value.elements : [];
}
