import { DEBUGFS_FOLDER, MOUNTS_FILE, RUNNING_GUEST_FILES } from '../../grammar/linux.js';
import { MARK, PARTS, patternsOf, UNREADABLE } from '../boot/init-script.js';
import { LINUX_PARTS } from './linux-report.js';
import { FIRST_WORDS, VERSION } from './report-text.js';

/** A POSIX shell script that prints what a Linux guest shows of its processors. */
export function linuxScript(): string {
  return `#!/bin/sh
# Prints what this Linux guest shows of its processors, for \`cppc-acpi observe\`. It reads files of /sys and /proc and
# writes none. Any user may run it; as root it also reads debugfs (the switch of ITMT) and the kernel's messages.
#   sh report.sh > report.txt
echo '${FIRST_WORDS} ${VERSION} linux'
for file in ${[patternsOf([MOUNTS_FILE]), ...Object.values(RUNNING_GUEST_FILES)].join(' ').replaceAll(' ', ' \\\n  ')}
do
  [ -f "$file" ] || continue
  echo "${MARK} $file"
  cat "$file" 2>/dev/null || echo ${UNREADABLE}
done
echo '${MARK} ${MOUNTS_FILE}'
grep ' ${DEBUGFS_FOLDER} debugfs ' ${MOUNTS_FILE}
echo '${MARK} ${LINUX_PARTS.booted}'
sed -n 's/^btime //p' /proc/stat
if grep -q ' ${DEBUGFS_FOLDER} debugfs ' ${MOUNTS_FILE} && [ ! -x ${DEBUGFS_FOLDER} ]; then
  echo '${MARK} ${LINUX_PARTS.hidden}'
  echo ${DEBUGFS_FOLDER}
fi
if grep -q '^flags' /proc/cpuinfo; then
  echo '${MARK} ${LINUX_PARTS.hypervisor}'
  grep -q -w hypervisor /proc/cpuinfo && echo yes || echo no
fi
echo '${MARK} ${PARTS.log}'
dmesg 2>/dev/null | grep -E 'ACPI|CPPC|_CPC|amd[_-]pstate|intel_pstate'
echo '${MARK} ${PARTS.end}'
`;
}
