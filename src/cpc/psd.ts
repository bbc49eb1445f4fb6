import { COORD_TYPES, type CoordType, PSD_ENTRIES, PSD_REVISION } from '../../grammar/psd.js';
import { integerOf, isReference, type NamedPackage, type PackageValue } from './package.js';

type PsdEntry = (typeof PSD_ENTRIES)[number];

/** The contents of one `_PSD`. */
export interface PsdDomain {
  readonly domain: bigint;
  readonly coordType: CoordType;
  readonly numProcessors: bigint;
}

/** The Integers of the inner Package, in order. ACPI 6.6 §8.4.5.5. */
export function psdElements({ domain, coordType, numProcessors }: PsdDomain): bigint[] {
  const row = COORD_TYPES.find((one) => one.name === coordType);
  if (!row) throw new Error(`no coordination type ${coordType}`);
  return [BigInt(PSD_ENTRIES.length), PSD_REVISION, domain, row.id, numProcessors];
}

/** A `_PSD` as its readers see it: ACPICA wraps a Package that stands alone (acpi_ns_wrap_with_package). */
interface PsdValue {
  /** The packages inside, of which there should be one. */
  readonly packages: number;
  /** True where the outer Package is missing. */
  readonly wrapped: boolean;
  /** Elements of the inner Package; undefined where there is not exactly one. */
  readonly elements?: readonly PackageValue[];
  /** The Integer of an entry, where it is one. */
  readonly integer: (entry: PsdEntry) => bigint | undefined;
}

export function readPsd(value: PackageValue): PsdValue {
  const outer = value.kind === 'package' ? value.elements : [];
  const inner = outer.flatMap((one) => (one.kind === 'package' ? [one.elements] : []));
  const [first] = outer;
  const unknown = outer.length === 1 && first !== undefined && isReference(first);
  const wrapped = value.kind === 'package' && inner.length === 0 && !unknown;
  const [only] = wrapped ? [outer] : inner;
  const elements = wrapped || inner.length === 1 ? only : undefined;
  return {
    packages: inner.length,
    wrapped,
    ...(elements && { elements }),
    integer: (entry) => integerOf(elements?.[PSD_ENTRIES.indexOf(entry)]),
  };
}

/** An Integer of a `_PSD`, where it is one. */
export function psdNumber({ value }: NamedPackage, entry: PsdEntry): bigint | undefined {
  return readPsd(value).integer(entry);
}

/** The domain that a `_PSD` states, as far as it has the Integers; an unknown coordination type is none. */
export function psdDomain(value: PackageValue): (Omit<PsdDomain, 'coordType'> & { coordType?: CoordType }) | undefined {
  const { integer } = readPsd(value);
  const [domain, type, numProcessors] = [integer('Domain'), integer('CoordType'), integer('NumProcessors')];
  const coordType = COORD_TYPES.find((row) => row.id === type)?.name;
  if (domain === undefined || numProcessors === undefined) return undefined;
  return { domain, numProcessors, ...(coordType && { coordType }) };
}
