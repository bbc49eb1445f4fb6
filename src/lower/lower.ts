import { CPC_ENTRIES, CPC_HEAD, type CpcKey } from '../../grammar/cpc.js';
import type { EncodingName } from '../../grammar/encodings.js';
import { OUR_TABLE } from '../../grammar/structures.js';
import { integer } from '../aml/integer.js';
import { encodeOnce } from '../aml/term.js';
import type { AmlNode, AmlTable, GenericRegister, NodeOf } from '../aml/tree.js';
import {
  type CpcEntries,
  type CpcTable,
  type CpcValue,
  NULL_REGISTER,
  type Processor,
  type ResourcePriority,
} from '../cpc/ir.js';
import { inEncoding } from './encoding.js';
import { objectTypeId } from './object-type.js';
import { oscMethod } from './osc.js';
import { pctName, ppcMethod, pssName } from './p-states.js';
import { packageOf } from './package.js';
import type { ProcessorTerms } from './processor-terms.js';
import { psdName } from './psd.js';
import { type SharedBuffers, sharedBuffers } from './shared-buffers.js';
import { splitTerms } from './split.js';

/** A tree to encode and print, with comments for people beside its nodes. */
export interface LoweredTable {
  readonly tree: AmlTable;
  readonly notes: ReadonlyMap<AmlNode, string>;
  readonly processors: readonly Processor[];
}

/** The tables of a CpcTable, split between processors where one would be longer than it may be. */
export function lower(table: CpcTable, encoding: EncodingName = 'iasl'): readonly LoweredTable[] {
  const shared = sharedBuffers(encoding === 'iasl' ? table : { ...table, compact: false });
  const common = commonTerms(table, shared);
  const cpcOf = cpcNames(table, shared);
  const processors = hasProcessorObjects(table) ? table.processors.map((one) => processorTerms(table, one, cpcOf)) : [];
  return splitTerms(common, inEncoding(processors, encoding), shared.externals, table.maxTableBytes).map((part) => ({
    tree: { header: headerOf(table), terms: part.terms },
    notes: notesOf(part.processors, common),
    processors: part.processors.map((one) => one.processor),
  }));
}

function headerOf(table: CpcTable): AmlTable['header'] {
  const { oemId, oemTableId, oemRevision, creatorId, creatorRevision } = table;
  return { ...OUR_TABLE, oemId, oemTableId, oemRevision, creatorId, creatorRevision };
}

function hasProcessorObjects({ objects }: CpcTable): boolean {
  return objects.some((name) => name !== '_OSC');
}

/** The terms of the first part only: `_OSC` and the shared buffers. */
function commonTerms({ objects }: CpcTable, shared: SharedBuffers): readonly NodeOf<'DefScope'>[] {
  const terms = [...(objects.includes('_OSC') ? [oscMethod()] : []), ...shared.names];
  return terms.length > 0 ? [{ term: 'DefScope', name: '\\_SB', terms }] : [];
}

type CpcOf = (processor: Processor) => NodeOf<'DefName'>;

/** Processors that share their entries share the node, whose bytes are encoded here for all of them. */
function cpcNames({ revision }: CpcTable, shared: SharedBuffers): CpcOf {
  const names = new Map<CpcEntries, NodeOf<'DefName'>>();
  return ({ stated: entries }) => {
    const known = names.get(entries);
    if (known) return known;
    const name = cpcName(entries, revision, shared);
    names.set(entries, name);
    encodeOnce(name);
    return name;
  };
}

function processorTerms({ objects }: CpcTable, processor: Processor, cpcOf: CpcOf): ProcessorTerms {
  const terms: AmlNode[] = [];
  if (objects.includes('_CPC')) terms.push(cpcOf(processor));
  if (objects.includes('_PSD')) terms.push(psdName(processor));
  if (objects.includes('_PCT')) terms.push(pctName(processor.pStates));
  if (objects.includes('_PSS')) terms.push(pssName(processor.pStates));
  if (objects.includes('_PPC')) terms.push(ppcMethod());
  return {
    processor,
    externals: [{ term: 'DefExternal', name: processor.path, objectType: DEVICE, argumentCount: 0 }],
    scope: { term: 'DefScope', name: processor.path, terms },
  };
}

const DEVICE = objectTypeId('DeviceObj');

/** `_CPC`: a Package whose first element counts all of them. ACPI 6.6 §8.4.6.1. */
export function cpcName(entries: CpcEntries, revision: number, shared: SharedBuffers): NodeOf<'DefName'> {
  const rows = CPC_ENTRIES.filter((row) => row.since <= revision);
  const numElements = CPC_HEAD.length + rows.length;
  const elements = [
    integer(numElements),
    integer(revision),
    ...rows.map(({ key }) => element(key, entries[key], shared)),
  ];
  return { term: 'DefName', name: '_CPC', object: { term: 'DefPackage', numElements, elements } };
}

function element(key: CpcKey, value: CpcValue, shared: SharedBuffers): AmlNode {
  switch (value.kind) {
    case 'integer':
      return integer(value.value);
    case 'register':
      return shared.bufferOf(value.register);
    case 'priorities':
      return packageOf(value.priorities.map(priorityPackage));
    case 'absent':
      return key === 'resource_priority' ? packageOf([]) : shared.bufferOf(NULL_REGISTER);
  }
}

/** ACPI 6.6 §8.4.6.1.2.7: a Package of Packages of five elements. */
function priorityPackage({ resources, enableValue, enableRegister, count, register }: ResourcePriority): AmlNode {
  return packageOf([
    packageOf(resources.map((resource) => integer(resource))),
    integer(enableValue),
    template(enableRegister),
    integer(count),
    template(register),
  ]);
}

function template(register: GenericRegister): AmlNode {
  return { term: 'ResourceTemplate', registers: [register] };
}

function notesOf(parts: readonly ProcessorTerms[], common: readonly NodeOf<'DefScope'>[]): Map<AmlNode, string> {
  const notes = new Map<AmlNode, string>();
  for (const term of common.flatMap((scope) => scope.terms)) {
    if (term.term === 'DefMethod') notes.set(term, OSC_NOTE);
  }
  for (const { processor, scope } of parts) notes.set(scope, noteOf(processor));
  return notes;
}

const OSC_NOTE = 'Acknowledges CPPC, CPPC v2, diverse highest performance and flexible address space';

function noteOf({ vcpu, core, thread, hostThreads }: Processor): string {
  const pinned = hostThreads ? `, on host thread${hostThreads.threads.length > 1 ? 's' : ''} ${hostThreads.text}` : '';
  return `vCPU ${vcpu}: core ${core}, thread ${thread}${pinned}`;
}
