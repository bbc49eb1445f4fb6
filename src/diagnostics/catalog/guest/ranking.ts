import { code, list } from '../../words.js';
import { row } from '../row.js';
import { type GuestFacts, verb } from './facts.js';

const SEEN = 'seen by booting 6.12 and 7.2';

/** Why a Linux guest accepts a table but does not rank cores by it. */
export const GUEST_RANKING_PROBLEMS = {
  'guest/linux-no-preferred-core': row<GuestFacts>({
    severity: 'note',
    section: 'Linux: amd-pstate ranks from 6.9 on (amd_pstate_prefcore_ranking); seen by booting 6.1',
    message: (f) =>
      `${f.guests} ${verb(f, 'shows', 'show')} the levels but ${verb(f, 'ranks', 'rank')} no core by them`,
    help: () => 'use Linux 6.9 or later in the guest',
  }),
  'guest/linux-cpu-model': row<GuestFacts & { model: string; vendor: string; tooOld: boolean }>({
    severity: 'note',
    section: `Linux: intel_pstate needs HWP, which KVM does not offer; amd-pstate needs AMD, Zen 2 or later; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'has', 'have')} no driver that ranks cores on CPU model ${f.model}: ${reason(f)}`,
    help: () => 'give the guest an AMD model of Zen 2 or later, such as EPYC-Milan; on an AMD host, `host` works too',
  }),
  'guest/linux-enable-missing': row<GuestFacts>({
    severity: 'warning',
    section: `Linux: cppc_set_enable() needs a Buffer, "failed to enable"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: enable is not a register, so amd-pstate does not load`,
    help: () => 'set `controls = "sink"`, or give `enable` a writable register',
  }),
  'guest/linux-autonomous-fixed': row<GuestFacts & { value: bigint }>({
    severity: 'warning',
    section: `Linux: cppc_set_auto_sel() cannot write an Integer, -95; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: autonomous_selection is the Integer ${f.value}, so amd-pstate does not load`,
    help: () => 'set `controls = "sink"`, or give `autonomous_selection` a register or "none"',
  }),
  'guest/linux-frequency-missing': row<GuestFacts & { keys: readonly string[] }>({
    severity: 'warning',
    section: `Linux: amd_pstate_init_freq(), "value is incorrect"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: without ${list(f.keys, 'and')} amd-pstate does not load`,
    help: (f) => `give ${list(f.keys.map(code), 'and')} in MHz, in revision 3 or later`,
  }),
  'guest/linux-frequency-range': row<
    GuestFacts & { nonlinear: bigint; lowestFreq: bigint; nominalFreq: bigint; low: boolean }
  >({
    severity: 'warning',
    section: `Linux: amd_pstate_init_freq(), "value is out of range"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: lowest_nonlinear_perf is ${f.nonlinear} MHz, ${f.low ? `not above lowest_freq (${f.lowestFreq} MHz)` : `above nominal_freq (${f.nominalFreq} MHz)`}`,
    help: (f) => (f.low ? 'lower lowest_freq, or raise lowest_nonlinear_perf' : 'lower lowest_nonlinear_perf'),
  }),
  'guest/linux-past-255': row<GuestFacts & { value: bigint; left: bigint }>({
    severity: 'warning',
    section: 'seen by booting: amd-pstate of 7.2 keeps eight bits of a level, 6.12 keeps all bits',
    message: (f) => `${f.guests} ${verb(f, 'ranks', 'rank')} ${f.where} as ${f.left}: highest_perf is ${f.value}`,
    help: () => 'scale the levels so that the highest is at most 255',
  }),
  'guest/all-equal': row<GuestFacts & { value: bigint }>({
    severity: 'note',
    section: `Linux: amd_detect_prefcore() needs two different numbers; ${SEEN}`,
    message: (f) => `${f.guests} ${verb(f, 'ranks', 'rank')} no core: highest_perf is ${f.value} on every core`,
    help: () => 'give better cores a higher highest_perf',
  }),
  'guest/linux-boot-words': row<GuestFacts & { words: readonly string[]; itmt: string; debugfs: boolean }>({
    severity: 'note',
    section: `Linux: amd_pstate_set_driver() and X86_FEATURE_HW_PSTATE (08fc1e7b31f8); ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} the cores when booted with \`${f.words.join(' ')}\` on an AMD model`,
    help: (f) =>
      `${f.itmt} in the guest when the scheduler uses the ranking${f.debugfs ? '; a kernel without CONFIG_DEBUG_FS does not have this file, and before 7.3 it has no ITMT' : ''}`,
  }),
} as const;

function reason({ vendor, tooOld }: { vendor: string; tooOld: boolean }): string {
  if (tooOld) return 'amd-pstate needs Zen 2 or later';
  return vendor === 'Intel'
    ? 'intel_pstate needs HWP, which KVM does not offer'
    : `amd-pstate does not support ${vendor}`;
}
