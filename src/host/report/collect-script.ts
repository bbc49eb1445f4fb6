// The script of `host --script`: it copies what `host` and `init` read, on a host without Node. POSIX sh; one value of a file
// is a line, which the shell reads itself: a program for each file would take minutes on a host with hundreds of CPUs.

import {
  ACPI_CPPC_FILES,
  BOOST_FILE,
  CAPACITY_FILES,
  DRIVER_FILES,
  HYBRID_PMUS,
  ITMT_SWITCHES,
  PREFCORE,
  SIBLINGS_FILE,
} from '../../../grammar/linux.js';

/** Files in the folder of a CPU. */
const CPU_FILES = [
  ...ACPI_CPPC_FILES.filter(({ file }) => file !== 'feedback_ctrs').map(({ file }) => `acpi_cppc/${file}`),
  ...DRIVER_FILES.map(({ file }) => file),
  ...Object.values(CAPACITY_FILES),
  'cpufreq/cpuinfo_max_freq',
  'cpufreq/cpuinfo_min_freq',
  SIBLINGS_FILE,
  'topology/core_cpus_list',
  'topology/core_id',
  'topology/die_id',
  'topology/physical_package_id',
  'regs/identification/midr_el1',
  'of_node/compatible',
] as const;

const CACHE_FILES = ['level', 'type', 'size', 'shared_cpu_list'] as const;

/** Files below /sys that no CPU has of its own. */
const SYS_FILES = [
  ...['online', 'offline', 'present', 'possible', 'modalias'].map((file) => `devices/system/cpu/${file}`),
  PREFCORE.file,
  ...[BOOST_FILE, ITMT_SWITCHES[1].file].map((file) => file.replace('/sys/', '')),
  ...HYBRID_PMUS.map(({ file }) => file),
] as const;

/** Files below / whose copies have the same path below the folder. */
const PROC_FILES = ['proc/sys/kernel/osrelease', ITMT_SWITCHES[0].file.slice(1)] as const;

const words = (files: readonly string[], indent: string) => files.join(` \\\n${indent}`);

export const COLLECT_SCRIPT = `#!/bin/sh
# Copies the files that \`cppc-acpi host\` and \`cppc-acpi init\` read of this host into a new folder:
#   sh collect.sh FOLDER
# Run it as root, so that it can read the scheduler's switch in debugfs. It changes nothing outside of FOLDER.
set -eu
LC_ALL=C
export LC_ALL
if [ $# -ne 1 ] || [ -z "$1" ]; then
  echo "usage: sh collect.sh FOLDER" >&2
  exit 2
fi
case $1 in
  /* | ./*) folder=$1 ;;
  *) folder=./$1 ;;
esac
root=\${ROOT-}
umask 022
mkdir "$folder" || exit 1
copied=0
failed=0

# The first line of a file; cpusets are files that Linux gives only as a whole, and sh reads byte by byte. A file that
# cannot be read leaves an empty one, which \`host\` reports.
copy() {
  [ -f "$1" ] || return 0
  [ -d "\${2%/*}" ] || mkdir -p "\${2%/*}"
  value=
  if { IFS= read -r value <"$1"; } 2>/dev/null || [ -n "$value" ]; then
    printf '%s\\n' "$value" >"$2"
    copied=$((copied + 1))
  elif dd if="$1" of="$2" bs=4096 count=1 2>/dev/null; then
    copied=$((copied + 1))
  else
    : >"$2"
    failed=$((failed + 1))
    echo "cannot read $1" >&2
  fi
}

for cpu in "$root"/sys/devices/system/cpu/cpu[0-9]*; do
  [ -d "$cpu" ] || continue
  target=$folder/devices/system/cpu/\${cpu##*/}
  mkdir -p "$target"
  for file in \\
    ${words(CPU_FILES, '    ')}; do
    copy "$cpu/$file" "$target/$file"
  done
  for cache in "$cpu"/cache/index[0-9]; do
    for file in ${CACHE_FILES.join(' ')}; do
      copy "$cache/$file" "$target/cache/\${cache##*/}/$file"
    done
  done
done

for file in \\
  ${words(SYS_FILES, '  ')}; do
  copy "$root/sys/$file" "$folder/$file"
done
for file in ${PROC_FILES.join(' ')}; do
  copy "$root/$file" "$folder/$file"
done

# The first processor of cpuinfo.
mkdir -p "$folder/proc"
if [ -r "$root/proc/cpuinfo" ]; then
  while IFS= read -r line && [ -n "$line" ]; do
    printf '%s\\n' "$line"
  done <"$root/proc/cpuinfo" >"$folder/proc/cpuinfo"
fi
# Only firmware of RISC-V has this table; its name is enough.
if [ -e "$root/sys/firmware/acpi/tables/RHCT" ]; then
  mkdir -p "$folder/firmware/acpi/tables"
  : >"$folder/firmware/acpi/tables/RHCT"
fi

echo "Copied $copied files into $folder; $failed could not be read."
echo "Move it to a machine with cppc-acpi, for example as host.tar.gz:"
echo "  tar -czf host.tar.gz '$folder'"
echo "and run there:"
echo "  cppc-acpi host --sysfs '$folder'"
`;
