import { code, list } from '../../words.js';
import { authorHelp, CORRECTED, helpFor, specHelp } from '../from.js';
import { row } from '../row.js';
import { type GuestFacts, verb } from './facts.js';

const SEEN = 'seen by booting 6.12 to 7.3';

/** Why a Linux guest accepts a table but does not rank cores by it. */
export const GUEST_RANKING_PROBLEMS = {
  'guest/linux-no-preferred-core': row<GuestFacts>({
    severity: 'note',
    section: 'Linux: amd-pstate ranks from 6.9 on (amd_pstate_prefcore_ranking); seen by booting 6.1',
    message: (f) =>
      `${f.guests} ${verb(f, 'shows', 'show')} the levels but ${verb(f, 'ranks', 'rank')} no core by them`,
    help: () => 'use Linux 6.9 or later in the guest',
  }),
  'guest/linux-host-vendor': row<GuestFacts>({
    severity: 'note',
    section: `QEMU gives CPU model "host" the vendor of the host; Linux: intel_pstate needs HWP, which KVM does not offer; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} the cores on an AMD host only; on an Intel host ${verb(f, 'it has', 'they have')} no driver that ranks them`,
    help: (f) =>
      f.from === 'spec'
        ? 'write the vendor under `[guest]`, as in host_vendor = "amd"; for Intel hosts see docs/linux.md'
        : 'give `--cpu EPYC-Genoa` to judge an AMD host, `--cpu SapphireRapids` to judge an Intel host; for Intel hosts see docs/linux.md',
  }),
  'guest/linux-vendor-of-host': row<GuestFacts & { model: string }>({
    severity: 'warning',
    section: 'QEMU: host_cpu_instance_init() in target/i386/host-cpu.c, for KVM; not tried here on an Intel host',
    message: (f) =>
      `under KVM, QEMU gives CPU model ${f.model} the vendor of the host, which is Intel: ${f.guests} then ${verb(f, 'ranks', 'rank')} no core`,
    help: () => 'write `,vendor=AuthenticAMD` after the model to keep its vendor, or use an AMD host',
  }),
  'guest/linux-cpu-model': row<GuestFacts & { model: string; vendor: string; tooOld: boolean; ofHost: boolean }>({
    severity: 'note',
    section: `Linux: intel_pstate needs HWP, which KVM does not offer; amd-pstate needs AMD, Zen 2 or later; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'has', 'have')} no driver that ranks cores on ${f.ofHost ? `an ${f.vendor} host with ` : ''}CPU model ${f.model}: ${reason(f)}`,
    help: () =>
      'use an AMD host with CPU model `host`, or with an AMD model of Zen 2 or later, such as EPYC-Milan; KVM gives a model the vendor of its host',
  }),
  'guest/linux-cppc-flag': row<GuestFacts>({
    severity: 'warning',
    section:
      'Linux: X86_FEATURE_CPPC in amd_pstate_init(); seen by booting 6.12 with the device (addrspace 1), whose handlers answered MSRs',
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} no core: with the CPU flag cppc amd-pstate reads MSR 0xC00102B0, which the guest does not have`,
    help: () => 'write cppc=off after the CPU model; `-cpu host` of the patched QEMU sets the flag by itself',
  }),
  'guest/linux-enable-missing': row<GuestFacts>({
    severity: 'warning',
    section: `Linux: cppc_set_enable() needs a Buffer, "failed to enable"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: enable is not a register, so amd-pstate does not load`,
    help: specHelp('set `controls = "sink"`, or give `enable` a writable register'),
  }),
  'guest/linux-selection-unwritten': row<GuestFacts>({
    severity: 'warning',
    section:
      'Linux: cppc_set_auto_sel() before cppc_set_reg_val() (6.12.110, 6.16), -524; seen by booting 6.12.57 to 6.12.107, not 6.12.111 and 6.16.3',
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: ${verb(f, 'it writes', 'they write')} autonomous_selection only in PCC, so amd-pstate does not load`,
    help: () => 'use Linux 6.12.110 or later of 6.12, or 6.16 or later in the guest',
  }),
  'guest/linux-autonomous-fixed': row<GuestFacts & { value: bigint; device: boolean }>({
    severity: 'warning',
    section: `Linux: cppc_set_auto_sel() cannot write an Integer, -95; with amd_pstate=active, releases other than 6.12.110 to 6.12.116 and 7.2 to 7.3.3 do not write it; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: autonomous_selection is the Integer ${f.value}, so amd-pstate does not load`,
    help: (f) =>
      f.device
        ? STOCK_QEMU
        : specHelp('set `controls = "sink"`, or give `autonomous_selection` a register or "none"')(f),
  }),
  'guest/linux-frequency-missing': row<GuestFacts & { keys: readonly string[]; device: boolean }>({
    severity: 'warning',
    section: `Linux: amd_pstate_init_freq(), "value is incorrect"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: without ${list(f.keys, 'and')} amd-pstate does not load`,
    help: (f) =>
      f.device
        ? STOCK_QEMU
        : helpFor(f, `give ${list(f.keys.map(code), 'and')} in MHz, in revision 3 or later`, CORRECTED),
  }),
  'guest/linux-frequency-range': row<
    GuestFacts & { nonlinear: bigint; lowestFreq: bigint; nominalFreq: bigint; low: boolean }
  >({
    severity: 'warning',
    section: `Linux: amd_pstate_init_freq(), "value is out of range"; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'accepts', 'accept')} ${f.where} but ${verb(f, 'ranks', 'rank')} no core by it: lowest_nonlinear_perf is ${f.nonlinear} MHz, ${f.low ? `not above lowest_freq (${f.lowestFreq} MHz)` : `above nominal_freq (${f.nominalFreq} MHz)`}`,
    help: (f) =>
      authorHelp(f.low ? 'lower lowest_freq, or raise lowest_nonlinear_perf' : 'lower lowest_nonlinear_perf')(f),
  }),
  'guest/linux-past-255': row<GuestFacts & { value: bigint; left: bigint }>({
    severity: 'warning',
    section: 'seen by booting: amd-pstate of 6.16 to 7.3 keeps eight bits of a level, 6.12 keeps all bits',
    message: (f) => `${f.guests} ${verb(f, 'ranks', 'rank')} ${f.where} as ${f.left}: highest_perf is ${f.value}`,
    help: authorHelp('scale the levels so that the highest is at most 255'),
  }),
  'guest/all-equal': row<GuestFacts & { value: bigint }>({
    severity: 'note',
    section: `Linux: amd_detect_prefcore() needs two different numbers, and cpu_capacity on Arm and RISC-V follows highest_perf; ${SEEN}`,
    message: (f) => `${f.guests} ${verb(f, 'ranks', 'rank')} no core: highest_perf is ${f.value} on every core`,
    help: authorHelp('give better cores a higher highest_perf'),
  }),
  'guest/linux-ranks-without-driver': row<GuestFacts & { codes: readonly string[]; device: boolean; newer: string }>({
    severity: 'note',
    section: 'seen by booting: 6.12.117 gives the scheduler its priorities before amd-pstate fails; 6.16.12 does not',
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} the cores although amd-pstate does not load (${list(f.codes, 'and')}); Linux ${f.newer} and later do not`,
    help: (f) =>
      f.device
        ? `for later releases, ${STOCK_QEMU}`
        : `for later releases, correct what \`check --guest linux-${f.newer}\` reports`,
  }),
  'guest/linux-boot-words': row<
    GuestFacts & { words: readonly string[]; itmt: string; debugfs: 'needed' | 'only for this file' | 'not used' }
  >({
    severity: 'note',
    section: `Linux: amd_pstate_set_driver() and X86_FEATURE_HW_PSTATE (08fc1e7b31f8); eaece4849991 in 7.2.7; ${SEEN}`,
    message: (f) =>
      `${f.guests} ${verb(f, 'ranks', 'rank')} the cores when booted with \`${f.words.join(' ')}\` on an AMD model`,
    help: (f) => `${f.itmt} in the guest when the scheduler uses the ranking${DEBUGFS[f.debugfs]}`,
  }),
  'guest/linux-release-unknown': row<GuestFacts & { code: string; older: string; newer: string; better: string }>({
    severity: 'note',
    section: 'releases between two that were booted',
    message: (f) =>
      `${f.guests} ${verb(f, 'was', 'were')} not booted; Linux ${f.older} and ${f.newer} were, and only one of them has ${f.code}: the worse verdict holds between them`,
    help: (f) => `use Linux ${f.better}, which does not have it, or correct what ${f.code} reports`,
  }),
  'guest/linux-newer': row<GuestFacts & { newest: string }>({
    severity: 'note',
    message: (f) =>
      `${f.guests} ${verb(f, 'is', 'are')} newer than Linux ${f.newest}, the newest release whose rules are known: ${verb(f, 'it is', 'they are')} predicted by its rules`,
    section: 'releases that were booted',
    help: () => 'add linux-next for the rules that are announced',
  }),
} as const;

const STOCK_QEMU = 'set layout = "constant", which works on stock QEMU';

const DEBUGFS = {
  needed: '; without debugfs this release has no ITMT (7.2.7 and later do)',
  'only for this file': '; without debugfs the file is missing, but ITMT works',
  'not used': '',
} as const;

function reason({ vendor, tooOld }: { vendor: string; tooOld: boolean }): string {
  if (tooOld) return 'amd-pstate needs Zen 2 or later';
  return vendor === 'Intel'
    ? 'intel_pstate needs HWP, which KVM does not offer'
    : `amd-pstate does not support ${vendor}`;
}
