import type { CpcKey } from '../../grammar/cpc.js';
import type { AmlNode } from '../aml/tree.js';
import { type CpcPackage, elementOf, type PackageValue } from '../cpc/package.js';
import type { MachineFacts } from '../firmware/facts.js';
import { foundValue, isPackage } from '../firmware/firmware-cpc.js';

/** What the tables have in the place of a value that hardware decides. */
export type InitialValue = (key: CpcKey) => PackageValue | undefined;

export function initialValues({ places }: MachineFacts): (cpc: CpcPackage) => InitialValue {
  const nodes = new Map<string, AmlNode>(places.all().map(([node, place]) => [keyOf(place), node]));
  return (cpc) => {
    const node = nodes.get(keyOf(cpc));
    return (key) => {
      const element = node && isPackage(node) ? node.elements[elementOf(key)] : undefined;
      return element && foundValue(element, () => undefined);
    };
  };
}

function keyOf({ table, offset }: { readonly table: number; readonly offset: number }): string {
  return `${table}:${offset}`;
}
