// The counters of a processor, as Linux shows them in acpi_cppc/feedback_ctrs, and the speed that they imply with a table.

import type { CpcKey } from '../../grammar/cpc.js';
import { AMU_RATES } from '../../grammar/fixed-hardware.js';
import { fixedHardwareOf } from './fixed-hardware.js';
import { type CpcPackage, integerOf } from './package.js';
import { type Finding, finding, inObject } from './rules/finding.js';

/** One reading, or the difference of two. */
export interface Feedback {
  readonly reference: bigint;
  readonly delivered: bigint;
}

const READING = /\bref:\s*(\d{1,20})[\s,]+del:\s*(\d{1,20})\b/g;

/** The readings in a text such as `ref:746123548456952 del:600147015590292`. */
export function readFeedback(text: string): Feedback[] {
  return [...text.matchAll(READING)].map(([, reference = '', delivered = '']) => ({
    reference: BigInt(reference),
    delivered: BigInt(delivered),
  }));
}

/** What was counted: since the start of the counters, or between the first and the last reading. */
export function counted(readings: readonly Feedback[]): Feedback | undefined {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || readings.length === 1) return first;
  return { reference: last.reference - first.reference, delivered: last.delivered - first.delivered };
}

/** What the counters say with each package; packages with equal numbers have equal findings. */
export function feedbackFindings(packages: readonly CpcPackage[], feedback: Feedback): Finding[] {
  return packages.flatMap((cpc) => inObject(cpc, [feedbackFinding(cpc, feedback)]));
}

function feedbackFinding(cpc: CpcPackage, { reference, delivered }: Feedback): Finding {
  const referencePerf = referencePerfOf(cpc);
  const { since86: rate } = AMU_RATES;
  const facts = {
    permille: (delivered * 1000n) / reference,
    ...(referencePerf && { performance: performanceOf(cpc, referencePerf, (referencePerf * delivered) / reference) }),
    ...(fixedHardwareOf(cpc) === 'amu' && { byCounter: { megahertz: (rate * delivered) / reference, rate } }),
  };
  return finding('cpc/feedback-counters', facts, { entry: 'reference_perf' });
}

function performanceOf(cpc: CpcPackage, referencePerf: bigint, perf: bigint) {
  const shown = megahertzOf(cpc, perf);
  return { perf, referencePerf, ...(shown !== undefined && { shown }) };
}

/** Linux takes nominal_perf where the table has none or 0. */
function referencePerfOf(cpc: CpcPackage): bigint | undefined {
  const value = cpc.entries.get('reference_perf');
  const missing = value?.kind === 'absent' || integerOf(value) === 0n || !cpc.entries.has('reference_perf');
  return integerOf(missing ? cpc.entries.get('nominal_perf') : value);
}

/** Linux draws a line through (lowest_perf, lowest_freq) and (nominal_perf, nominal_freq): cppc_perf_to_khz. */
function megahertzOf(cpc: CpcPackage, perf: bigint): bigint | undefined {
  const number = (key: CpcKey) => integerOf(cpc.entries.get(key));
  const [lowest, nominal] = [number('lowest_perf'), number('nominal_perf')];
  const [lowestFreq, nominalFreq] = [number('lowest_freq'), number('nominal_freq')];
  if (!lowest || !nominal || !lowestFreq || !nominalFreq || lowest === nominal) return undefined;
  const [frequencies, levels] =
    lowestFreq === nominalFreq ? [nominalFreq, nominal] : [nominalFreq - lowestFreq, nominal - lowest];
  const kilohertz = nominalFreq * 1000n + ((perf - nominal) * frequencies * 1000n) / levels;
  return kilohertz < 0n ? 0n : kilohertz / 1000n;
}
