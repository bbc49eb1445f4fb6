import type { XmlElement } from '@rgrove/parse-xml';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore } from '../emit/topology.js';
import { element } from '../xml/xml-text.js';
import { childOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** Writes cores and threads of the spec. Sockets, dies and clusters of the domain stay if they divide the cores evenly. */
export function putTopology(editor: Editor, root: XmlElement, table: CpcTable): void {
  const threads = threadsPerCore(table);
  if (threads === undefined) return;
  const cores = table.processors.length / threads;
  const existing = childOf(childOf(root, 'cpu'), 'topology')?.attributes ?? {};
  const above = ['sockets', 'dies', 'clusters'].filter((name) => name === 'sockets' || name in existing);
  const kept = above.map((name) => [name, existing[name] ?? '1'] as const);
  const groups = kept.reduce((product, [, text]) => product * Number(text), 1);
  const isKept = kept.every(([, text]) => /^[1-9]\d*$/.test(text)) && cores % groups === 0;
  const attributes = {
    ...Object.fromEntries(kept.map(([name, text]) => [name, isKept ? text : '1'])),
    cores: String(isKept ? cores / groups : cores),
    threads: String(threads),
  };
  mergeBelow(editor, root, element('cpu', {}), [element('topology', attributes)]);
}
