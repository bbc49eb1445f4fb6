import { count, short, some } from '../../words.js';

/** What a guest that does not rank its cores shows. */
export type UnrankedFacts = {
  /** The most telling message of the driver. */
  readonly why: string | undefined;
  /** How many vCPUs did not come up. */
  readonly missing: number;
  /** amd-pstate of the release has no ranking. */
  readonly tooOld: boolean;
  readonly itmt: 'on' | 'off' | 'absent' | 'unknown';
  readonly drivers: readonly string[];
  readonly hasRanking: boolean;
  readonly lacksDebugfs: boolean;
  readonly loops?: number;
  readonly vcpus?: readonly number[];
};

export function whyUnranked(facts: UnrankedFacts): string {
  const { itmt, drivers, hasRanking, lacksDebugfs, why, loops = 0, vcpus = [] } = facts;
  const misplaced = `${count(loops, 'busy loop')} settled on ${vcpuList(vcpus)}, not on the best ${loops === 1 ? 'core' : 'cores'}`;
  if (itmt === 'on' || (itmt === 'unknown' && hasRanking)) return misplaced;
  const message = why === undefined ? '' : ` ("${short(why, 120)}")`;
  if (itmt === 'off') return `ITMT is off${message}`;
  const names = some(drivers.map((one) => short(one)));
  if (drivers.length === 0)
    return `${itmt === 'unknown' ? `${misplaced}; ` : ''}no driver with a ranking loaded${message}`;
  if (!hasRanking) return `its driver ${names} has no ranking${message}`;
  return lacksDebugfs
    ? `its driver ${names} has a ranking, but the kernel has no ITMT without debugfs`
    : `its driver ${names} has a ranking, but did not enable ITMT`;
}

export function helpUnranked(facts: UnrankedFacts): string {
  const { itmt, hasRanking, lacksDebugfs } = facts;
  if (itmt === 'on' || (itmt === 'unknown' && hasRanking))
    return 'run it again on a host with less load, or with other numbers of loops (`--busy`)';
  if (itmt === 'off' || !hasRanking) return driverHelp(facts);
  return lacksDebugfs
    ? 'remove `debugfs=off` from `--append`, or boot a kernel with debugfs, or Linux 7.2.7 or newer'
    : NO_PREFCORE;
}

const CPU_MODEL =
  'use an AMD CPU model that amd-pstate supports (Zen 2 or later), such as `--cpu EPYC-Milan,model=97`; under KVM the host must be AMD, too';

/** What turns the ranking of a loaded driver off. */
const NO_PREFCORE = 'remove `amd_prefcore=disable` from `--append`';

/** By messages of the drivers, seen on 6.12 to 7.3. */
const DRIVER_HELP = [
  [/value is incorrect/, 'give `nominal_freq` and `lowest_freq` in MHz, in revision 3 or later'],
  [
    /value is out of range/,
    'correct `lowest_nonlinear_perf`, `lowest_freq` and `nominal_freq`: `check --guest` says which',
  ],
  // From 6.13 or 6.16 on the number is the only reason that is logged; auto_sel has a message of its own.
  [
    /failed to enable|^Failed to initialize CPU \d+: -95$/,
    'set `controls = "sink"`, or give `enable` a writable register',
  ],
  [
    /auto_sel, ret: -524$/,
    'boot Linux 6.12.110 or later of 6.12, or 6.16 or newer: older releases write `autonomous_selection` in PCC only',
  ],
  [
    /auto_sel/,
    'give `autonomous_selection` a register or "none"; or boot Linux 6.12.117, 6.16 to 7.1, or 7.3.4 or newer, without `amd_pstate=` in `--append`',
  ],
  [/is disabled|explicitly disabled/, 'remove `amd_pstate=disable` from `--append`'],
  [/CPU model not supported/, CPU_MODEL],
  [/_CPC object is not present/, 'give every vCPU a _CPC that Linux accepts: `boot` names the vCPUs without one'],
] as const;

/** What lets the driver of a guest load, by its most telling message and the number of vCPUs that did not come up. */
function driverHelp({ why, missing, tooOld, drivers }: UnrankedFacts): string {
  if (missing > 0)
    return 'give the guest all its vCPUs: amd-pstate needs each; remove `maxcpus=` and `nr_cpus=` from `--append`';
  if (tooOld) return 'boot Linux 6.12 or newer: amd-pstate has a ranking from 6.9 on';
  if (drivers.some((one) => one.startsWith('amd-pstate'))) return NO_PREFCORE;
  const known = why === undefined ? undefined : DRIVER_HELP.find(([message]) => message.test(why));
  if (known) return known[1];
  return why === undefined
    ? CPU_MODEL
    : `look for the reason in the kernel messages, which \`--json\` prints in \`log\`; set \`controls = "sink"\`, and ${CPU_MODEL}`;
}

export function vcpuList(vcpus: readonly number[]): string {
  return `vCPU${vcpus.length === 1 ? '' : 's'} ${some(vcpus.map(String))}`;
}
