import { STATE_LATENCY } from '../../grammar/p-states.js';
import { integer } from '../aml/integer.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import type { PStates } from '../cpc/ir.js';

/** `_PCT`: where a P-state is asked for, and where it is seen. ACPI 6.6 §8.4.5.1. */
export function pctName({ control, status }: PStates): NodeOf<'DefName'> {
  const elements: AmlNode[] = [control, status].map((register) => ({
    term: 'ResourceTemplate',
    registers: [register],
  }));
  return { term: 'DefName', name: '_PCT', object: packageOf(elements) };
}

/** `_PSS`: the states, fastest first; what the registers hold for a state is its number. ACPI 6.6 §8.4.5.2. */
export function pssName({ states }: PStates): NodeOf<'DefName'> {
  const { transition, busMaster } = STATE_LATENCY;
  const packages = states.map(({ frequency, power }, i) =>
    packageOf([frequency, power, transition, busMaster, BigInt(i), BigInt(i)].map((value) => integer(value))),
  );
  return { term: 'DefName', name: '_PSS', object: packageOf(packages) };
}

/** `_PPC`: the fastest state that may be used is the first. ACPI 6.6 §8.4.5.3. */
export function ppcMethod(): NodeOf<'DefMethod'> {
  return { term: 'DefMethod', name: '_PPC', methodFlags: 0, terms: [{ term: 'DefReturn', object: integer(0) }] };
}

function packageOf(elements: readonly AmlNode[]): AmlNode {
  return { term: 'DefPackage', numElements: elements.length, elements };
}
