import { count, list, short } from '../../words.js';
import { row } from '../row.js';

/** Where the numbers of `init` come from. */
export const HOST_SOURCES = {
  'host/source': row<{ file: string; cores: number; equal?: bigint }>({
    severity: 'note',
    message: (f) =>
      f.equal === undefined
        ? `no CPU has acpi_cppc: highest_perf follows ${f.file}`
        : `acpi_cppc has highest_perf ${f.equal} for all ${count(f.cores, 'core')}: highest_perf follows ${f.file}`,
    help: (f) =>
      f.equal === undefined
        ? 'if the firmware setup can enable CPPC, enable it and run init again: its levels are better'
        : 'give `--from cppc` to keep the level of the firmware',
  }),
  'host/source-missing': row<{ file: string; cpus: string; others: readonly string[] }>({
    severity: 'error',
    message: (f) => `cannot take highest_perf from ${f.file}: CPU ${f.cpus} does not have this file`,
    help: (f) =>
      f.others.length > 0
        ? `omit --from, or give ${list(
            f.others.map((one) => `\`--from ${one}\``),
            'or',
          )}`
        : 'write the spec by hand: no file of this host ranks its cores',
  }),
  'host/levels-assumed': row<{ keys: readonly string[] }>({
    severity: 'warning',
    message: (f) => `the host does not show ${list(f.keys, 'or')}: the spec has assumed numbers`,
    help: () =>
      'guests rank their cores by highest_perf, so the order is right; write the other levels if you know them',
  }),
  'host/variants-differ': row<{ first: string; other: string; cpus: number; others: number }>({
    severity: 'error',
    message: (f) =>
      f.cpus === f.others
        ? `variants ${short(f.first)} and ${short(f.other)} are readings of different hosts: their CPUs form different cores`
        : `variants ${short(f.first)} and ${short(f.other)} are readings of different hosts: ${f.cpus} and ${count(f.others, 'CPU')} are online`,
    help: () => 'copy sysfs of the same host twice, with another setting of the firmware, and with all CPUs online',
  }),
  'host/variants-equal': row<{ names: readonly string[] }>({
    severity: 'warning',
    message: (f) =>
      `variants ${list(
        f.names.map((name) => short(name)),
        'and',
      )} have the same highest_perf for every core`,
    help: () =>
      'change the setting of the firmware between the readings, and restart the host; `--prefer cache` needs one reading only',
  }),
  'host/one-l3': row<{ prefer: string; bytes?: number; cpus?: string }>({
    severity: 'error',
    message: (f) =>
      f.cpus === undefined
        ? `--prefer ${f.prefer}: all cores of this host have an L3 of the same size, ${(f.bytes ?? 0) / 1024 ** 2} MiB`
        : `--prefer ${f.prefer}: the size of the L3 of CPU ${f.cpus} is not known`,
    help: () => 'omit --prefer; to rank some cores higher, add to their level by host thread: `--offset 0-7=+40`',
  }),
} as const;
