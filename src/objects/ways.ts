// A way is one run of the code. Where a condition depends on an unknown value, the run takes it as true and notes that;
// later runs take the noted decisions again up to one that they take the other way. Each run starts from the same state,
// so ways cannot disturb each other.

import { AsideError, BoundError } from './abort.js';
import { MOST_DECISIONS } from './limits.js';
import type { Decision, IntegerValue, Unknown } from './model.js';
import { integerValue } from './values.js';

export interface Way {
  /** Whether the value is other than zero, as decided on this way. */
  decide(value: Unknown): boolean;
  /** The Integer that an unknown value is on this way, if a decision says so; else the value. */
  known(value: Unknown): IntegerValue | Unknown;
  /** Takes an unknown value for this Integer from here on. */
  assume(value: Unknown, integer: bigint): void;
  readonly decisions: readonly Decision[];
  /** How often the way was asked: what is made without asking is the same on every way. */
  readonly asked: number;
  /** Set while code runs whose effects nobody sees: it decides nothing new, but throws. */
  aside: boolean;
}

/** Runs with the given decisions, then with new ones. */
export function wayOf(plan: readonly boolean[]): Way {
  const decisions: Decision[] = [];
  const truths = new Map<string, boolean>();
  const integers = new Map<string, bigint>();
  const equal = ({ key, sum }: Unknown, value: bigint): void => {
    integers.set(key, value);
    if (sum) equal(sum.of, (value - sum.addend) & sum.mask);
  };
  const integerOf = ({ key, sum }: Unknown): bigint | undefined => {
    const integer = integers.get(key);
    if (integer !== undefined || !sum) return integer;
    const inner = integerOf(sum.of);
    return inner === undefined ? undefined : (inner + sum.addend) & sum.mask;
  };
  const learn = (value: Unknown, truth: boolean): void => {
    if (truths.has(value.key)) return;
    truths.set(value.key, truth);
    if (value.zeroOf) learn(value.zeroOf, !truth);
    if (!truth && value.as === 'Integer' && !value.opposite) equal(value, 0n);
    if (truth && value.equals) equal(value.equals.of, value.equals.value);
    if (value.parts?.when === truth) for (const part of value.parts.of) learn(part, truth);
  };
  const decided = (value: Unknown): boolean | undefined => {
    const truth = truths.get(value.key);
    if (truth !== undefined) return truth;
    const integer = integerOf(value);
    if (integer !== undefined) return integer !== 0n;
    const other = value.equals && integerOf(value.equals.of);
    if (value.equals && other !== undefined) return other === value.equals.value;
    const inner = value.zeroOf && decided(value.zeroOf);
    return inner === undefined ? undefined : !inner;
  };
  let asked = 0;
  const way: Way = {
    aside: false,
    decisions,
    get asked() {
      return asked;
    },
    known: (value) => {
      asked++;
      const integer = integerOf(value);
      return integer === undefined ? value : integerValue(integer);
    },
    assume: (value, integer) => {
      asked++;
      equal(value, integer);
    },
    decide: (value) => {
      asked++;
      const before = decided(value);
      if (before !== undefined) return before;
      if (way.aside) throw new AsideError();
      if (decisions.length === MOST_DECISIONS) throw new BoundError('conditions');
      const truth = plan[decisions.length] ?? true;
      decisions.push({ value, truth });
      learn(value, truth);
      return truth;
    },
  };
  return way;
}

/** A condition as ASL: `((CFGD & 0x1000000) != 0)`. */
export function conditionText({ value, truth }: Decision): string {
  if (value.zeroOf) return conditionText({ value: value.zeroOf, truth: !truth });
  if (value.opposite) return truth ? value.text : value.opposite;
  return `(${value.text} ${truth ? '!=' : '=='} 0)`;
}
