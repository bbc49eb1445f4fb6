import { METHOD_FLAGS } from '../../grammar/aml-terms.js';
import { OSC, OSC_CPPC_BITS } from '../../grammar/osc.js';
import { integer } from '../aml/integer.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { uuidBuffer } from '../aml/uuid.js';

const KEPT = OSC_CPPC_BITS.reduce((mask, { bit }) => mask | (1n << BigInt(bit)), 0n);

const ARG0 = { term: 'Arg0' } as const;
const ARG1 = { term: 'Arg1' } as const;
const ARG3 = { term: 'Arg3' } as const;
const LOCAL0 = { term: 'Local0' } as const;
const STATUS = { term: 'NameString', name: 'STS0' } as const;
const CAPABILITIES = { term: 'NameString', name: 'CAP0' } as const;

/**
 * `\_SB._OSC`, which stock QEMU lacks on x86 and which Linux calls to negotiate CPPC v2. It keeps the CPPC bits, and sets bit 4 only when
 * it masked something: Linux treats a masked answer to its second call as a failure. ACPI 6.6 §6.2.12.
 */
export function oscMethod(): NodeOf<'DefMethod'> {
  return {
    term: 'DefMethod',
    name: '_OSC',
    methodFlags: 4 | METHOD_FLAGS.serialized,
    terms: [
      dwordField(0, STATUS.name),
      unless(equal(ARG0, uuidBuffer(OSC.uuid)), [setStatus(OSC.unrecognizedUuid), RETURN]),
      unless(equal(ARG1, integer(OSC.revision)), [setStatus(OSC.unrecognizedRevision), RETURN]),
      dwordField(4, CAPABILITIES.name),
      { term: 'DefAnd', a: CAPABILITIES, b: integer(KEPT), target: LOCAL0 },
      unless(equal(LOCAL0, CAPABILITIES), [
        setStatus(OSC.capabilitiesMasked),
        { term: 'DefStore', source: LOCAL0, target: CAPABILITIES },
      ]),
      RETURN,
    ],
  };
}

const RETURN: AmlNode = { term: 'DefReturn', object: ARG3 };

function dwordField(offset: number, name: string): AmlNode {
  return { term: 'DefCreateDWordField', source: ARG3, byteIndex: integer(offset), name };
}

function equal(a: AmlNode, b: AmlNode): AmlNode {
  return { term: 'DefLEqual', a, b };
}

function unless(condition: AmlNode, terms: readonly AmlNode[]): AmlNode {
  return { term: 'DefIf', predicate: { term: 'DefLNot', operand: condition }, terms };
}

function setStatus(bit: bigint): AmlNode {
  return { term: 'DefOr', a: STATUS, b: integer(bit), target: STATUS };
}
