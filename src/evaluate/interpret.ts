// Runs terms. A term gives an operand: a value, or the local or argument that holds one.

import { METHOD_FLAGS, type TermRow } from '../../grammar/aml-terms.js';
import { isDefined, rowOfTerm } from '../aml/term.js';
import type { AmlNode, DefinedTerm, NodeOf } from '../aml/tree.js';
import { AbortedError, abort } from '../objects/abort.js';
import type { Entity, MethodEntity, Slot, Unknown, Value } from '../objects/model.js';
import { referenceTo } from '../objects/references.js';
import { heldValue, isSlot, LOST, missing, readName, resolve } from '../objects/resolve.js';
import { type Frame, type Operand, pathOf, type State } from '../objects/state.js';
import { store, type Target, truncate } from '../objects/store.js';
import { derived, isUnknown, keyOf, textOf, unknownOf } from '../objects/unknown.js';
import { integerValue } from '../objects/values.js';
import { dataValue } from './data.js';
import { OPERATORS, type Operands, type Operator } from './operators.js';
import { asRole, checkTarget, isPlace } from './roles.js';
import { acquired, osi } from './system.js';

/** Local0 to Local7 and Arg0 to Arg6, by their terms. */
const SLOTS = new Map<string, { readonly kind: Slot['kind']; readonly index: number }>([
  ...Array.from({ length: 8 }, (_, index) => [`Local${index}`, { kind: 'local', index }] as const),
  ...Array.from({ length: 7 }, (_, index) => [`Arg${index}`, { kind: 'arg', index }] as const),
]);

/** Gives the state its interpreter. */
export function interpreter(state: State, block: State['block']): void {
  state.read = (entity) => readName(state, entity);
  state.operand = (node, frame) => operandOf(state, node, frame);
  state.block = block;
}

function operandOf(state: State, node: AmlNode, frame: Frame): Operand {
  state.step();
  state.enter();
  const operand = termOperand(state, node, frame);
  state.leave();
  return operand;
}

function termOperand(state: State, node: AmlNode, frame: Frame): Operand {
  if (node.term === 'NameString') return nameOperand(state, node, frame);
  const slot = slotOf(node, frame);
  if (slot) return slot;
  const data = dataValue(state, node, frame);
  if (data?.type === 'Package') data.fresh = true;
  if (data) return data;
  const operator = OPERATORS[node.term];
  if (!operator || !isDefined(node)) return special(state, node, frame);
  if (node.term === 'DefStore' && isNoStore(node, frame)) return integerValue(0);
  // Each result is cut to the width of Integers, be it an element of a Package.
  return truncate(state, operator.run(state, operandsOf(state, node, operator, frame)));
}

/** ACPICA passes over a store of a local without a value into itself. */
function isNoStore({ source, target }: NodeOf<'DefStore'>, frame: Frame): boolean {
  const slot = slotOf(source, frame);
  return slot?.kind === 'local' && slot.value === undefined && slotOf(target, frame) === slot;
}

function slotOf(node: AmlNode, frame: Frame): Slot | undefined {
  const slot = SLOTS.get(node.term);
  if (!slot) return undefined;
  const slots = slot.kind === 'local' ? frame.locals : frame.args;
  const known = slots[slot.index];
  if (known) return known;
  // Most methods use few of them.
  const made: Slot = { ...slot, value: undefined };
  slots[slot.index] = made;
  return made;
}

function nameOperand(state: State, node: NodeOf<'NameString'>, frame: Frame): Operand {
  return invocation(state, node, frame) ?? LOST;
}

/** What a name stands for; of a method, what it returns, if anything. */
export function invocation(state: State, node: NodeOf<'NameString'>, frame: Frame): Value | undefined {
  const place = state.findNode(node.name, frame.scope);
  const entity = place && state.at(place);
  if (!entity) return missingOperand(state, node, frame);
  if (entity.kind === 'osi') return osi(state, argumentsOf(state, node.args ?? [], frame));
  if (entity.kind === 'method') return invoked(state, entity, argumentsOf(state, node.args ?? [], frame));
  // ACPICA copies no Integer that it reads through an Alias: a store before the operator runs shows in it.
  return truncate(state, entity.node === place ? readName(state, entity) : heldValue(state, entity));
}

function missingOperand(state: State, node: NodeOf<'NameString'>, frame: Frame): Value {
  const value = missing(state, node.name, frame.scope);
  if (!node.args || !isUnknown(value)) return value;
  const args = argumentsOf(state, node.args, frame);
  const text = `${node.name} (${args.map(textOf).join(', ')})`;
  return { ...derived(text, `${node.name} (${args.map(keyOf).join()})`, args, 'any'), from: [node.name] };
}

function argumentsOf(state: State, nodes: readonly AmlNode[], frame: Frame): Value[] {
  return nodes.map((node) => state.operand(node, frame)).map((operand) => resolve(operand, true));
}

/** The invocation of a method by code. Its arguments were read by what was known of the method then. */
function invoked(state: State, method: MethodEntity, args: readonly Value[]): Value | undefined {
  const count = method.term.methodFlags & METHOD_FLAGS.argCountMask;
  if (args.length !== count) abort('AE_AML_BAD_OPCODE', pathOf(method));
  return called(state, method, args);
}

/** Runs a method; undefined if it returns nothing. Arguments that an operating system does not give have no value. */
export function called(state: State, method: MethodEntity, args: readonly Value[]): Value | undefined {
  state.call();
  const { by, scope } = state;
  state.by = pathOf(method);
  state.scope = method.node;
  const made: Frame['made'] = [];
  const slots = args.map((value, index): Slot => ({ kind: 'arg', index, value }));
  const frame: Frame = { scope: method.node, locals: [], args: slots, made };
  try {
    const completion = state.block(method.term.terms, frame);
    return typeof completion === 'object' ? released(completion.returned, frame) : undefined;
  } catch (error) {
    if (error instanceof AbortedError) error.by ??= state.by;
    throw error;
  } finally {
    for (const node of made) node.value = undefined;
    Object.assign(state, { by, scope });
    state.calls--;
  }
}

/**
 * The locals end with the method: what one of them held, only the result holds now, and a reference to one is nothing.
 * There ACPICA uses freed memory before 20260408.
 */
function released(value: Value | undefined, { locals, args }: Frame): Value | undefined {
  if (value?.type === 'RefOf' && isSlot(value.to) && [...locals, ...args].includes(value.to)) return undefined;
  if (value?.type === 'Package' && locals.some((slot) => slot.value === value)) value.fresh = true;
  return value;
}

/** The operands are read in their order, then they become what their roles need, the last one first. */
function operandsOf(state: State, node: DefinedTerm, operator: Operator, frame: Frame): Operands {
  const row: TermRow = rowOfTerm(node);
  const [read, targets, numbers]: [Operand[], Target[], number[]] = [[], [], []];
  const { roles } = operator;
  for (let i = 0; i < row.operands.length; i++) {
    const value = (node as unknown as Record<string, AmlNode | number>)[row.operands[i]?.[0] ?? ''] as AmlNode | number;
    if (typeof value === 'number') numbers.push(value);
    else if (isPlace(roles[i])) targets.push(placeOf(state, value, frame, row, i));
    else read.push(state.operand(value, frame));
  }
  let [value, target] = [read.length, targets.length];
  for (let i = row.operands.length - 1; i >= 0; i--) {
    const role = roles[i] ?? 'any';
    if (isPlace(role)) {
      target--;
      if (role === 'target') checkTarget(targets[target]);
    } else if (role !== 'number') {
      value--;
      const keepIndex = role === 'source' || node.term === 'DefCopyObject';
      read[value] = asRole(state, resolve(read[value] as Operand, keepIndex), role);
    }
  }
  return { values: read as Value[], targets, numbers };
}

/** What stands in the place of a target, a name or a reference. */
function placeOf(state: State, node: AmlNode, frame: Frame, row: TermRow, i: number): Target {
  if (node.term === 'NullName') return undefined;
  const slot = slotOf(node, frame);
  if (slot) return { at: 'slot', slot };
  if (node.term !== 'NameString') return placeValue(state, node, frame);
  const entity = state.find(node.name, frame.scope);
  const isSimple = row.operands[i]?.[1] === 'SimpleName';
  if (!entity) return { at: 'value', value: missingOperand(state, node, frame) };
  if (!isSimple && isCalled(entity)) return { at: 'value', value: resolve(nameOperand(state, node, frame), true) };
  return { at: 'name', entity };
}

function isCalled({ kind }: Entity): boolean {
  return kind === 'method' || kind === 'osi';
}

function placeValue(state: State, node: AmlNode, frame: Frame): Target {
  if (node.term === 'DebugObj') return { at: 'value', value: { type: 'Debug' } };
  const operand = state.operand(node, frame);
  return { at: 'value', value: operand as Value };
}

/** Terms that are no operators of values. */
function special(state: State, node: AmlNode, frame: Frame): Value {
  switch (node.term) {
    case 'DebugObj':
      return { type: 'Debug' };
    case 'RevisionOp':
      if (state.settings.fill === undefined) return unknownOf('Revision', 'Revision', 'Integer');
      return { type: 'Integer', value: BigInt(state.settings.acpica), constant: true };
    case 'DefTimer':
      return unknownOf('Timer', `Timer ${state.stepsTaken}`, 'Integer');
    case 'DefCondRefOf':
      return condRefOf(state, node, frame);
    case 'DefAcquire':
    case 'DefWait':
      return acquired(state, node, resolve(state.operand(node.object, frame)), frame);
    case 'DefLoad':
    case 'DefLoadTable':
      return unknownOf(node.term.slice(3), `${node.term} ${state.stepsTaken}`, 'any');
    default:
      return abort('AE_AML_BAD_OPCODE', node.term);
  }
}

function condRefOf(state: State, node: NodeOf<'DefCondRefOf'>, frame: Frame): Value {
  const row = rowOfTerm(node);
  const target = placeOf(state, node.target, frame, row, 1);
  if (node.object.term === 'NameString' && !state.find(node.object.name, frame.scope)) {
    const { name } = node.object;
    if (state.settings.complete || state.settings.fill !== undefined) return integerValue(0);
    state.unresolved.add(name);
    const unknown: Unknown = unknownOf(`CondRefOf (${name})`, `CondRefOf (${name})`, 'Integer');
    if (state.way.decide(unknown)) store(state, unknownOf(name, name, 'any'), target, 'result');
    return unknown;
  }
  const reference = referenceTo(placeOf(state, node.object, frame, row, 0));
  store(state, reference, target, 'result');
  return integerValue(state.mask);
}
