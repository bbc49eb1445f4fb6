import { COORD_TYPES } from '../../grammar/psd.js';
import { integerOf, type NamedPackage, type PackageValue } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { hex } from '../diagnostics/words.js';

/** The numbers of a `_PSD`, for display; undefined where it has no Integer. ACPI 6.6 §8.4.5.5. */
interface PsdDomainText {
  readonly path: string;
  readonly domain: bigint | undefined;
  /** The name, or the number where ACPI has no name for it. */
  readonly coordType: string | undefined;
  readonly numProcessors: bigint | undefined;
}

export function psdDomainOf({ path, value }: NamedPackage): PsdDomainText {
  const { integer } = readPsd(value);
  const [domain, coordType, numProcessors] = [integer('Domain'), integer('CoordType'), integer('NumProcessors')];
  const name = coordTypeName(coordType === undefined ? undefined : { kind: 'integer', value: coordType });
  return { path, domain, coordType: coordType === undefined ? undefined : (name ?? hex(coordType)), numProcessors };
}

export function coordTypeName(value: PackageValue | undefined): string | undefined {
  return COORD_TYPES.find((row) => row.id === integerOf(value))?.name;
}

export function elementsOf(value: PackageValue | undefined): readonly PackageValue[] {
  return value?.kind === 'package' ? value.elements : [];
}
