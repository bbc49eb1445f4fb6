// What operands must be. As ACPICA 20200925 (exresop.c).

import { abort } from '../objects/abort.js';
import { bufferOperand, integerOperand, toBuffer } from '../objects/convert.js';
import type { Value } from '../objects/model.js';
import type { State } from '../objects/state.js';
import type { Target } from '../objects/store.js';
import { isUnknown, textOf } from '../objects/unknown.js';
import type { Role } from './operators.js';

export function isPlace(role: Role | undefined): boolean {
  return role === 'target' || role === 'place';
}

export function checkTarget(target: Target): void {
  if (target?.at !== 'value') return;
  const { value } = target;
  const isReference = ['RefOf', 'Index', 'Debug', 'Unknown', 'Object'].includes(value.type);
  if (isReference || (value.type === 'Integer' && value.constant)) return;
  abort('AE_AML_OPERAND_TYPE', textOf(value), 'refused-store');
}

export function asRole(state: State, value: Value, role: Role): Value {
  if (isUnknown(value) && role !== 'integer' && role !== 'buffer') return value;
  switch (role) {
    case 'integer':
      return integerOperand(state, value);
    case 'buffer':
      return bufferOperand(state, value);
    case 'text':
      return value.type === 'String' ? value : (toBuffer(state, value) ?? refused(value));
    case 'data':
      return ['Integer', 'String', 'Buffer'].includes(value.type) ? value : refused(value);
    case 'complex':
      return ['Package', 'String', 'Buffer'].includes(value.type) ? value : refused(value);
    case 'package':
      return value.type === 'Package' ? value : refused(value);
    case 'source':
      return value.type === 'Object' ? refused(value) : value;
    default:
      return value;
  }
}

function refused(value: Value): never {
  return abort('AE_AML_OPERAND_TYPE', textOf(value));
}
