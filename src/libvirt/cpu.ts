import type { XmlElement } from '@rgrove/parse-xml';
import { TOPOEXT } from '../../grammar/cpu-models.js';
import { LIBVIRT_DIES } from '../../grammar/libvirt.js';
import type { Release } from '../../grammar/release.js';
import { type CpuModel, cpuModelOf, flagOf } from '../cpc/cpu-model.js';
import type { CpcTable } from '../cpc/ir.js';
import { threadsPerCore, topologyOf } from '../cpc/topology.js';
import { topoextFeature } from '../emit/libvirt.js';
import { isSince } from '../versions/release.js';
import { element, type XmlNode } from '../xml/xml-text.js';
import { childOf, childrenOf } from './children.js';
import type { Editor } from './editor.js';
import { mergeBelow } from './merge.js';

/** Writes the children of `<cpu>`: the topology if it is requested for a release of libvirt, and topoext where the threads need it. */
export function putCpu(editor: Editor, root: XmlElement, table: CpcTable, topologyFor?: Release): void {
  const cpu = childOf(root, 'cpu');
  const topology = topologyFor ? topologyElement(cpu, table, isSince(topologyFor, LIBVIRT_DIES)) : [];
  mergeBelow(editor, root, element('cpu', {}), [...topology, ...featureOf(cpu, table)], 'name');
}

/**
 * Dies, cores and threads of the spec. Without dies in the spec, sockets, dies and clusters of the domain stay if they divide
 * the cores evenly; with dies, its clusters.
 */
function topologyElement(cpu: XmlElement | undefined, table: CpcTable, withDies: boolean): XmlNode[] {
  const topology = topologyOf(table);
  if (!topology) return [];
  const { dies, threads } = topology;
  const cores = topology.cores * (withDies ? 1 : (dies ?? 1));
  const isStated = withDies && dies !== undefined;
  const existing = childOf(cpu, 'topology')?.attributes ?? {};
  const names = isStated ? ['clusters'] : ['sockets', 'dies', 'clusters'];
  const kept = names.flatMap((name) =>
    name === 'sockets' || name in existing ? [[name, existing[name] ?? '1'] as const] : [],
  );
  const groups = kept.reduce((product, [, text]) => product * Number(text), 1);
  const isKept = kept.every(([, text]) => /^[1-9]\d*$/.test(text)) && cores % groups === 0;
  return [
    element('topology', {
      ...(isStated && { sockets: '1', dies: String(dies) }),
      ...Object.fromEntries(kept.map(([name, text]) => [name, isKept ? text : '1'])),
      cores: String(isKept ? cores / groups : cores),
      threads: String(threads),
    }),
  ];
}

/** libvirt refuses features without a CPU model. A policy `force` stays. */
function featureOf(cpu: XmlElement | undefined, table: CpcTable): XmlNode[] {
  if (!cpu) return [];
  const topoext = domainTopoext(cpu, table);
  const isForced = topoext && policyOf(topoextElement(cpu)) === 'force';
  return isForced ? [] : topoextFeature({ topoext });
}

/** Whether the spec wants topoext for this `<cpu>`: libvirt refuses it with an Intel model, and a model names the vendor that a spec may leave out. */
export function domainTopoext(cpu: XmlElement, table: CpcTable): boolean | undefined {
  if (cpu.attributes['mode'] === undefined && !childOf(cpu, 'model')) return undefined;
  const vendor = modelOf(cpu)?.vendor;
  if (vendor === 'Intel') return undefined;
  return table.topoext ?? (vendor && isOpen(table) ? true : undefined);
}

/** The model that a domain names, if it is known. */
export function modelOf(cpu: XmlElement): CpuModel | undefined {
  return cpuModelOf(childOf(cpu, 'model')?.text.trim() ?? '');
}

/** Whether nothing in the spec decides about topoext, though its cores have threads. */
export function isOpen(table: CpcTable): boolean {
  const isStated = table.topoext !== undefined || flagOf(table.cpuModel, TOPOEXT) !== undefined;
  return !isStated && table.vendor === undefined && (threadsPerCore(table) ?? 1) > 1;
}

export function topoextElement(cpu: XmlElement): XmlElement | undefined {
  return childrenOf(cpu, 'feature').find(({ attributes }) => attributes['name'] === TOPOEXT);
}

/** Without the attribute, libvirt requires the feature. */
export function policyOf(feature: XmlElement | undefined): string | undefined {
  return feature && (feature.attributes['policy'] ?? 'require');
}

/** The dies that a guest sees. Without a topology, QEMU makes each vCPU a socket, which has a die. */
export function diesOf(topology: { readonly sockets: number; readonly dies: number } | null, vcpus: number): number {
  return topology ? topology.sockets * topology.dies : vcpus;
}
