import { DEVICE_STATES, STATE_LATENCY } from '../../grammar/p-states.js';
import { integer } from '../aml/integer.js';
import type { AmlNode, NodeOf } from '../aml/tree.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';
import { type Levels, NULL_REGISTER, type PState, type PStates } from './ir.js';
import { stateRegisters } from './layout.js';
import type { Settings } from './settings.js';

/** P-states of a core: the device's constants, else two states from the core's frequencies. */
export function pStatesOf(levels: Levels, firstVcpu: number, settings: Settings): PStates {
  const [control = NULL_REGISTER, status = NULL_REGISTER] = stateRegisters(firstVcpu, settings) ?? [];
  return { control, status, states: statesOf(levels, settings) };
}

/** Nobody measures the power of a vCPU: a state's milliwatts are its megahertz, which orders the states rightly. */
function statesOf({ nominal_freq, lowest_freq }: Levels, { layout }: Settings): readonly PState[] {
  if (layout === 'acpi-cppc') return DEVICE_STATES;
  return [nominal_freq, lowest_freq].flatMap((frequency) =>
    frequency === undefined ? [] : [{ frequency, power: frequency }],
  );
}

/** What `_PCT` and `_PSS` cannot be made without. */
export function pStateProblems({ core, levels, placeOf }: ResolvedCore, settings: Settings): Diagnostic[] {
  const { objects, layout } = settings;
  const problems = [];
  if (objects.includes('_PCT') && !stateRegisters(0, settings)) {
    const place = { ...placeOf('highest_perf'), path: ['table', 'objects'] };
    problems.push(diagnostic('cpc/no-state-registers', place, { layout }));
  }
  if (objects.includes('_PSS') && statesOf(levels, settings).length < 2) {
    const place = { ...placeOf('highest_perf'), path: core.at };
    problems.push(diagnostic('cpc/no-state-frequencies', place, {}));
  }
  return problems;
}

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
