// Loops that wait for hardware, or that write a text of unknown length to a port for debugging. How often they turn is
// unknown, and makes no difference to what an object evaluates to: such a loop is not run, and what it writes is unknown.

import { isDefined } from '../aml/term.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { innerNodes } from '../aml/walk.js';
import { writeField } from '../objects/fields.js';
import type { FieldEntity, Unknown } from '../objects/model.js';
import type { Frame, State } from '../objects/state.js';
import { EFFECTS_ELSEWHERE, targetsOf } from './written-places.js';

interface Effects {
  readonly locals: Set<number>;
  readonly fields: Set<FieldEntity>;
}

/** Terms that do more than give a value, wait, or choose what is run. */
const OTHERS = new Set([...EFFECTS_ELSEWHERE, 'DefReturn', 'DefAcquire', 'DefRelease']);

/** True if the loop writes only into locals and fields of hardware; what it writes is then unknown. */
export function passedOver(state: State, { terms }: NodeOf<'DefWhile'>, turns: Unknown, frame: Frame): boolean {
  const effects: Effects = { locals: new Set(), fields: new Set() };
  if (!terms.every((term) => isIdle(state, term, frame, effects))) return false;
  for (const index of effects.locals) {
    const slot = frame.locals[index];
    const text = `Local${index}`;
    const key = `${text} of a loop in ${state.by} ${state.stepsTaken}`;
    if (slot) slot.value = { type: 'Unknown', text, key, as: 'any', from: turns.from };
  }
  for (const field of effects.fields) writeField(state, field, turns);
  return true;
}

function isIdle(state: State, node: AmlNode, frame: Frame, effects: Effects): boolean {
  if (OTHERS.has(node.term)) return false;
  if (node.term === 'NameString') return isRead(state, node, frame);
  // What names something else is a definition.
  if ('name' in node || !targetsOf(node).every((target) => isHarmless(state, target, frame, effects))) return false;
  return !isDefined(node) || innerNodes(node).every((one) => isIdle(state, one, frame, effects));
}

function isRead(state: State, { name }: NodeOf<'NameString'>, frame: Frame): boolean {
  const kind = state.find(name, frame.scope)?.kind;
  return kind === 'data' || kind === 'field';
}

function isHarmless(state: State, target: AmlNode, frame: Frame, effects: Effects): boolean {
  if (target.term === 'NullName' || target.term === 'DebugObj') return true;
  const [, digit] = /^Local(\d)$/.exec(target.term) ?? [];
  if (digit !== undefined) {
    effects.locals.add(Number(digit));
    return true;
  }
  const entity = target.term === 'NameString' ? state.find(target.name, frame.scope) : undefined;
  if (entity?.kind !== 'field') return false;
  effects.fields.add(entity);
  return true;
}
