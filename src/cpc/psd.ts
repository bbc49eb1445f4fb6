import { COORD_TYPES, PSD_ENTRIES, PSD_REVISION } from '../../grammar/psd.js';
import { integer } from '../aml/integer.js';
import type { NodeOf } from '../aml/tree.js';
import type { FoundValue } from './found.js';
import type { Processor } from './ir.js';

/** `_PSD`: one package that says with which processors this one shares its performance. ACPI 6.6 §8.4.5.5. */
export function psdName({ domain, coordType, numProcessors }: Processor): NodeOf<'DefName'> {
  const values = psdNumbers({ domain, coordType, numProcessors });
  const inner: NodeOf<'DefPackage'> = {
    term: 'DefPackage',
    numElements: values.length,
    elements: values.map((value) => integer(value)),
  };
  return { term: 'DefName', name: '_PSD', object: { term: 'DefPackage', numElements: 1, elements: [inner] } };
}

/** The Integers of the package, in order. */
export function psdNumbers({
  domain,
  coordType,
  numProcessors,
}: Pick<Processor, 'domain' | 'coordType' | 'numProcessors'>) {
  const coordination = COORD_TYPES.find((row) => row.name === coordType)?.id ?? COORD_TYPES[0].id;
  return [BigInt(PSD_ENTRIES.length), PSD_REVISION, domain, coordination, numProcessors];
}

/** What a `_PSD` says, as far as it has the Integers; a coordination type that ACPI does not know is none. */
export function liftPsd(found: FoundValue) {
  const [inner] = found.kind === 'package' ? found.elements : [];
  const elements = inner?.kind === 'package' ? inner.elements : [];
  const [, , domain, coordination, numProcessors] = elements.map((one) =>
    one.kind === 'integer' ? one.value : undefined,
  );
  if (domain === undefined || numProcessors === undefined) return undefined;
  return { domain, coordType: COORD_TYPES.find((row) => row.id === coordination)?.name, numProcessors };
}
