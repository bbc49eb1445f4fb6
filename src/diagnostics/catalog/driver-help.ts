/** By messages of amd-pstate. */
const DRIVER_HELP = [
  [/value is incorrect|return -22$/, 'give `nominal_freq` and `lowest_freq` in MHz, in revision 3 or later'],
  [
    /value is out of range/,
    'correct `lowest_nonlinear_perf`, `lowest_freq` and `nominal_freq`: `check --guest` says which',
  ],
  [/failed to enable/, 'set `controls = "sink"`, or give `enable` a writable register'],
  [
    /auto_sel|return -95$/,
    'boot with `--append amd_pstate=active`, or give `autonomous_selection` a register or "none"',
  ],
] as const;

/** What lets the driver of a guest load, by its last message and the number of vCPUs that did not come up. */
export function driverHelp({
  why = '',
  missing,
}: {
  readonly why: string | undefined;
  readonly missing: number;
}): string {
  if (missing > 0)
    return 'give the guest all its vCPUs: amd-pstate needs each; remove `maxcpus=` and `nr_cpus=` from `--append`';
  const known = DRIVER_HELP.find(([message]) => message.test(why));
  return (
    known?.[1] ?? 'boot Linux 6.12 or newer with `controls = "sink"` and an AMD CPU model that amd-pstate supports'
  );
}
