import { encodeTable } from '../../src/aml/table.js';
import type { AmlNode } from '../../src/aml/tree.js';
import type { Machine } from '../../src/evaluate/machine.js';

/** Scopes that ACPICA brings. */
const BUILT_IN = new Set(['_SB', '_PR', '_GPE', '_SI', '_TZ']);

/** A DSDT that has the processors whose definition is not in the tables of a machine: acpiexec needs one. */
export function stubDsdt({ processors }: Machine): Uint8Array {
  const paths = processors.filter(({ defined }) => !defined).map(({ path }) => path.slice(1).split('.'));
  const oem = { oemId: 'TEST', oemTableId: 'STUB', oemRevision: 1, creatorId: 'TEST', creatorRevision: 1 };
  return encodeTable({ header: { signature: 'DSDT', revision: 2, ...oem }, terms: scopes(paths) });
}

function scopes(paths: readonly (readonly string[])[]): AmlNode[] {
  const firsts = [...new Set(paths.flatMap(([first]) => (first === undefined ? [] : [first])))];
  return firsts.map((name) => {
    const terms = scopes(paths.filter(([first]) => first === name).map(([, ...rest]) => rest));
    return { term: BUILT_IN.has(name) ? 'DefScope' : 'DefDevice', name, terms };
  });
}
