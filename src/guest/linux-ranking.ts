import type { CpcKey } from '../../grammar/cpc.js';
import { AMD_PSTATE_FIRST } from '../../grammar/cpu-models.js';
import { AMD_PSTATE, AMD_PSTATE_BOOT_WORDS, type BootWord } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import { spaceName } from '../aml/register-names.js';
import { keepsVendor } from '../cpc/cpu-model.js';
import { type CpcPackage, integerOf } from '../cpc/package.js';
import { finding } from '../cpc/rules/finding.js';
import { frequenciesNotZero } from '../cpc/rules/frequencies.js';
import { subjectOfPackage } from '../cpc/rules/subject.js';
import type { Guest } from '../versions/guest.js';
import { isSince, releaseText } from '../versions/release.js';
import { allEqual } from './all-equal.js';
import { FREQUENCIES, frequencyOf, isGiven, KHZ } from './linux-frequency.js';
import { itmtFacts } from './linux-itmt.js';
import { type GuestFinding, type GuestRule, X86_OR_UNKNOWN } from './rule.js';
import type { GuestSubject } from './subject.js';

type Check = GuestRule['check'];

/** Releases that rank, before the first of them that was booted. */
const BEFORE_PRIORITIES = {
  before: AMD_PSTATE.prioritiesFirst.from,
  between: [AMD_PSTATE.bootedWithoutRanking, AMD_PSTATE.prioritiesFirst.from],
} as const;

/** Requirements of amd-pstate, the only driver that ranks a guest's cores. On real processors the MSRs decide the ranking. */
export const LINUX_RANKING: readonly GuestRule[] = [
  { ...unranked('guest/linux-no-preferred-core', ranksAtAll), from: [5, 15], before: AMD_PSTATE.ranks },
  unranked('guest/linux-host-vendor', vendorIsKnown),
  unranked('guest/linux-cpu-model', cpuHasDriver),
  unranked('guest/linux-cppc-flag', readsCpc),
  unranked('guest/linux-enable-missing', enableIsWritten),
  unranked('guest/linux-selection-unwritten', selectionIsInPcc, {
    before: AMD_PSTATE.writesAnySelection.stable,
  }),
  unranked('guest/linux-selection-unwritten', selectionIsInPcc, {
    from: AMD_PSTATE.prioritiesFirst.before,
    before: AMD_PSTATE.writesAnySelection.from,
    between: [AMD_PSTATE.writesAnySelection.seenWithout, AMD_PSTATE.writesAnySelection.from],
  }),
  unranked('guest/linux-autonomous-fixed', selectionIsWritten, BEFORE_PRIORITIES),
  unranked('guest/linux-autonomous-fixed', selectionIsWritten, {
    from: AMD_PSTATE.stableSelection.writes,
    before: AMD_PSTATE.stableSelection.skips,
  }),
  unranked('guest/linux-autonomous-fixed', selectionIsWritten, {
    from: AMD_PSTATE.writesSelection,
    before: AMD_PSTATE.skipsEqualSelection,
  }),
  ...unlessPrioritiesAreFirst('guest/linux-frequency-missing', frequenciesAreGiven),
  ...unlessPrioritiesAreFirst('guest/linux-frequency-range', nonlinearIsBetween),
  ...realMachine('guest/linux-frequency-missing', oneFrequencyIsZero),
  unranked('guest/linux-past-255', levelsFitByte, {
    from: AMD_PSTATE.prioritiesFirst.before,
    before: AMD_PSTATE.keepsEightBits,
    between: [AMD_PSTATE.prioritiesFirst.from, AMD_PSTATE.keepsEightBits],
  }),
  unranked('guest/linux-past-255', levelsFitByte, { from: AMD_PSTATE.keepsEightBits }),
  { ...unranked('guest/all-equal', someCoreIsBetter), compares: true },
  advice('guest/linux-ranks-without-driver', ranksWithoutDriver, AMD_PSTATE.prioritiesFirst),
  advice('guest/linux-vendor-of-host', vendorHolds, {}),
  advice('guest/linux-boot-words', bootWords, {}),
];

type Range = Pick<GuestRule, 'from' | 'before' | 'between'>;

function unranked(code: GuestRule['code'], check: Check, range: Range = {}): GuestRule {
  return { code, effect: 'unranked', family: 'linux', architectures: ['x86'], from: AMD_PSTATE.ranks, ...range, check };
}

function advice(code: GuestRule['code'], check: Check, range: Range): GuestRule {
  return { ...unranked(code, check, range), effect: 'advice' };
}

/**
 * 6.12 gives the scheduler its priorities before the driver can fail: the cores are ranked without a driver. 6.16 does not.
 * Between the booted releases it is not known which one changed that.
 */
function unlessPrioritiesAreFirst(code: GuestRule['code'], check: Check): GuestRule[] {
  const { from, before } = AMD_PSTATE.prioritiesFirst;
  return [
    unranked(code, check, BEFORE_PRIORITIES),
    unranked(code, check, { from: before, before: AMD_PSTATE.driverFirst, between: [from, AMD_PSTATE.driverFirst] }),
    unranked(code, check, { from: AMD_PSTATE.driverFirst }),
  ];
}

/** The same for processors of firmware, whose architecture is not known. */
function realMachine(code: GuestRule['code'], check: Check): GuestRule[] {
  const range = { from: AMD_PSTATE.ranks, on: 'real machines' } as const;
  return [{ code, effect: 'unranked', family: 'linux', architectures: X86_OR_UNKNOWN, ...range, check }];
}

/** On a real AMD processor the levels are in MSRs, but amd-pstate takes both frequencies from `_CPC`. */
function oneFrequencyIsZero({ virtual, cpc }: GuestSubject): GuestFinding[] {
  if (virtual) return [];
  return cpc.flatMap((object) =>
    frequenciesNotZero(subjectOfPackage(object)).map(({ at: { entry = 'nominal_freq' } }) =>
      finding('guest/linux-frequency-missing', { keys: [entry], device: false }, { object, entry }),
    ),
  );
}

function mayRank({ virtual, cpc }: GuestSubject): boolean {
  return virtual && cpc.length > 0;
}

function ranksAtAll(subject: GuestSubject): GuestFinding[] {
  return mayRank(subject) ? [finding('guest/linux-no-preferred-core', {})] : [];
}

/** CPU model `host` is AMD's or Intel's. */
function vendorIsKnown(subject: GuestSubject): GuestFinding[] {
  return mayRank(subject) && !subject.cpu ? [finding('guest/linux-host-vendor', {})] : [];
}

/** Under KVM, QEMU gives a named model the vendor of the host (host_cpu_instance_init in target/i386/host-cpu.c). */
function vendorHolds(subject: GuestSubject): GuestFinding[] {
  const { cpu, hostVendor } = subject;
  if (!cpu || cpu.ofHost || keepsVendor(cpu) || hostVendor !== 'intel' || !hasDriver(subject)) return [];
  return [finding('guest/linux-vendor-of-host', { model: cpu.name })];
}

function cpuHasDriver(subject: GuestSubject): GuestFinding[] {
  const { cpu } = subject;
  if (!cpu || !mayRank(subject)) return [];
  const { vendor, family, model, name, ofHost = false } = cpu;
  const tooOld = family === AMD_PSTATE_FIRST.family && model !== undefined && model < AMD_PSTATE_FIRST.model;
  if (vendor === 'AMD' && !tooOld) return [];
  return [finding('guest/linux-cpu-model', { model: name, vendor, tooOld, ofHost })];
}

function hasDriver(subject: GuestSubject): boolean {
  return mayRank(subject) && cpuHasDriver(subject).length === 0;
}

/** With X86_FEATURE_CPPC amd-pstate reads MSR 0xC00102B0, which no guest has but one of the device in addrspace 2. */
function readsCpc(subject: GuestSubject): GuestFinding[] {
  const misled = hasDriver(subject) && subject.cppcFlag && subject.device?.addrspace !== 2;
  return misled ? [finding('guest/linux-cppc-flag', {})] : [];
}

/** A finding for each package whose entry does not meet the driver's requirement. */
function eachEntry(
  subject: GuestSubject,
  key: CpcKey,
  check: (value: ReturnType<CpcPackage['entries']['get']>) => GuestFinding | undefined,
): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  return subject.cpc.flatMap((cpc) => {
    const one = check(cpc.entries.get(key));
    return one ? [{ ...one, at: { object: cpc, entry: key } }] : [];
  });
}

/** cppc_set_enable() writes a Buffer or gives -EOPNOTSUPP, and then the driver does not load. */
function enableIsWritten(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'enable', (value) =>
    value?.kind === 'absent' || value?.kind === 'integer' ? finding('guest/linux-enable-missing', {}) : undefined,
  );
}

/** Stock QEMU has no PCC, so amd-pstate of such a release fails with every table. */
function selectionIsInPcc(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'autonomous_selection', (value) =>
    value?.kind === 'register' && spaceName(value.register.spaceId) === 'PCC'
      ? undefined
      : finding('guest/linux-selection-unwritten', {}),
  );
}

/** cppc_set_auto_sel() cannot write an Integer. With amd_pstate=active only some releases write it. */
function selectionIsWritten(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'autonomous_selection', (value) =>
    value?.kind === 'integer' && value.value !== 0n
      ? finding('guest/linux-autonomous-fixed', { value: value.value, device: subject.device !== undefined })
      : undefined,
  );
}

/** Revision 2 has no frequencies; amd_pstate_init_freq() requires both. */
function frequenciesAreGiven(subject: GuestSubject): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  const device = subject.device !== undefined;
  return subject.cpc.flatMap((cpc) => {
    const keys = FREQUENCIES.filter((key) => !isGiven(cpc, key));
    const [entry] = keys;
    return entry ? [finding('guest/linux-frequency-missing', { keys, device }, { object: cpc, entry })] : [];
  });
}

function nonlinearIsBetween(subject: GuestSubject, { version }: { version: Release }): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  return subject.cpc.flatMap((cpc) => {
    const [level, nominal] = [integerIn(cpc, 'lowest_nonlinear_perf'), integerIn(cpc, 'nominal_perf')];
    const [lowestFreq, nominalFreq] = [integerIn(cpc, 'lowest_freq'), integerIn(cpc, 'nominal_freq')];
    if (!level || !nominal || !lowestFreq || !nominalFreq) return [];
    const frequency = frequencyOf(level, nominal, nominalFreq, version);
    const [least, most] = [lowestFreq * KHZ, nominalFreq * KHZ];
    const low = isSince(version, AMD_PSTATE.takesEqual) ? frequency < least : frequency <= least;
    if (!low && frequency <= most) return [];
    const facts = { nonlinear: frequency / KHZ, lowestFreq, nominalFreq, low };
    return [finding('guest/linux-frequency-range', facts, { object: cpc, entry: 'lowest_nonlinear_perf' })];
  });
}

function integerIn(cpc: CpcPackage, key: CpcKey): bigint | undefined {
  return integerOf(cpc.entries.get(key));
}

/** amd-pstate keeps the low eight bits of a level, and ranks by them. */
function levelsFitByte(subject: GuestSubject): GuestFinding[] {
  return eachEntry(subject, 'highest_perf', (value) =>
    value?.kind === 'integer' && value.value > 0xffn
      ? finding('guest/linux-past-255', { value: value.value, left: value.value & 0xffn })
      : undefined,
  );
}

/** amd_detect_prefcore() requires two different numbers. */
function someCoreIsBetter(subject: GuestSubject): GuestFinding[] {
  return hasDriver(subject) ? allEqual(subject) : [];
}

/** A driver that does not load, on a release that ranks all the same. */
function ranksWithoutDriver(subject: GuestSubject, guest: Guest): GuestFinding[] {
  const stopped = [...frequenciesAreGiven(subject), ...nonlinearIsBetween(subject, guest)];
  const [first] = stopped;
  if (!first) return [];
  const codes = [...new Set(stopped.map(({ code }) => code))];
  const facts = { codes, device: subject.device !== undefined, newer: releaseText(AMD_PSTATE.driverFirst) };
  return [finding('guest/linux-ranks-without-driver', facts, first.at)];
}

function bootWords(subject: GuestSubject, { version }: Guest): GuestFinding[] {
  if (!hasDriver(subject)) return [];
  const fixed = selectionIsWritten(subject).length > 0;
  const rows: readonly BootWord[] = AMD_PSTATE_BOOT_WORDS.filter(({ since }) => isSince(version, since));
  const words = rows.map(({ word, withFixedSelection = word }) => (fixed ? withFixedSelection : word));
  return [finding('guest/linux-boot-words', { words, ...itmtFacts(version) })];
}
