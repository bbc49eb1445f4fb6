import { RESOURCE_PRIORITY } from '../../../grammar/cpc.js';
import type { CpcPackage, PackageValue } from '../package.js';

/** Intel's early revision 4 leaves the outer package out. */
export function isFlat(elements: readonly PackageValue[]): boolean {
  return elements.length === RESOURCE_PRIORITY.length && elements.slice(1).every(({ kind }) => kind !== 'package');
}

/** The descriptors of Resource Priority; of the flat form, the elements of its one. */
export function outerOf(cpc: CpcPackage): readonly PackageValue[] {
  const value = cpc.entries.get('resource_priority');
  return value?.kind === 'package' ? value.elements : [];
}

interface Descriptor {
  readonly number: number;
  readonly elements: readonly PackageValue[];
}

/** The descriptors that have all their elements; the flat form is one. */
export function descriptorsOf(cpc: CpcPackage): Descriptor[] {
  const outer = outerOf(cpc);
  const packages = isFlat(outer) ? [outer] : outer.map((one) => (one.kind === 'package' ? one.elements : []));
  return packages.flatMap((elements, number) =>
    elements.length === RESOURCE_PRIORITY.length ? [{ number, elements }] : [],
  );
}
