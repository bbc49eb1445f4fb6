import { integer } from '../aml/integer.js';
import type { NodeOf } from '../aml/tree.js';
import { type PsdDomain, psdElements } from '../cpc/psd.js';

/** `_PSD`: a Package of one Package, the processors that change performance together. ACPI 6.6 §8.4.5.5. */
export function psdName(processor: PsdDomain): NodeOf<'DefName'> {
  const values = psdElements(processor);
  const inner: NodeOf<'DefPackage'> = {
    term: 'DefPackage',
    numElements: values.length,
    elements: values.map((value) => integer(value)),
  };
  return { term: 'DefName', name: '_PSD', object: { term: 'DefPackage', numElements: 1, elements: [inner] } };
}
