import { COORD_TYPES, PSD_ENTRIES, PSD_REVISION } from '../../grammar/psd.js';
import { integer } from '../aml/integer.js';
import type { NodeOf } from '../aml/tree.js';
import type { Processor } from '../cpc/ir.js';

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
