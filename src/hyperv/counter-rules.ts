import { MSRS } from '../../grammar/msrs.js';
import { spaceName } from '../aml/register-names.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import type { Spec } from '../spec/spec.js';
import { countersFrequency, exitBudget } from './counters.js';
import type { HypervGuest } from './enlightenments.js';
import { unpinnedReason } from './pinning.js';

const COUNTERS = new Set(MSRS.filter((row) => row.name.startsWith('MPERF')).map((row) => row.address as bigint));

/** Tick rates of common distributions. */
const EXAMPLE_TICK_RATES = [250, 1000];

/**
 * The cost of MSR counters in a guest of this spec. Reported only if the spec chooses them or has [hyperv]: a guest reads
 * the default ones only if the VMM announces them.
 */
export function counterProblems(spec: Spec, guest: HypervGuest): Diagnostic[] {
  const chosen = spec.layout.counters === 'msr';
  if (guest.architecture !== 'x86' || !guest.processors.some(readsMsrs) || !(chosen || spec.hyperv)) return [];
  const path = chosen ? ['registers', 'counters'] : ['hyperv'];
  const { mhz, given } = countersFrequency(guest.processors.map(({ known }) => known.nominal_freq));
  const [unpinned, migration] = [unpinnedReason(guest), spec.hyperv?.settings.migration ?? false];
  const unmet = [...(unpinned === undefined ? [] : [unpinned]), ...(migration ? ['migration = true'] : [])];
  const budgets = EXAMPLE_TICK_RATES.map((ticks) => exitBudget(mhz, ticks));
  return [diagnostic('hyperv/counters', { file: spec.file, path }, { mhz, given, budgets, unmet })];
}

function readsMsrs({ stated: entries }: HypervGuest['processors'][number]): boolean {
  const { register } = entries.reference_counter;
  return register !== undefined && spaceName(register.spaceId) === 'FFixedHW' && COUNTERS.has(register.address);
}
