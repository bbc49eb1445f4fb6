// Attacks by a guest that `boot` starts, on its console and in its report, and by a QEMU that misbehaves.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run } from '../support/command-line.js';
import { AS_OTHERS, type Attack, attacks, isClean, read } from './attack.js';
import { installed } from './made-up-programs.js';

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

/** A report that is complete, with more parts, made by commands, and with this log. */
const reportOf = (parts: string, log = '') => `
{
  printf '==== /sys/devices/system/cpu/online\\n0-1\\n'
  ${parts || ':'}
  printf '==== log\\n'
  ${log || ':'}
  printf '\\n==== end\\n'
} >report`;

/** Prints the text so many times. */
const repeat = (text: string, times: number) => `yes '${text}' | head -n ${times}`;

/** A report that is read within the time limit of an attack, and says little. */
const readsShort =
  (words: RegExp, most = 1000) =>
  (folder: string, run: Run) => {
    says(words)(folder, run);
    assert.ok(run.stdout.length < most, `${run.stdout.length} characters`);
  };

const ESCAPES = '\\033]0;own\\007\\033[2J\\302\\2331m\\342\\200\\256';

const GUESTS: readonly Attack[] = [
  {
    name: 'a report of 700 MB',
    args: BOOT,
    programs: guest('head -c 700M /dev/zero >report; exec sleep 60'),
    status: 3,
    check: says(
      /its report is longer than 42\d{5} bytes, the limit for 2 vCPUs[\s\S]* {2}help: remove words from `--append`/,
    ),
  },
  {
    name: 'a report that grows slowly',
    args: BOOT,
    programs: guest('while :; do head -c 4M /dev/zero >>report; sleep 0.1; done'),
    status: 3,
    check: says(
      /its report is longer than 42\d{5} bytes, the limit for 2 vCPUs[\s\S]* {2}help: remove words from `--append`/,
    ),
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
    name: 'a QEMU that takes away the rights on its folders',
    args: BOOT,
    prepare: (folder) => void installed(folder, guest('mkdir -p a/b; echo x >a/b/c; chmod 0 a/b a')),
    plant: 'export PATH="$PWD/bin:$PATH" TMPDIR="$PWD/tmp" SCRATCH="$PWD"',
    inShell: true,
    under: AS_OTHERS,
    status: 3,
    check: (folder, run) => {
      says(/boot\/no-report/)(folder, run);
      assert.equal(readdirSync(join(folder, 'tmp')), []);
    },
  },
  {
    name: 'a limit of the process for the size of files',
    plant: 'ulimit -f 0',
    args: ['verify', 's.toml'],
    inShell: true,
    status: 3,
    check: (folder, run) => {
      says(/iasl\/no-temporary-files[\s\S]*help: raise the limit .*`ulimit -f unlimited`/)(folder, run);
      assert.match(run.stdout, /^not run +s\.aml: iasl compiles our ASL to our AML$/m);
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

const CPPC = '/sys/devices/system/cpu/cpu0/acpi_cppc';

/** Reports just below the limit of their length. */
const LONG_REPORTS: readonly Attack[] = [
  {
    name: '60,000 files that Linux does not have',
    args: BOOT,
    programs: guest(reportOf(`seq -f '==== ${CPPC}/a%.0f' 60000 | sed 's/$/\\nx/'`)),
    status: 1,
    check: readsShort(/boot\/no-cpc/),
  },
  {
    name: 'a value of 4 MB',
    args: BOOT,
    programs: guest(reportOf(`echo '==== ${CPPC}/highest_perf'; head -c 4000000 /dev/zero | tr '\\0' 9`)),
    status: 1,
    check: readsShort(/boot\/value-differs.*the guest reads 9+…/),
  },
  {
    name: '150,000 numbers of busy loops',
    args: BOOT,
    programs: guest(reportOf(`seq -f '==== busy %.0f' 150000 | sed 's/$/\\nsettled 1/'`)),
    status: 1,
    check: readsShort(/boot\/not-ranked/),
  },
  {
    name: 'one busy loop on 2,000,000 vCPUs',
    args: BOOT,
    programs: guest(reportOf(`echo '==== busy 1'; printf settled; ${repeat(' 1', 2_000_000)} | tr -d '\\n'`)),
    status: 1,
    check: readsShort(/boot\/no-cpc/),
  },
  {
    name: 'a log of one line with 800,000 times ACPI',
    args: BOOT,
    programs: guest(reportOf('', `${repeat('ACPI ', 800_000)} | tr -d '\\n'`)),
    status: 1,
    check: readsShort(/boot\/no-cpc/),
  },
  {
    name: 'a log of 290,000 errors of ACPI',
    args: [...BOOT, '--json'],
    programs: guest(reportOf('', repeat('ACPI Error: x', 290_000))),
    status: 1,
    check: (_, { stdout }) => {
      const { log, log_left_out, diagnostics } = JSON.parse(stdout);
      assert.equal([log.length, log_left_out], [1000, 289_000]);
      assert.match(
        diagnostics.map(({ message }: { message: string }) => message).join(),
        /x \(and 289999 more lines\)/,
      );
      assert.ok(stdout.length < 100_000);
    },
  },
  {
    name: '9,000 warnings of QEMU, and a line of 9 MB',
    args: [...BOOT, '--json'],
    programs: guest(
      `${reportOf('')}\n{ seq -f 'warning: %.0f' 9000; ${repeat('qemu', 1_800_000)} | tr -d '\\n'; } >&2`,
    ),
    status: 1,
    check: (_, { stdout }) => {
      const { qemu_warnings } = JSON.parse(stdout);
      assert.equal([qemu_warnings.length, qemu_warnings.at(-1)], [201, '8800 more warnings']);
    },
  },
];

attacks(GUESTS);
attacks(LONG_REPORTS);

test.run();

/** The header of a bzImage of that version. Linux: Documentation/arch/x86/boot.rst. */
function kernelNamed(version: string): Buffer {
  const image = Buffer.alloc(0x1000);
  image.write('HdrS', 0x202);
  image.writeUInt16LE(0x400, 0x20e);
  image.write(`${version} (x)`, 0x600, 'latin1');
  return image;
}
