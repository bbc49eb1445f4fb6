const PANIC =
  'the driver cppc_cpufreq may not stand the table: `cppc-acpi check --guest` predicts it; `--append module_blacklist=cppc_cpufreq` boots without the driver';
const LESS_OUTPUT = 'remove words from `--append` that make the kernel print more, or boot another `--kernel`';

/** What to try when a guest sent no report, by what ended it and by the accelerator. */
export const NO_REPORT = {
  itself: {
    kvm: 'try `--accel tcg`, another `--kernel` or another `--cpu`',
    tcg: 'try another `--kernel` or another `--cpu`',
  },
  timeout: {
    kvm: 'try `--accel tcg`, a longer `--timeout`, or another `--kernel`',
    tcg: 'try a longer `--timeout`, another `--kernel` or another `--cpu`',
  },
  panic: { kvm: PANIC, tcg: PANIC },
  limit: { kvm: LESS_OUTPUT, tcg: LESS_OUTPUT },
} as const;
