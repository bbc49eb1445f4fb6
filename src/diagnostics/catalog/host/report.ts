import { count, isSeveral, numbered, short, sizeText, some } from '../../words.js';
import { row } from '../row.js';

/** What --from of `init` takes instead of levels that do not rank the cores. */
export type Instead = 'prefcore' | 'capacity' | 'max-freq';

const INSTEAD: Readonly<Record<Instead, string>> = {
  prefcore: 'amd_pstate_prefcore_ranking',
  capacity: 'cpu_capacity',
  'max-freq': 'cpuinfo_max_freq',
};

/** How to get a ranking all the same. */
export function insteadText(instead: Instead | undefined): string {
  if (instead === undefined) return '';
  return `\`cppc-acpi init --from ${instead}\` ranks the cores by ${INSTEAD[instead]}`;
}

function sizesText([large, ...others]: readonly { readonly bytes: number; readonly cores: string }[]): string {
  if (!large) return '';
  const rest = others.map(({ cores, bytes }) => `${coresText(cores)} ${sizeText(bytes)}`);
  return `${coresText(large.cores)} ${/^\d+$/.test(large.cores) ? 'has' : 'have'} ${sizeText(large.bytes)} of L3, ${some(rest)}`;
}

function coresText(cores: string): string {
  return `core${/^\d+$/.test(cores) ? '' : 's'} ${short(cores)}`;
}

const RANKED_FIRST = {
  cache: '; the firmware ranks by cache',
  frequency: '; the firmware ranks by frequency: the smaller L3 comes first',
  neither: '; the ranking mixes them',
  unknown: '',
} as const;

/** Problems that `host` reports. */
export const HOST_REPORT = {
  'host/all-equal': row<{ cores: number; value: bigint; instead?: Instead }>({
    severity: 'warning',
    section: 'seen with 255: firmware of desktops while the cores are overclocked, and of servers',
    message: (f) => `all ${count(f.cores, 'core')} have highest_perf ${f.value}: a guest cannot prefer any of them`,
    help: (f) =>
      [
        `${f.instead ? '' : 'if the cores differ, '}${f.value === 255n ? 'reset overclocking in the firmware setup, or ' : ''}update the firmware`,
        ...(f.instead ? [`until then ${insteadText(f.instead)}`] : []),
      ].join('; '),
  }),
  'host/file-unread': row<{ file: string; why: string; cpus?: string }>({
    severity: 'warning',
    message: (f) => `cannot read ${f.file}${f.cpus === undefined ? '' : ` of ${numbered('CPU', f.cpus)}`}: ${f.why}`,
    help: () =>
      'the report lacks what the file contains: read it as root, or copy it again with `cppc-acpi host --script`',
  }),
  'host/l3-differs': row<{
    groups: readonly { bytes: number; cores: string }[];
    /** Which cores are ranked first. */
    first: keyof typeof RANKED_FIRST;
    x3d: boolean;
  }>({
    severity: 'note',
    message: (f) => `${sizesText(f.groups)}${RANKED_FIRST[f.first]}`,
    help: (f) =>
      f.x3d
        ? '`cppc-acpi init --prefer cache` or `--prefer frequency` ranks one die before the other in a guest; on the host, write cache or frequency to amd_x3d_mode of the driver amd_x3d_vcache (Linux 6.13), or look for "X3D" or "CPPC preferred cores" in the firmware setup'
        : '`cppc-acpi init --prefer cache` or `--prefer frequency` ranks one group before the other in a guest',
  }),
  'host/not-ranked': row<{ because: string; advice: 'amd' | 'intel' | 'boost' | 'none' }>({
    severity: 'note',
    message: (f) => `the scheduler of this host does not prefer its better cores: ${f.because}`,
    help: (f) => `${NOT_RANKED_HELP[f.advice]}guests rank by their own table`,
  }),
  'host/offline': row<{ cpus: string; first: number }>({
    severity: 'note',
    message: (f) =>
      `${numbered('CPU', f.cpus)} ${isSeveral(f.cpus) ? 'are offline: the report lacks them' : 'is offline: the report lacks it'}`,
    help: (f) => `write 1 to /sys/devices/system/cpu/cpu${f.first}/online as root, then run this again`,
  }),
  'host/ranks-unknown': row<{ because: string }>({
    severity: 'note',
    message: (f) => `the files do not say whether the scheduler of this host prefers its better cores: ${f.because}`,
    help: () => 'run this as root on the host itself, or copy the files as root with `cppc-acpi host --script`',
  }),
} as const;

const NOT_RANKED_HELP = {
  amd: 'boot the host with amd_pstate=active and without amd_prefcore=disable; ',
  intel: 'let intel_pstate use HWP (no intel_pstate=disable or no_hwp), and write 1 to sched_itmt_enabled; ',
  boost: 'write 1 to /sys/devices/system/cpu/cpufreq/boost; ',
  none: '',
} as const;
