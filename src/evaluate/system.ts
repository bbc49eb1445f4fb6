// What the operating system gives to code: `_OSI`, mutexes and events.

import { OSI_WINDOWS } from '../../grammar/acpica.js';
import type { NodeOf } from '../aml/tree.js';
import { abort } from '../objects/abort.js';
import { integerOperand } from '../objects/convert.js';
import type { Value } from '../objects/model.js';
import { resolve } from '../objects/resolve.js';
import type { Frame, State } from '../objects/state.js';
import { isUnknown, textOf, unknownOf } from '../objects/unknown.js';
import { integerValue } from '../objects/values.js';

/** ACPICA answers Ones for the names of Windows; a real system decides. */
export function osi(state: State, [name]: readonly Value[]): Value {
  if (state.settings.fill === undefined || !name || isUnknown(name)) {
    const text = `_OSI (${name ? textOf(name) : ''})`;
    return unknownOf(text, text, 'Integer');
  }
  const known = name.type === 'String' && name.text.startsWith(OSI_WINDOWS);
  return integerValue(known ? state.mask : 0n);
}

/** Acquire and Wait give zero when they have what they wait for. Nobody else runs here. */
export function acquired(
  state: State,
  node: NodeOf<'DefAcquire'> | NodeOf<'DefWait'>,
  value: Value,
  frame: Frame,
): Value {
  if (isUnknown(value)) return integerValue(0);
  const entity = value.type === 'Object' ? value.entity : undefined;
  if (node.term === 'DefAcquire') {
    if (entity?.kind !== 'mutex') return abort('AE_AML_OPERAND_TYPE', textOf(value));
    entity.acquired++;
    state.changed(() => entity.acquired--);
    return integerValue(0);
  }
  integerOperand(state, resolve(state.operand(node.timeout, frame)));
  if (entity?.kind !== 'event') return abort('AE_AML_OPERAND_TYPE', textOf(value));
  if ((entity.signals ?? 0) === 0) return integerValue(state.mask);
  entity.signals = (entity.signals ?? 0) - 1;
  state.changed(() => {
    entity.signals = (entity.signals ?? 0) + 1;
  });
  return integerValue(0);
}
