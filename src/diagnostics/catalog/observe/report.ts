import { count, quoted, timeOf } from '../../words.js';
import { row } from '../row.js';
import { RESTART } from './restart.js';

/** Problems of any report from a running guest. */
export const OBSERVE_REPORT = {
  'observe/all-equal': row<{ same: string }>({
    severity: 'note',
    message: (f) => `all vCPUs have the same ${f.same}, so there is nothing to rank`,
    help: () => 'give the cores of the spec different `highest_perf` if the host has better cores',
  }),
  'observe/cut': row<object>({
    severity: 'warning',
    message: () => 'the report has no end: what it has was compared, and more may be missing',
    help: () => 'copy the whole output of the script, or redirect it to a file',
  }),
  'observe/no-hypervisor': row<object>({
    severity: 'warning',
    message: () => 'the report is of a machine without a hypervisor: it looks like that of a host, not of a guest',
    help: () =>
      'make the report in the guest; a guest whose hypervisor bit is off (`-cpu …,hypervisor=off`) looks the same',
  }),
  'observe/not-a-report': row<{ is: 'bytes' | 'text' }>({
    severity: 'error',
    message: (f) =>
      f.is === 'bytes'
        ? 'this is no text in UTF-8 or UTF-16'
        : 'this is no report of a guest: it has no line "cppc-acpi report 1 …", and no <Event> of Windows',
    help: () => 'run the script of `cppc-acpi observe --script linux` or `--script windows` in the guest',
  }),
  'observe/other-variant': row<{ variant: string; compared: string }>({
    severity: 'error',
    message: (f) =>
      `the guest has the numbers of variant ${quoted(f.variant)} of the spec; they were compared with those of variant ${quoted(f.compared)}`,
    help: (f) =>
      `use \`--variant ${f.variant}\` if the guest is to have that variant; else give the VM the table of \`build --variant ${f.compared}\`, and ${RESTART}`,
  }),
  'observe/other-version': row<{ line: string; version: number }>({
    severity: 'error',
    message: (f) =>
      `the report begins with ${quoted(f.line)}; this cppc-acpi reads version ${f.version} of linux and windows`,
    help: () => 'make the report again with the script that this cppc-acpi prints: `cppc-acpi observe --script …`',
  }),
  'observe/not-restarted': row<{ booted: number }>({
    severity: 'error',
    message: (f) => `the guest booted at ${timeOf(f.booted)}, before the spec was last changed`,
    help: () => `write the outputs with \`build\`; ${RESTART}`,
  }),
  'observe/processor-count': row<{ has: number; seen: number; isCut: boolean }>({
    severity: 'error',
    message: (f) =>
      `the spec has ${count(f.has, 'vCPU')}; ${f.isCut ? `the report, which has no end, has ${count(f.seen, 'processor')}` : `the newest boot of the guest has ${count(f.seen, 'processor')}`}`,
    help: (f) =>
      f.isCut
        ? 'copy the whole output of the script, or redirect it to a file: what is missing can be in the rest'
        : 'use the spec of this VM, or give the VM as many vCPUs as the spec has',
  }),
} as const;
