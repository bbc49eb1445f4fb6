import { CPC_HEAD } from '../../grammar/cpc.js';
import { templateOf } from '../aml/resource-template.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { isNullRegister } from '../cpc/ir.js';
import { elementCount, type PackageValue } from '../cpc/package.js';

export type PackageNode = NodeOf<'DefPackage'> | NodeOf<'DefVarPackage'>;

export function isPackage(node: AmlNode): node is PackageNode {
  return node.term === 'DefPackage' || node.term === 'DefVarPackage';
}

/** Counts that a `_CPC` of revisions 1 to 4 has. */
const COUNTS = [1, 2, 3, 4].map(elementCount);

/** A package that is one by its name, or looks like one: its length in front, a revision, then registers. */
export function isCpcShaped(node: PackageNode, named: boolean): boolean {
  const { elements } = node;
  if (named) return elements.length >= CPC_HEAD.length;
  const shaped = shapedElements.get(elements) ?? areCpcShaped(elements);
  shapedElements.set(elements, shaped);
  return shaped;
}

/** Packages of equal literals share their elements. */
const shapedElements = new WeakMap<PackageNode['elements'], boolean>();

function areCpcShaped(elements: PackageNode['elements']): boolean {
  const [count, revision] = elements;
  if (count?.term !== 'Integer' || revision?.term !== 'Integer') return false;
  const counted = COUNTS.includes(Number(count.value)) || COUNTS.includes(elements.length);
  const registers = elements.filter((element) => element.term === 'ResourceTemplate').length;
  return counted && revision.value >= 1n && revision.value <= 9n && registers >= 4;
}

/** The value of an element. A reference is followed by `resolve`, but none behind it: damaged packages refer to themselves. */
export function foundValue(
  node: AmlNode,
  resolve: (name: string) => AmlNode | undefined,
  followed = false,
): PackageValue {
  switch (node.term) {
    case 'Integer':
      return { kind: 'integer', value: node.value };
    case 'ResourceTemplate': {
      const [register] = node.registers;
      if (!register || node.registers.length > 1) return { kind: 'other', node };
      return isNullRegister(register) ? { kind: 'absent' } : { kind: 'register', register };
    }
    case 'DefBuffer': {
      const whole = filled(node);
      return whole ? foundValue(whole, resolve, followed) : { kind: 'other', node };
    }
    case 'DefPackage':
    case 'DefVarPackage':
      return { kind: 'package', elements: node.elements.map((element) => foundValue(element, resolve, followed)) };
    case 'NameString': {
      const target = node.args || followed ? undefined : resolve(node.name);
      return (target && foundThere(target)) ?? { kind: 'other', node };
    }
    default:
      return { kind: 'other', node };
  }
}

/** The values of what names stand for: many names may stand for one thing. */
const foundByName = new WeakMap<AmlNode, PackageValue>();

/** Packages inside a `_CPC` are shorter. Longer ones are not followed: hostile code can name one again and again. */
const MOST_NAMED_ELEMENTS = 64;

function foundThere(target: AmlNode): PackageValue | undefined {
  if (target.term === 'NameString' || (isPackage(target) && target.elements.length > MOST_NAMED_ELEMENTS))
    return undefined;
  const known = foundByName.get(target) ?? foundValue(target, () => undefined, true);
  foundByName.set(target, known);
  return known;
}

/** A Buffer that gives fewer bytes than it has, as a Register where zeros behind them make one. ACPI 6.6 §19.6.10. */
function filled({ bufferSize, bytes }: NodeOf<'DefBuffer'>): AmlNode | undefined {
  if (bufferSize.term !== 'Integer' || bufferSize.value > MOST_BUFFER) return undefined;
  const whole = new Uint8Array(Math.max(Number(bufferSize.value), bytes.length));
  whole.set(bytes);
  const size = { term: 'Integer', value: BigInt(whole.length) } as const;
  const template = templateOf({ term: 'DefBuffer', bufferSize: size, bytes: whole });
  return template.term === 'ResourceTemplate' ? template : undefined;
}

/** Longer than every resource template with a single Register. */
const MOST_BUFFER = 64n;
