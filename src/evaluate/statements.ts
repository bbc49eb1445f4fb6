// Runs statements. ACPI 6.6 §19.6; as ACPICA 20200925 without its slack mode: no value is returned implicitly.

import type { AmlNode, NodeOf } from '../aml/tree.js';
import { AbortedError, abort, BoundError } from '../objects/abort.js';
import { integerOperand, toInteger } from '../objects/convert.js';
import { MOST_UNKNOWN_TURNS } from '../objects/limits.js';
import type { Decision, Unknown, Value } from '../objects/model.js';
import { resolve } from '../objects/resolve.js';
import type { Completion, Frame, State } from '../objects/state.js';
import { isUnknown } from '../objects/unknown.js';
import { define } from './define.js';
import { passedOver } from './idle-loops.js';
import { invocation } from './interpret.js';
import { OPERATORS } from './operators.js';
import { ranAside } from './side-calls.js';

/** What went wrong at table level, where ACPICA goes on with the next statement. */
type OnProblem = (error: AbortedError, node: AmlNode, frame: Frame) => void;

export function blockRunner(state: State, onProblem: OnProblem): State['block'] {
  return (terms, frame) => runBlock(state, terms, frame, onProblem);
}

function runBlock(state: State, terms: readonly AmlNode[], frame: Frame, onProblem: OnProblem): Completion {
  let truth: boolean | Unknown = true;
  state.enter();
  const { depth } = state;
  for (const node of terms) {
    try {
      if (node.term === 'DefIf') truth = predicateOf(state, node.predicate, frame);
      const completion =
        node.term === 'DefElse' ? branch(state, node, negate(truth), frame) : statement(state, node, truth, frame);
      if (!completion) continue;
      state.leave();
      return completion;
    } catch (error) {
      if (error instanceof AbortedError) error.node ??= node;
      if (frame.made || !(error instanceof AbortedError)) throw error;
      state.depth = depth;
      onProblem(error, node, frame);
    }
  }
  state.leave();
  return undefined;
}

function statement(state: State, node: AmlNode, truth: boolean | Unknown, frame: Frame): Completion {
  state.step();
  switch (node.term) {
    case 'DefIf':
      return branch(
        state,
        node,
        isUnknown(truth as Value) ? { value: truth as Unknown, truth: true } : (truth as boolean),
        frame,
      );
    case 'DefWhile':
      return loop(state, node, frame);
    case 'DefReturn':
      return { returned: returnedBy(state, node, frame) };
    case 'DefBreak':
      return 'break';
    case 'DefContinue':
      return 'continue';
    case 'DefNoop':
    case 'DefBreakPoint':
      return undefined;
    case 'Opaque':
      return abort('AE_AML_BAD_OPCODE');
    default:
      if (isExpression(node) || (!effect(state, node, frame) && !define(state, node, frame))) run(state, node, frame);
      return undefined;
  }
}

function isExpression({ term }: AmlNode): boolean {
  return term === 'NameString' || term in OPERATORS;
}

/** A value that nobody uses: here a method may return nothing. */
function run(state: State, node: AmlNode, frame: Frame): void {
  if (node.term !== 'NameString') state.operand(node, frame);
  else if (!ranAside(state, node, frame, () => invocation(state, node, frame))) invocation(state, node, frame);
}

/**
 * ACPICA returns an Index as it is (AcpiDsExecEndControlOp), except one that a Name holds: a name is resolved when it is
 * read, and once more here (AcpiDsEvaluateNamePath). A method that returns what another one does not return returns
 * nothing, too.
 */
function returnedBy(state: State, { object }: NodeOf<'DefReturn'>, frame: Frame): Value | undefined {
  if (object.term !== 'NameString') return resolve(state.operand(object, frame), true);
  const isCall = state.find(object.name, frame.scope)?.kind === 'method';
  const value = invocation(state, object, frame);
  return value && resolve(value, isCall);
}

/** A known truth, or the decision that a branch at table level stands for. */
type Condition = boolean | Decision;

function negate(truth: boolean | Unknown): Condition {
  return typeof truth === 'boolean' ? !truth : { value: truth, truth: false };
}

/** At table level both branches of an unknown condition are read, and what they define is there under it. */
function branch(
  state: State,
  node: NodeOf<'DefIf'> | NodeOf<'DefElse'>,
  condition: Condition,
  frame: Frame,
): Completion {
  if (typeof condition === 'boolean') return condition ? state.block(node.terms, frame) : undefined;
  const outer = state.loading;
  state.loading = [...outer, condition];
  try {
    return state.block(node.terms, frame);
  } finally {
    state.loading = outer;
  }
}

function predicateOf(state: State, node: AmlNode, frame: Frame): boolean | Unknown {
  const value = predicateValue(state, node, frame);
  if (!isUnknown(value)) return ((value as { value: bigint }).value & state.mask) !== 0n;
  return frame.made ? state.way.decide(value) : value;
}

/** ACPICA follows no Index in a predicate, whoever holds it (AcpiDsGetPredicateValue). */
function predicateValue(state: State, node: AmlNode, frame: Frame): Value {
  const value = resolve(state.operand(node, frame), true);
  return toInteger(state, value) ?? abort('AE_TYPE');
}

function loop(state: State, node: NodeOf<'DefWhile'>, frame: Frame): Completion {
  let key: string | undefined;
  let unknownTurns = 0;
  for (;;) {
    state.step();
    const value = predicateValue(state, node.predicate, frame);
    if (isUnknown(value)) {
      // What hardware answered once, it does not answer for ever: a loop that waits for it ends.
      if (!frame.made || value.key === key || passedOver(state, node, value, frame)) return undefined;
      key = value.key;
      if (++unknownTurns > MOST_UNKNOWN_TURNS) throw new BoundError('turns');
      if (!state.way.decide(value)) return undefined;
    } else if (((value as { value: bigint }).value & state.mask) === 0n) return undefined;
    const completion = state.block(node.terms, frame);
    if (completion === 'break') return undefined;
    if (typeof completion === 'object') return completion;
  }
}

/** Stall waits for at most so many microseconds, of which it takes 32 bits. ACPICA 20200925, exsystem.c, exoparg1.c. */
const LONGEST_STALL = 255n;

/** Statements without a value, which change nothing that is evaluated here. */
function effect(state: State, node: AmlNode, frame: Frame): boolean {
  const operand = (one: AmlNode) => resolve(state.operand(one, frame));
  switch (node.term) {
    case 'DefSleep':
      integerOperand(state, operand(node.milliseconds));
      return true;
    case 'DefStall': {
      const time = integerOperand(state, operand(node.microseconds));
      if (!isUnknown(time) && (time.value & 0xffff_ffffn) > LONGEST_STALL) abort('AE_AML_OPERAND_VALUE');
      return true;
    }
    case 'DefFatal':
      integerOperand(state, operand(node.fatalArg));
      return true;
    case 'DefNotify':
      notify(state, operand(node.object));
      integerOperand(state, operand(node.value));
      return true;
    case 'DefRelease':
    case 'DefSignal':
    case 'DefReset':
      synchronize(state, node, operand(node.object));
      return true;
    case 'DefUnload':
      return true;
    default:
      return false;
  }
}

const NOTIFIED = new Set(['device', 'processor', 'thermalZone']);

function notify(state: State, value: Value): void {
  if (isUnknown(value)) return;
  const isObject = value.type === 'Object' && NOTIFIED.has(value.entity.kind);
  if (!isObject) abort('AE_AML_OPERAND_TYPE', state.by);
}

function synchronize(
  state: State,
  { term }: NodeOf<'DefRelease'> | NodeOf<'DefSignal'> | NodeOf<'DefReset'>,
  value: Value,
): void {
  if (isUnknown(value)) return;
  const entity = value.type === 'Object' ? value.entity : undefined;
  if (term === 'DefRelease') {
    if (entity?.kind !== 'mutex') return abort('AE_AML_OPERAND_TYPE');
    if (entity.acquired === 0) abort('AE_AML_MUTEX_NOT_ACQUIRED', entity.node.segment);
    entity.acquired--;
    state.changed(() => entity.acquired++);
    return;
  }
  if (entity?.kind !== 'event') return abort('AE_AML_OPERAND_TYPE');
  const before = entity.signals ?? 0;
  entity.signals = term === 'DefSignal' ? before + 1 : 0;
  state.changed(() => {
    entity.signals = before;
  });
}
