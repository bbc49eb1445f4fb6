import { STATE_LATENCY } from '../../grammar/p-states.js';
import { integer } from '../aml/integer.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import type { PStates } from '../cpc/ir.js';
import { packageOf } from './package.js';

/** `_PCT`: the control and status registers. ACPI 6.6 §8.4.5.1. */
export function pctName({ control, status }: PStates): NodeOf<'DefName'> {
  const elements: AmlNode[] = [control, status].map((register) => ({
    term: 'ResourceTemplate',
    registers: [register],
  }));
  return { term: 'DefName', name: '_PCT', object: packageOf(elements) };
}

/** `_PSS`: the states, fastest first; control and status have the number of a state. ACPI 6.6 §8.4.5.2. */
export function pssName({ states }: PStates): NodeOf<'DefName'> {
  const { transition, busMaster } = STATE_LATENCY;
  const packages = states.map(({ frequency, power }, i) =>
    packageOf([frequency, power, transition, busMaster, BigInt(i), BigInt(i)].map((value) => integer(value))),
  );
  return { term: 'DefName', name: '_PSS', object: packageOf(packages) };
}

/** `_PPC`: all states may be used, from the first one on. ACPI 6.6 §8.4.5.3. */
export function ppcMethod(): NodeOf<'DefMethod'> {
  return { term: 'DefMethod', name: '_PPC', methodFlags: 0, terms: [{ term: 'DefReturn', object: integer(0) }] };
}
