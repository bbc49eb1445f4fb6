import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { Place } from '../diagnostics/diagnostic.js';
import { readCpuset } from '../spec/cpuset.js';

/** One vCPU and the host threads on which it may run, in the given order. */
export interface Pin {
  readonly vcpu: number;
  readonly threads: readonly number[];
  readonly place: Place;
}

/** The place of a problem in a word, by the index of a character. */
export type PlaceAt = (index: number) => Place;

export interface Why {
  readonly why: string;
}

/**
 * Reads pins from one word: VCPU:CPUSET, or, with more than one colon, a list of VCPU:CPUSET. Commas belong to the cpuset in
 * the first form and separate the pins in the second, so a pin without a vCPU in a list is found.
 */
export function readPins(word: string, at: PlaceAt): readonly Pin[] | Why {
  const isList = word.split(':').length > 2;
  const parts = isList ? word.split(',') : [word];
  const pins: Pin[] = [];
  let index = 0;
  for (const part of parts) {
    const pin = readPin(part, at(index));
    if ('why' in pin) return pin;
    pins.push(pin);
    index += part.length + 1;
  }
  return pins;
}

function readPin(text: string, place: Place): Pin | Why {
  const [, vcpu, cpuset] = /^\s*(\d{1,9}):(.*)$/.exec(text) ?? [];
  if (vcpu === undefined || cpuset === undefined)
    return { why: `"${text}" is not a pin: write VCPU:THREAD; a cpuset with commas needs its own --pin` };
  const threads = readCpuset(cpuset);
  if ('why' in threads) return { why: `the cpuset of "${text}" cannot be read: ${threads.why}` };
  return makePin(Number(vcpu), threads, place);
}

/** Makes a pin, if a guest can have such a vCPU. */
export function makePin(vcpu: number, threads: readonly number[], place: Place): Pin | Why {
  if (vcpu < MOST_PROCESSORS) return { vcpu, threads, place };
  return { why: `vCPU ${vcpu} is above the limit of ${MOST_PROCESSORS - 1}` };
}

/** The first pin of each vCPU. */
export function pinsByVcpu(pins: readonly Pin[]): ReadonlyMap<number, Pin> {
  const byVcpu = new Map<number, Pin>();
  for (const pin of pins) if (!byVcpu.has(pin.vcpu)) byVcpu.set(pin.vcpu, pin);
  return byVcpu;
}

/** A function of a pin's threads that works once for each cpuset: thousands of pins can share one with thousands of threads. */
export function oncePerCpuset<T>(work: (threads: readonly number[]) => T): (threads: readonly number[]) => T {
  const known = new Map<readonly number[], T>();
  return (threads) => {
    const before = known.get(threads);
    if (before !== undefined) return before;
    const made = work(threads);
    known.set(threads, made);
    return made;
  };
}
