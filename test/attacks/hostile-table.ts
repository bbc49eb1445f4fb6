// A table whose IDs and strings have line ends, escapes of terminals and TOML in them.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTable, encodeTable } from '../../src/aml/table.js';
import type { AmlNode, NodeOf } from '../../src/aml/tree.js';
import { innerNodes } from '../../src/aml/walk.js';

export const OEM_ID = '"\n\u001b[2J';
export const OEM_TABLE_ID = '\u009b31m\n[a]';
const STRING = '\u001b]0;own\u0007\nhighest_perf = 5 # "*/';

/** Elements of a `_CPC` that become the string: guaranteed_perf and nominal_freq. */
const ELEMENTS = [6, 22];

/** Writes `h.aml`: the table of `good.toml` with these texts. */
export function hostileTable(folder: string): void {
  const { value } = decodeTable(readFileSync(join(folder, 'good.aml')), 'good.aml');
  if (!value) throw new Error('good.aml cannot be read');
  const header = { ...value.header, oemId: OEM_ID, oemTableId: OEM_TABLE_ID };
  for (const node of everyNode(value.terms)) if (isCpc(node)) fill(node);
  writeFileSync(join(folder, 'h.aml'), encodeTable({ ...value, header }));
}

function fill({ object }: NodeOf<'DefName'>): void {
  if (object.term !== 'DefPackage') return;
  const elements = object.elements as AmlNode[];
  for (const at of ELEMENTS) elements[at] = { term: 'String', value: STRING };
}

function isCpc(node: AmlNode): node is NodeOf<'DefName'> {
  return node.term === 'DefName' && node.name.endsWith('_CPC');
}

function everyNode(nodes: readonly AmlNode[]): AmlNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(innerNodes(node))]);
}
