import type { CpcKey } from '../../grammar/cpc.js';
import { AMD_PSTATE_FIRST } from '../../grammar/cpu-models.js';
import { AMD_PSTATE_BOOT_WORDS, ITMT_SWITCHES } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { type CpcPackage, integerOf, staticValue } from '../cpc/package.js';
import { finding } from '../cpc/rules/finding.js';
import { commonLevel } from '../cpc/rules/numbers.js';
import { isSince } from '../versions/release.js';
import type { GuestFinding, GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

/** Requirements of amd-pstate, the only driver that ranks a guest's cores. */
export const LINUX_RANKING: readonly GuestRule[] = [
  { code: 'guest/linux-no-preferred-core', effect: 'unranked', family: 'linux', before: [6, 9], check: ranksAtAll },
  { code: 'guest/linux-cpu-model', effect: 'unranked', family: 'linux', from: [6, 9], check: cpuHasDriver },
  { code: 'guest/linux-enable-missing', effect: 'unranked', family: 'linux', from: [6, 9], check: enableIsWritten },
  {
    code: 'guest/linux-autonomous-fixed',
    effect: 'unranked',
    family: 'linux',
    from: [6, 9],
    check: selectionIsWritten,
  },
  {
    code: 'guest/linux-frequency-missing',
    effect: 'unranked',
    family: 'linux',
    from: [6, 9],
    check: frequenciesAreGiven,
  },
  { code: 'guest/linux-frequency-range', effect: 'unranked', family: 'linux', from: [6, 9], check: nonlinearIsBetween },
  { code: 'guest/linux-past-255', effect: 'unranked', family: 'linux', from: [7, 2], check: levelsFitByte },
  { code: 'guest/all-equal', effect: 'unranked', family: 'linux', from: [6, 9], check: someCoreIsBetter },
  { code: 'guest/linux-boot-words', effect: 'advice', family: 'linux', from: [6, 9], check: bootWords },
];

/** On real processors the MSRs decide the ranking; Arm has no such ranking. */
function mayRank({ architecture, virtual, cpc }: GuestSubject): boolean {
  return virtual && architecture === 'x86' && cpc.length > 0;
}

function ranksAtAll(subject: GuestSubject): GuestFinding[] {
  return mayRank(subject) ? [finding('guest/linux-no-preferred-core', {})] : [];
}

function cpuHasDriver(subject: GuestSubject): GuestFinding[] {
  const { cpu } = subject;
  if (!cpu || !mayRank(subject)) return [];
  const { vendor, family, model, name } = cpu;
  const tooOld = family === AMD_PSTATE_FIRST.family && model !== undefined && model < AMD_PSTATE_FIRST.model;
  if (vendor === 'AMD' && !tooOld) return [];
  return [finding('guest/linux-cpu-model', { model: name, vendor, tooOld })];
}

function hasDriver(subject: GuestSubject): boolean {
  return mayRank(subject) && cpuHasDriver(subject).length === 0;
}

/** A finding for each package whose entry does not meet the driver's requirement. */
function eachEntry(
  subject: GuestSubject,
  key: CpcKey,
  check: (value: ReturnType<CpcPackage['entries']['get']>) => GuestFinding | undefined,
): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  return subject.cpc.flatMap((cpc) => {
    const one = check(staticValue(cpc, key));
    return one ? [{ ...one, at: { object: cpc, entry: key } }] : [];
  });
}

/** cppc_set_enable() writes a Buffer or gives -EOPNOTSUPP, and then the driver does not load. */
function enableIsWritten(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'enable', (value) =>
    value?.kind === 'absent' || value?.kind === 'integer' ? finding('guest/linux-enable-missing', {}) : undefined,
  );
}

/** cppc_set_auto_sel() cannot write an Integer. */
function selectionIsWritten(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'autonomous_selection', (value) =>
    value?.kind === 'integer' && value.value !== 0n
      ? finding('guest/linux-autonomous-fixed', { value: value.value })
      : undefined,
  );
}

/** Revision 2 has no frequencies; amd_pstate_init_freq() requires both. */
function frequenciesAreGiven(subject: GuestSubject): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  return subject.cpc.flatMap((cpc) => {
    const keys = FREQUENCIES.filter((key) => !isGiven(cpc, key));
    const [entry] = keys;
    return entry ? [finding('guest/linux-frequency-missing', { keys }, { object: cpc, entry })] : [];
  });
}

const FREQUENCIES = ['nominal_freq', 'lowest_freq'] as const;

function isGiven({ entries, patches }: CpcPackage, key: CpcKey): boolean {
  const value = entries.get(key);
  const zero = value?.kind === 'integer' && value.value === 0n;
  return patches.some(({ entry }) => entry === key) || !(value === undefined || value.kind === 'absent' || zero);
}

/** First Linux that accepts a lowest nonlinear frequency equal to the lowest one (6842427bf299). */
const TAKES_EQUAL: Release = [7, 2];

/** SCHED_CAPACITY_SHIFT: the ratio that amd_pstate_init_freq() multiplies with has ten binary places. */
const RATIO_BITS = 10n;

function nonlinearIsBetween(subject: GuestSubject, { version }: { version: Release }): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  return subject.cpc.flatMap((cpc) => {
    const [level, nominal] = [integerIn(cpc, 'lowest_nonlinear_perf'), integerIn(cpc, 'nominal_perf')];
    const [lowestFreq, nominalFreq] = [integerIn(cpc, 'lowest_freq'), integerIn(cpc, 'nominal_freq')];
    if (!level || !nominal || !lowestFreq || !nominalFreq) return [];
    const nonlinear = (nominalFreq * ((level << RATIO_BITS) / nominal)) >> RATIO_BITS;
    const low = isSince(version, TAKES_EQUAL) ? nonlinear < lowestFreq : nonlinear <= lowestFreq;
    if (!low && nonlinear <= nominalFreq) return [];
    const facts = { nonlinear, lowestFreq, nominalFreq, low };
    return [finding('guest/linux-frequency-range', facts, { object: cpc, entry: 'lowest_nonlinear_perf' })];
  });
}

function integerIn(cpc: CpcPackage, key: CpcKey): bigint | undefined {
  return integerOf(staticValue(cpc, key));
}

/** From 7.2 on amd-pstate keeps the low eight bits of a level, and ranks by them. */
function levelsFitByte(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'highest_perf', (value) =>
    value?.kind === 'integer' && value.value > 0xffn
      ? finding('guest/linux-past-255', { value: value.value, left: value.value & 0xffn })
      : undefined,
  );
}

/** amd_detect_prefcore() requires two different numbers. */
function someCoreIsBetter(subject: GuestSubject): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  const [object] = subject.cpc;
  const value = commonLevel(subject.cpc.map((one) => integerIn(one, 'highest_perf')));
  if (value === undefined || !object) return [];
  return [finding('guest/all-equal', { value }, { object, entry: 'highest_perf' })];
}

/** The file of the ITMT switch, and whether it needs debugfs (d04013a4b21b, fixed by eaece4849991). */
function itmtFacts(version: Release): { itmt: string; debugfs: boolean } {
  const row = ITMT_SWITCHES.findLast(({ since }) => isSince(version, since));
  if (!row) throw new Error(`Linux ${version.join('.')} has no ITMT switch`);
  const { file, on } = row;
  return { itmt: `${file} contains ${on}`, debugfs: file.startsWith('/sys/kernel/debug/') };
}

function bootWords(subject: GuestSubject, { version }: { version: Release }): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  const words = AMD_PSTATE_BOOT_WORDS.filter(({ since }) => isSince(version, since)).map(({ word }) => word);
  return [finding('guest/linux-boot-words', { words, ...itmtFacts(version) })];
}
