import { PERFORMANCE_NAMES, PROCESSOR_DEVICE_HID } from '../../grammar/predefined-names.js';
import { pathOfName } from '../aml/name-tree.js';
import type { AmlNode } from '../aml/tree.js';
import type { Entity, Scope, Value } from '../objects/model.js';
import type { State } from '../objects/state.js';

/** A processor of the namespace: a Processor object, a Device, or a scope that has the objects of one. ACPI 6.6 §8.4. */
export interface ProcessorObject {
  readonly path: string;
  /** False where the tables only have objects in its scope: its definition is in a table that was not given. */
  readonly defined: boolean;
  /** null for a Processor object without one. */
  readonly hid: string | null;
  /** null where there is none, or code decides it. */
  readonly uid: bigint | string | null;
  /** The ID of a Processor object. */
  readonly processorId: number | undefined;
  /** Its term in a table. */
  readonly node: AmlNode | undefined;
}

/** The processors in the order of the namespace. */
export function processorsIn(state: State): ProcessorObject[] {
  const found: ProcessorObject[] = [];
  const visit = (node: Scope): void => {
    const processor = processorAt(state, node);
    if (processor) found.push(processor);
    for (const child of node.children?.values() ?? []) visit(child);
  };
  visit(state.root);
  return found;
}

function processorAt(state: State, node: Scope): ProcessorObject | undefined {
  if (!node.children && node.value?.kind !== 'processor') return undefined;
  const entity = node.value;
  const defined = entity?.kind === 'processor' || entity?.kind === 'device';
  const hid = constantOf(state, node, '_HID');
  const isProcessor = entity?.kind === 'processor' || (hid?.type === 'String' && hid.text === PROCESSOR_DEVICE_HID);
  if (!isProcessor && !ofProcessors(entity).some((name) => node.children?.get(name)?.value)) return undefined;
  const uid = constantOf(state, node, '_UID');
  const term = defined ? entity.term : undefined;
  return {
    path: pathOfName(node),
    defined,
    hid: hid?.type === 'String' ? hid.text : null,
    uid: uid?.type === 'Integer' ? uid.value : uid?.type === 'String' ? uid.text : null,
    processorId: term?.term === 'DefProcessor' ? term.procId : undefined,
    node: term,
  };
}

/** Objects that show that a Device is a processor: devices of heat management have the `_PSS` of one, too. */
const OF_DEVICES = PERFORMANCE_NAMES.filter((name) => !/_P[PS][CS]/.test(name));

function ofProcessors(entity: Entity | undefined): readonly string[] {
  return entity?.kind === 'device' ? OF_DEVICES : PERFORMANCE_NAMES;
}

/** What a Name directly below holds. */
function constantOf(state: State, node: Scope, segment: string): Value | undefined {
  const child = node.children?.get(segment)?.value;
  const literal =
    child?.kind === 'data' && (child.term?.object.term === 'Integer' || child.term?.object.term === 'String');
  return literal ? state.held(child) : undefined;
}
