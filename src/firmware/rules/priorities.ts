import { RESOURCE_PRIORITY } from '../../../grammar/cpc.js';
import { type CpcPackage, isReference, wordsFor } from '../../cpc/package.js';
import { type Finding, finding, type Rule } from '../../cpc/rules/finding.js';
import { descriptorsOf, isFlat, outerOf } from '../../cpc/rules/priorities.js';

/** What Resource Priority must look like. ACPI 6.6 §8.4.6.1.2.7. */
export const PRIORITY_RULES: readonly Rule<CpcPackage>[] = [
  { origins: ['F6'], check: isPackage },
  { origins: ['F7'], check: isNested },
  { origins: ['F7', 'F8'], check: descriptorsAreWhole },
  { origins: ['F9', 'F10', 'F11'], check: resourcesAreIntegers },
  { origins: ['F12', 'F13', 'F14', 'F16'], check: descriptorTypes },
];

const AT = { entry: 'resource_priority' } as const;

function isPackage(cpc: CpcPackage): Finding[] {
  const value = cpc.entries.get('resource_priority');
  if (!value || value.kind === 'package' || isReference(value)) return [];
  return [finding('firmware/resource-priority-type', { is: wordsFor(value) }, AT)];
}

function isNested(cpc: CpcPackage): Finding[] {
  return isFlat(outerOf(cpc)) ? [finding('firmware/resource-priority-flat', {}, AT)] : [];
}

function descriptorsAreWhole(cpc: CpcPackage): Finding[] {
  const outer = outerOf(cpc);
  if (isFlat(outer)) return [];
  return outer.flatMap((one, i) => {
    const is = one.kind === 'package' ? `a Package of ${one.elements.length}` : wordsFor(one);
    const whole = one.kind === 'package' && one.elements.length === RESOURCE_PRIORITY.length;
    return whole || isReference(one)
      ? []
      : [finding('firmware/resource-priority-descriptor', { number: i, is, right: RESOURCE_PRIORITY.length }, AT)];
  });
}

function resourcesAreIntegers(cpc: CpcPackage): Finding[] {
  return descriptorsOf(cpc).flatMap(({ number, elements: [resources] }) => {
    if (!resources || isReference(resources)) return [];
    const inner = resources.kind === 'package' ? resources.elements : undefined;
    if (inner && inner.length > 0 && inner.every((one) => one.kind === 'integer' || isReference(one))) return [];
    const wrong = inner?.find((one) => one.kind !== 'integer');
    const is = inner ? (wrong ? `a Package with ${wordsFor(wrong)}` : 'an empty Package') : wordsFor(resources);
    return [finding('firmware/resource-priority-resources', { number, is }, AT)];
  });
}

const FORMS: readonly { readonly index: number; readonly integer: boolean }[] = [
  { index: 1, integer: true },
  { index: 2, integer: false },
  { index: 3, integer: true },
  { index: 4, integer: false },
];

function descriptorTypes(cpc: CpcPackage): Finding[] {
  return descriptorsOf(cpc).flatMap(({ number, elements }) =>
    FORMS.flatMap(({ index, integer }) => {
      const value = elements[index];
      const title = RESOURCE_PRIORITY[index];
      if (!value || !title || isReference(value) || value.kind === 'register' || value.kind === 'absent') return [];
      if (integer && value.kind === 'integer') return [];
      return [finding('firmware/resource-priority-element', { number, title, integer, is: wordsFor(value) }, AT)];
    }),
  );
}
