// Attacks by a guest that `boot` starts, on its console and in its report, and by a QEMU that misbehaves.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../support/command-line.js';
import { type Attack, attacks, isClean, read } from './attack.js';

const BOOT = ['boot', 's.toml', '--kernel', 'kernel.aml', '--accel', 'tcg'];

/** A guest with that script in the place of QEMU; it runs on unless it is ended. */
const guest = (script: string) => ({
  'qemu-system-x86_64': `echo $$ >>"$SCRATCH/pids"\n${script}`,
  busybox: '',
});

const says = (words: RegExp) => (folder: string, run: Run) => {
  assert.match(run.stderr, words);
  isClean(folder, run);
};

/** A report that is complete, with this text in the place of a number and of a driver. */
const reportWith = (text: string) => `
file() { printf '==== /sys/devices/system/cpu/%s\\n%b\\n' "$1" "$2"; }
{
  file online 0-1
  for cpu in 0 1; do
    for level in highest nominal lowest_nonlinear lowest; do file cpu$cpu/acpi_cppc/\${level}_perf '${text}'; done
    file cpu$cpu/cpufreq/scaling_driver '${text}'
    file cpu$cpu/cpufreq/amd_pstate_prefcore_ranking '${text}'
  done
  printf '==== log\\n[ 1.0] ACPI Error: %b\\n==== end\\n' '${text}'
} >report`;

const ESCAPES = '\\033]0;own\\007\\033[2J\\302\\2331m\\342\\200\\256';

const GUESTS: readonly Attack[] = [
  {
    name: 'a report of 700 MB',
    args: BOOT,
    programs: guest('head -c 700M /dev/zero >report; exec sleep 60'),
    status: 3,
    check: says(/its report is longer than 16777216 bytes/),
  },
  {
    name: 'a report that grows slowly',
    args: BOOT,
    programs: guest('while :; do head -c 4M /dev/zero >>report; sleep 0.1; done'),
    status: 3,
    check: says(/its report is longer than 16777216 bytes/),
  },
  {
    name: 'a report that is a device',
    args: [...BOOT, '--timeout', '1'],
    programs: guest('ln -s /dev/zero report; exec sleep 60'),
    status: 3,
    check: says(/time limit of 1 second/),
  },
  {
    name: 'a report that is a pipe',
    args: [...BOOT, '--timeout', '1'],
    programs: guest('mkfifo report; exec sleep 60'),
    status: 3,
    check: says(/time limit of 1 second/),
  },
  {
    name: 'a console without end',
    args: BOOT,
    programs: guest('exec yes "$(printf "\\033[2J")"'),
    status: 3,
    check: says(/it printed more than 10000000 characters/),
  },
  {
    name: 'a console of one long line',
    args: BOOT,
    programs: guest(`head -c 9M /dev/zero | tr '\\0' x`),
    status: 3,
    check: (folder, run) => {
      says(/last line: "x+…/)(folder, run);
      assert.ok(run.stderr.length < 1000);
    },
  },
  {
    name: 'escapes on the console',
    args: BOOT,
    programs: guest(`printf '${ESCAPES} Kernel panic ${ESCAPES}\\n'`),
    status: 3,
    check: says(/Kernel panic/),
  },
  {
    name: 'escapes in every value of the report',
    args: BOOT,
    programs: guest(reportWith(ESCAPES)),
    status: 1,
    check: says(/boot\/value-differs/),
  },
  {
    name: 'escapes in the version of the kernel',
    args: [...BOOT.slice(0, 3), 'named', ...BOOT.slice(4)],
    prepare: (folder) => writeFileSync(join(folder, 'named'), kernelNamed('6.12.0-\u001b[2J\u009b1m')),
    programs: guest(reportWith('100')),
    status: 1,
    check: says(/boot\/value-differs/),
  },
  {
    name: 'vCPUs that do not exist',
    args: BOOT,
    programs: guest(`printf '==== /sys/devices/system/cpu/online\\n0-65535\\n==== log\\n==== end\\n' >report`),
    status: 1,
    check: (_, { stderr }) => assert.ok(stderr.length < 5000, stderr),
  },
  {
    name: 'a QEMU that ignores signals and leaves children',
    args: [...BOOT, '--timeout', '1'],
    programs: guest(`trap '' TERM INT HUP; (trap '' TERM; sleep 60) & echo $! >>"$SCRATCH/pids"; sleep 60`),
    status: 3,
    check: says(/time limit of 1 second/),
  },
  {
    name: 'a QEMU that has limits',
    args: BOOT,
    programs: guest('for of in c f d; do ulimit -$of; done >"$SCRATCH/limits"'),
    status: 3,
    check: (folder) => assert.is(read(folder, 'limits'), `0\n${64 * 2048}\n${8192 * 1024}\n`),
  },
  {
    name: 'what QEMU gets: no network, no disks, no monitor, and one file to write',
    args: BOOT,
    programs: guest(
      `printf '%s\\n' "$@" >"$SCRATCH/arguments"; stat -c %a . >"$SCRATCH/mode"; ls -l /proc/$$/fd >"$SCRATCH/fds"`,
    ),
    status: 3,
    check: (folder) => {
      const args = read(folder, 'arguments');
      for (const word of ['-nodefaults', '-no-user-config']) assert.match(args, `\n${word}\n`);
      assert.not.match(args, /^-(?:netdev|nic|net|drive|hd.|cdrom|monitor|qmp|mon|chardev|virtfs|fsdev|device)$/m);
      assert.equal(args.match(/^file:.*$/gm), ['file:report']);
      assert.is(read(folder, 'mode'), '700\n');
    },
  },
  {
    name: 'TMPDIR that is a file',
    args: BOOT,
    programs: guest(''),
    env: { TMPDIR: '/dev/null' },
    status: 3,
    check: says(/boot\/no-temporary-files.*\/dev\/null/),
  },
];

attacks(GUESTS);

test.run();

/** The header of a bzImage of that version. Linux: Documentation/arch/x86/boot.rst. */
function kernelNamed(version: string): Buffer {
  const image = Buffer.alloc(0x1000);
  image.write('HdrS', 0x202);
  image.writeUInt16LE(0x400, 0x20e);
  image.write(`${version} (x)`, 0x600, 'latin1');
  return image;
}
