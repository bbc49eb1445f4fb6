import { LEAST_PRIORITY_COUNT, RESOURCE_PRIORITY } from '../../../grammar/cpc.js';
import { type FoundCpc, type FoundValue, integerOf } from '../found.js';
import { elementOf, type Finding, finding, fixedValue, type Rule } from './finding.js';
import { isReference, wordsFor } from './shape.js';

/** What Resource Priority must look like. ACPI 6.6 §8.4.6.1.2.7. */
export const PRIORITY_RULES: readonly Rule<FoundCpc>[] = [
  { origins: ['F6'], check: isPackage },
  { origins: ['F7'], check: isNested },
  { origins: ['F7', 'F8'], check: descriptorsAreWhole },
  { origins: ['F9', 'F10', 'F11'], check: resourcesAreIntegers },
  { origins: ['F12', 'F13', 'F14', 'F16'], check: descriptorTypes },
  { origins: ['F15'], check: countsOrder },
];

const AT = elementOf('resource_priority');

function isPackage(cpc: FoundCpc): Finding[] {
  const value = fixedValue(cpc, 'resource_priority');
  if (!value || value.kind === 'package' || isReference(value)) return [];
  return [finding('table/resource-priority-type', { is: wordsFor(value) }, AT)];
}

/** Intel's early revision 4 leaves the outer package out. */
function isFlat(elements: readonly FoundValue[]): boolean {
  return elements.length === RESOURCE_PRIORITY.length && elements.slice(1).every(({ kind }) => kind !== 'package');
}

function isNested(cpc: FoundCpc): Finding[] {
  return isFlat(outerOf(cpc)) ? [finding('table/resource-priority-flat', {}, AT)] : [];
}

function outerOf(cpc: FoundCpc): readonly FoundValue[] {
  const value = fixedValue(cpc, 'resource_priority');
  return value?.kind === 'package' ? value.elements : [];
}

function descriptorsAreWhole(cpc: FoundCpc): Finding[] {
  const outer = outerOf(cpc);
  if (isFlat(outer)) return [];
  return outer.flatMap((one, i) => {
    const is = one.kind === 'package' ? `a Package of ${one.elements.length}` : wordsFor(one);
    const whole = one.kind === 'package' && one.elements.length === RESOURCE_PRIORITY.length;
    return whole || isReference(one)
      ? []
      : [finding('table/resource-priority-descriptor', { number: i, is, right: RESOURCE_PRIORITY.length }, AT)];
  });
}

interface Descriptor {
  readonly number: number;
  readonly elements: readonly FoundValue[];
}

/** The descriptors that have all their elements; the flat form is one. */
function descriptorsOf(cpc: FoundCpc): Descriptor[] {
  const outer = outerOf(cpc);
  const packages = isFlat(outer) ? [outer] : outer.map((one) => (one.kind === 'package' ? one.elements : []));
  return packages.flatMap((elements, number) =>
    elements.length === RESOURCE_PRIORITY.length ? [{ number, elements }] : [],
  );
}

function resourcesAreIntegers(cpc: FoundCpc): Finding[] {
  return descriptorsOf(cpc).flatMap(({ number, elements: [resources] }) => {
    if (!resources || isReference(resources)) return [];
    const inner = resources.kind === 'package' ? resources.elements : undefined;
    if (inner && inner.length > 0 && inner.every((one) => one.kind === 'integer' || isReference(one))) return [];
    const wrong = inner?.find((one) => one.kind !== 'integer');
    const is = inner ? (wrong ? `a Package with ${wordsFor(wrong)}` : 'an empty Package') : wordsFor(resources);
    return [finding('table/resource-priority-resources', { number, is }, AT)];
  });
}

const FORMS: readonly { readonly index: number; readonly integer: boolean }[] = [
  { index: 1, integer: true },
  { index: 2, integer: false },
  { index: 3, integer: true },
  { index: 4, integer: false },
];

function descriptorTypes(cpc: FoundCpc): Finding[] {
  return descriptorsOf(cpc).flatMap(({ number, elements }) =>
    FORMS.flatMap(({ index, integer }) => {
      const value = elements[index];
      const title = RESOURCE_PRIORITY[index];
      if (!value || !title || isReference(value) || value.kind === 'register' || value.kind === 'absent') return [];
      if (integer && value.kind === 'integer') return [];
      return [finding('table/resource-priority-element', { number, title, integer, is: wordsFor(value) }, AT)];
    }),
  );
}

function countsOrder(cpc: FoundCpc): Finding[] {
  return descriptorsOf(cpc).flatMap(({ number, elements }) => {
    const count = integerOf(elements[3]);
    return count === undefined || count >= LEAST_PRIORITY_COUNT
      ? []
      : [finding('table/resource-priority-count', { number, count, least: LEAST_PRIORITY_COUNT }, AT)];
  });
}
