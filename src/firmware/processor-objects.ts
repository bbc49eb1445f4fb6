import { PROCESSOR_DEVICE_HID } from '../../grammar/predefined-names.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { absolute } from './namespace.js';

type ProcessorNode = NodeOf<'DefProcessor'> | NodeOf<'DefDevice'>;

/** A processor that a table declares. */
interface ProcessorObject {
  readonly path: string;
  readonly node: ProcessorNode;
  /** Undefined for a Processor object, which has none. */
  readonly hid?: string;
  /** The `_UID`, or the id of a Processor object; undefined where code computes it. */
  readonly uid?: string | bigint;
}

export function processorsIn(terms: readonly AmlNode[]): ProcessorObject[] {
  const found: ProcessorObject[] = [];
  const visit = (node: AmlNode, scope: string): void => {
    const opens = node.term === 'DefScope' || node.term === 'DefDevice' || node.term === 'DefProcessor';
    const path = opens ? absolute(node.name, scope) : scope;
    if (isProcessor(node)) found.push({ path, node, ...namesOf(node) });
    if (opens || node.term === 'DefIf' || node.term === 'DefElse')
      for (const inner of innerNodes(node)) visit(inner, path);
  };
  for (const term of terms) visit(term, '\\');
  return found;
}

/** ACPI 6.6 §8.4: a Processor, or a Device of this _HID. */
function isProcessor(node: AmlNode): node is ProcessorNode {
  return node.term === 'DefProcessor' || (node.term === 'DefDevice' && valueIn(node, '_HID') === PROCESSOR_DEVICE_HID);
}

function namesOf(node: ProcessorNode): Pick<ProcessorObject, 'hid' | 'uid'> {
  const uid = valueIn(node, '_UID') ?? (node.term === 'DefProcessor' ? BigInt(node.procId) : undefined);
  return { ...(node.term === 'DefDevice' && { hid: PROCESSOR_DEVICE_HID }), ...(uid !== undefined && { uid }) };
}

/** The constant of a Name directly in an object. */
function valueIn({ terms }: ProcessorNode, name: string): string | bigint | undefined {
  for (const one of terms) {
    if (one.term !== 'DefName' || one.name !== name) continue;
    return one.object.term === 'String' || one.object.term === 'Integer' ? one.object.value : undefined;
  }
  return undefined;
}
