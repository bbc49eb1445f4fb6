import type { XmlElement } from '@rgrove/parse-xml';
import { TOPOEXT } from '../../grammar/cpu-models.js';
import { cpuModelOf } from '../cpc/cpu-model.js';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore } from '../cpc/topology.js';
import { topoextFeature } from '../emit/libvirt.js';
import { element, type XmlNode } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** Writes the children of `<cpu>`: the topology if it is requested, and topoext where the threads need it. */
export function putCpu(editor: Editor, root: XmlElement, table: CpcTable, withTopology: boolean): void {
  const cpu = childOf(root, 'cpu');
  const topology = withTopology ? topologyOf(cpu, table) : [];
  mergeBelow(editor, root, element('cpu', {}), [...topology, ...featureOf(cpu, table)], 'name');
}

/** Cores and threads of the spec. Sockets, dies and clusters of the domain stay if they divide the cores evenly. */
function topologyOf(cpu: XmlElement | undefined, table: CpcTable): XmlNode[] {
  const threads = threadsPerCore(table);
  if (threads === undefined) return [];
  const cores = table.processors.length / threads;
  const existing = childOf(cpu, 'topology')?.attributes ?? {};
  const above = ['sockets', 'dies', 'clusters'].filter((name) => name === 'sockets' || name in existing);
  const kept = above.map((name) => [name, existing[name] ?? '1'] as const);
  const groups = kept.reduce((product, [, text]) => product * Number(text), 1);
  const isKept = kept.every(([, text]) => /^[1-9]\d*$/.test(text)) && cores % groups === 0;
  const attributes = {
    ...Object.fromEntries(kept.map(([name, text]) => [name, isKept ? text : '1'])),
    cores: String(isKept ? cores / groups : cores),
    threads: String(threads),
  };
  return [element('topology', attributes)];
}

/** libvirt refuses features without a CPU model, and this one with an Intel model. */
function featureOf(cpu: XmlElement | undefined, table: CpcTable): XmlNode[] {
  const model = childOf(cpu, 'model')?.text.trim();
  const isIntel = model !== undefined && cpuModelOf(model)?.vendor === 'Intel';
  if (!cpu || isIntel || (cpu.attributes['mode'] === undefined && model === undefined)) return [];
  const isForced = table.topoext && childrenOf(cpu, 'feature').some(forcesTopoext);
  return isForced ? [] : topoextFeature(table);
}

function forcesTopoext({ attributes }: XmlElement): boolean {
  return attributes['name'] === TOPOEXT && attributes['policy'] === 'force';
}
