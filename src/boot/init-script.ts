import {
  ACPI_CPPC_FILES,
  ACPI_CPPC_FOLDER,
  BOOST_FILE,
  CAPACITY_FILES,
  DRIVER_FILES,
  ITMT_SWITCHES,
  MOST_SYSFS_CHARACTERS,
  MOUNTS_FILE,
  RUNNING_GUEST_FILES,
  SIBLINGS_FILE,
  STAT_PROCESSOR_FIELD,
} from '../../grammar/linux.js';

export const CPUS = '/sys/devices/system/cpu';

/** Stands before the name of each part of the report. */
export const MARK = '====';
export const UNREADABLE = 'unreadable';
export const PARTS = { log: 'log', busy: 'busy', end: 'end' } as const;

/** Loops have settled if this many looks in a row find each on the same vCPU; after MOST_LOOKS they count as moving. */
const SAME_LOOKS = 8;
const MOST_LOOKS = 60;
const MICROSECONDS_BETWEEN_LOOKS = 100_000;

/** By which numbers the scheduler of the guest prefers cores: priorities on x86, capacities on Arm and RISC-V. */
type RanksBy = 'itmt' | 'capacity';

/** Files with one value. */
const VALUE_FILES_OF_CPU = [
  ...ACPI_CPPC_FILES.map(({ file }) => `${ACPI_CPPC_FOLDER}/${file}`),
  ...DRIVER_FILES.map(({ file }) => file),
];
const CAPACITY_FILES_OF_CPU = Object.values(CAPACITY_FILES);

/** No value is longer: feedback_ctrs has two numbers of 64 bits with their names. */
const MOST_VALUE = 64;

/** The files of a CPU's folder that are reported, and the most characters of each. */
export const FILES_OF_CPU: ReadonlyMap<string, number> = new Map([
  ...[...VALUE_FILES_OF_CPU, ...CAPACITY_FILES_OF_CPU].map((file): [string, number] => [file, MOST_VALUE]),
  [SIBLINGS_FILE, MOST_SYSFS_CHARACTERS],
]);

/** The other files that are reported, by their paths. */
export const OTHER_FILES: ReadonlyMap<string, number> = new Map([
  [`${CPUS}/online`, MOST_SYSFS_CHARACTERS],
  ...ITMT_SWITCHES.map(({ file }): [string, number] => [file, MOST_VALUE]),
  [MOUNTS_FILE, MOST_SYSFS_CHARACTERS],
  [BOOST_FILE, MOST_VALUE],
]);

/** The files that a running guest reports besides, by their paths. */
export const RUNNING_FILES: ReadonlyMap<string, number> = new Map(
  Object.values(RUNNING_GUEST_FILES).map((file) => [file, MOST_SYSFS_CHARACTERS]),
);

/** Each program that prints a file takes time, so a guest prints only what its kind of ranking has. */
const LEFT_OUT: Readonly<Record<RanksBy, readonly string[]>> = {
  itmt: [...CAPACITY_FILES_OF_CPU, BOOST_FILE],
  capacity: [...ITMT_SWITCHES.map(({ file }) => file), MOUNTS_FILE],
};

/** Every file that is reported, without some, as patterns of a shell. */
export function patternsOf(leftOut: readonly string[]): string {
  const isIn = (file: string) => !leftOut.includes(file);
  const ofCpu = [...FILES_OF_CPU.keys()].filter(isIn).map((file) => `${CPUS}/cpu[0-9]*/${file}`);
  return [...ofCpu, ...[...OTHER_FILES.keys()].filter(isIn)].join(' ');
}

export interface InitScriptOptions {
  /** The number of busy loops to start, one after another. */
  readonly busyLoops?: number;
  /** The device that takes the report. */
  readonly report: string;
  readonly ranksBy: RanksBy;
  /** The module of a driver to load, in the initramfs. */
  readonly driver?: string;
}

/**
 * The init of the guest. The report has a serial line of its own, without kernel messages; closing the line waits until
 * all of it is sent, which poweroff does not.
 */
export function initScript({ busyLoops = 0, report, ranksBy, driver }: InitScriptOptions): string {
  return `#!/bin/busybox sh
b=/bin/busybox
$b mkdir -p /dev /proc /sys
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
$b mount -t debugfs debug /sys/kernel/debug
${driver === undefined ? '' : `$b insmod ${driver}\n`}{
  $b stty -F ${report} -opost
  for file in ${patternsOf(LEFT_OUT[ranksBy])}; do
    [ -f "$file" ] || continue
    echo "${MARK} $file"
    $b cat "$file" 2>/dev/null || echo ${UNREADABLE}
  done
${busyLoops > 0 ? busyScript(busyLoops) : ''}
  echo "${MARK} ${PARTS.log}"
  $b dmesg
  echo "${MARK} ${PARTS.end}"
} >${report}
$b poweroff -f
`;
}

/** The shell itself reads the vCPU of each loop: a program started for that would move the loops. */
function busyScript(loops: number): string {
  return `  started=0 pids=
  while [ $started -lt ${loops} ]; do
    $b sh -c 'while :; do :; done' &
    started=$((started + 1)) pids="$pids $!" before= same=0 looks=0
    echo "${MARK} ${PARTS.busy} $started"
    while [ $same -lt ${SAME_LOOKS} ] && [ $looks -lt ${MOST_LOOKS} ]; do
      $b usleep ${MICROSECONDS_BETWEEN_LOOKS}
      at=
      for pid in $pids; do read -r stat < /proc/$pid/stat; set -- $stat; at="$at \${${STAT_PROCESSOR_FIELD}}"; done
      if [ "$at" = "$before" ]; then same=$((same + 1)); else same=1; fi
      before=$at looks=$((looks + 1))
    done
    [ $same -ge ${SAME_LOOKS} ] && echo "settled$at" || echo "moving$at"
  done
  for pid in $pids; do kill -9 $pid; done`;
}
