import { DEVICE_STATES } from '../../grammar/p-states.js';
import { type Levels, NULL_REGISTER, type PState, type PStates } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { ResolvedCore } from './entries.js';
import { stateRegisters } from './layout.js';
import type { Settings } from './settings.js';

/** P-states of a core: the device's constants, else two states from the core's frequencies. */
export function pStatesOf(levels: Levels, firstVcpu: number, settings: Settings): PStates {
  const [control = NULL_REGISTER, status = NULL_REGISTER] = stateRegisters(firstVcpu, settings) ?? [];
  return { control, status, states: statesOf(levels, settings) };
}

/** The power of a vCPU is not known. The milliwatts of a state are its megahertz: guests only compare them. */
function statesOf({ nominal_freq, lowest_freq }: Levels, { layout }: Settings): readonly PState[] {
  if (layout === 'acpi-cppc') return DEVICE_STATES;
  return [nominal_freq, lowest_freq].flatMap((frequency) =>
    frequency === undefined ? [] : [{ frequency, power: frequency }],
  );
}

/** Reports what is missing for `_PCT` and `_PSS`. */
export function pStateProblems({ core, known: levels, placeOf }: ResolvedCore, settings: Settings): Diagnostic[] {
  const { objects, layout } = settings;
  const problems = [];
  if (objects.includes('_PCT') && !stateRegisters(0, settings)) {
    const place = { ...placeOf('highest_perf'), path: ['table', 'objects'] };
    problems.push(diagnostic('resolve/no-state-registers', place, { layout }));
  }
  if (objects.includes('_PSS') && statesOf(levels, settings).length < 2) {
    const place = { ...placeOf('highest_perf'), path: core.at };
    problems.push(diagnostic('resolve/no-state-frequencies', place, {}));
  }
  return problems;
}
