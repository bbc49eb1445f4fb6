import { MOST_PROCESSORS } from '../../grammar/machines.js';
import type { Place } from '../diagnostics/diagnostic.js';
import { readCpuset } from '../spec/cpuset.js';

/** One vCPU and the host threads that it may run on, in the order in which they were given. */
export interface Pin {
  readonly vcpu: number;
  readonly threads: readonly number[];
  readonly place: Place;
}

/** Where in a word a problem is, from its first character. */
export type PlaceAt = (index: number) => Place;

export interface Why {
  readonly why: string;
}

/**
 * Pins from one word: VCPU:CPUSET, or with more than one colon a list of VCPU:CPUSET. Commas belong to the cpuset in the
 * first form and divide the pins in the second, so that a pin of a list that lost its vCPU is seen.
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
    return { why: `"${text}" is no pin: write VCPU:THREAD, and a cpuset with commas in a --pin of its own` };
  const threads = readCpuset(cpuset);
  if ('why' in threads) return { why: `the cpuset of "${text}" cannot be read: ${threads.why}` };
  return makePin(Number(vcpu), threads, place);
}

/** A pin, unless there can be no such vCPU. */
export function makePin(vcpu: number, threads: readonly number[], place: Place): Pin | Why {
  if (vcpu < MOST_PROCESSORS) return { vcpu, threads, place };
  return { why: `vCPUs are numbered below ${MOST_PROCESSORS}; this says ${vcpu}` };
}

/** The pin of each vCPU: the first one that it has. */
export function pinsByVcpu(pins: readonly Pin[]): ReadonlyMap<number, Pin> {
  const byVcpu = new Map<number, Pin>();
  for (const pin of pins) if (!byVcpu.has(pin.vcpu)) byVcpu.set(pin.vcpu, pin);
  return byVcpu;
}
