// Attacks by names and texts that reach a terminal.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, MAIN } from '../support/command-line.js';
import { type Attack, attacks, isClean, outputOf, read, SPEC } from './attack.js';
import { domain } from './domain.js';
import { hostileTable, OEM_ID, OEM_TABLE_ID } from './hostile-table.js';

const ESCAPES = '\u001b]0;own\u0007\u001b[2J';
const BIDI = 'a\u202Eb\u2066c\u200Fd\u2028e\u061Cf';
const C1 = `\u009b31m${BIDI}`;

/** Renames the spec. */
const named = (name: string) => (folder: string) => renameSync(join(folder, 's.toml'), join(folder, name));

const FILES: readonly Attack[] = [
  {
    name: 'escapes in the name of a table in a folder',
    prepare: (folder) => {
      mkdirSync(join(folder, 'tables'));
      writeFileSync(join(folder, 'tables', `a${ESCAPES}.aml`), 'SSDT\0\0\0\0');
    },
    args: ['inspect', 'tables'],
    status: 1,
    check: isClean,
  },
  {
    name: 'escapes in the name of a spec that is built',
    prepare: named(`s${ESCAPES}.toml`),
    args: ['build', `s${ESCAPES}.toml`, '-o', 'out', '--emit', 'aml', '--iasl', 'off'],
    status: 0,
    check: isClean,
  },
  {
    name: 'a line end and a diagnostic in the name of a missing file',
    args: ['check', 'no\u001b[31m\nerror[x]: fake.toml'],
    status: 1,
    check: (folder, run) => {
      isClean(folder, run);
      assert.not.match(run.stderr, /^error\[x\]/m);
    },
  },
  {
    name: 'marks that reorder text in a key',
    prepare: (folder) => writeFileSync(join(folder, 's.toml'), `"${BIDI}" = 1\n${SPEC}`),
    args: ['check', 's.toml'],
    status: 1,
    check: isClean,
  },
  {
    name: 'a name like an option, with escapes',
    args: ['check', `--${ESCAPES}${BIDI}`],
    status: 2,
    check: isClean,
  },
  {
    name: 'escapes in a name of wrong usage',
    prepare: named(`s${ESCAPES}.toml`),
    args: ['libvirt', `s${ESCAPES}.toml`, '--domain', 'd.xml', '-o', `s${ESCAPES}.toml`],
    status: 2,
    check: isClean,
  },
  {
    name: 'C1 controls in the name of a file, as JSON: no such characters, and the exact name',
    args: ['check', `${C1}.toml`, '--json'],
    status: 1,
    check: (folder, run) => {
      isClean(folder, run);
      assert.is(JSON.parse(run.stdout).diagnostics[0].place.file, `${C1}.toml`);
    },
  },
  {
    name: 'an escape in --color always',
    prepare: (folder) => writeFileSync(join(folder, 's.toml'), `"\\u001b[2J" = 1\n${SPEC}`),
    args: ['check', 's.toml', '--color', 'always'],
    status: 1,
    check: (_, { stderr }) => {
      for (const part of stderr.split('\u001b').slice(1)) assert.match(part, /^\[[\d;]+m/);
    },
  },
  {
    name: 'escapes in the names of variants',
    prepare: (folder) =>
      writeFileSync(join(folder, 's.toml'), SPEC.replaceAll('= 150', `= { "\\u001b[2J${C1}" = 150, b = 1 }`)),
    args: ['check', 's.toml', '--variant', 'b', '--strict'],
    status: 1,
    check: isClean,
  },
];

attacks(FILES);

const DOMAINS: readonly Attack[] = [
  {
    name: 'C1 controls and such marks in an argument of a domain',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'd.xml'),
        domain(`  <qemu:commandline>
    <qemu:arg value='-acpitable'/>
    <qemu:arg value='file=/v/${C1}/s.aml'/>
  </qemu:commandline>
`),
      ),
    args: ['libvirt', 's.toml', '--domain', 'd.xml', '-o', 'out.xml', '--table-path', '/var/lib/libvirt/acpi'],
    status: 0,
    check: isClean,
  },
  {
    name: 'the same in a domain that goes to a terminal',
    needs: ['script'],
    prepare: (folder) => writeFileSync(join(folder, 'd.xml'), domain(`  <title>\tx${C1}</title>\n`)),
    args: ['libvirt', 's.toml', '--domain', 'd.xml'],
    status: 0,
    check: async (folder, { stdout }) => {
      assert.match(stdout, `<title>\tx${C1}</title>`);
      const command = `'${process.execPath}' '${MAIN}' libvirt s.toml --domain d.xml 2>/dev/null`;
      const shown = await outputOf('script', ['-qec', command, '/dev/null'], folder);
      assert.match(shown, /<title>\s+x\?31ma\?b\?c\?d\?e\?f<\/title>/);
      isClean('', { status: 0, stdout: shown.replaceAll(/[\r\t]/g, ''), stderr: '' });
    },
  },
  {
    name: 'init: a domain whose name and title are lines of TOML',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'd.xml'),
        domain(`  <title>t\n[table]\noem_id = "OWN"${C1}</title>
  <cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='1'/></cputune>\n`),
      ),
    args: ['init', '--sysfs', 'sys', '--domain', 'd.xml', '--layout', 'constant'],
    status: 0,
    check: (folder, run) => {
      isClean(folder, run);
      assert.not.match(run.stdout, 'OWN');
    },
  },
  {
    name: 'init: escapes in a pin',
    prepare: (folder) =>
      writeFileSync(join(folder, 'd.xml'), domain(`  <cputune><vcpupin vcpu='0' cpuset='${C1}'/></cputune>\n`)),
    args: ['init', '--sysfs', 'sys', '--domain', 'd.xml'],
    status: 1,
    check: isClean,
  },
];

attacks(DOMAINS);

const ofTable = (...args: readonly string[]) => ({ prepare: hostileTable, args, check: isClean });

const TABLES: readonly Attack[] = [
  { name: 'texts of a table: inspect', ...ofTable('inspect', 'h.aml'), status: 0 },
  { name: 'texts of a table: inspect --hex --all', ...ofTable('inspect', 'h.aml', '--hex', '--all'), status: 0 },
  { name: 'texts of a table: check', ...ofTable('check', 'h.aml', '--guest', 'linux-6.12'), status: 1 },
  { name: 'texts of a table: diff', ...ofTable('diff', 'h.aml', 'good.aml'), status: 1 },
  // iasl compiles no string that is not ASCII, so nothing is compared.
  { name: 'texts of a table: verify', needs: ['iasl'], ...ofTable('verify', 'h.aml'), status: 0 },
  {
    name: 'texts of a table: inspect --json, with the exact IDs',
    ...ofTable('inspect', 'h.aml', '--json'),
    status: 0,
    check: (folder, run) => {
      isClean(folder, run);
      const [table] = JSON.parse(run.stdout).tables;
      assert.equal([table.oem_id, table.oem_table_id], [OEM_ID, OEM_TABLE_ID]);
    },
  },
  {
    name: 'texts of a table: decompile, whose comments end with their line',
    ...ofTable('decompile', 'h.aml', '-o', 'h.toml'),
    status: 0,
    check: async (folder, run) => {
      const text = read(folder, 'h.toml');
      isClean(folder, { ...run, stdout: text });
      for (const line of text.slice(0, text.indexOf('\n[')).split('\n')) assert.match(line, /^(?:#|$)/);
      assert.not.match(text, /^highest_perf = 5 /m);
      const { stderr } = await cppcAcpi(['check', 'h.toml'], { cwd: folder });
      assert.not.match(stderr, 'spec/');
    },
  },
];

attacks(TABLES);

const HOSTILE = "printf 'table.asl(1) : error 6126 - \\033[2J\\302\\2331m\\342\\200\\256\\rx\\n' >&2; exit 1";

const PROGRAMS: readonly Attack[] = [
  {
    name: 'escapes in what QEMU prints',
    programs: { 'qemu-system-x86_64': HOSTILE, busybox: '' },
    args: ['boot', 's.toml', '--kernel', 'kernel.aml', '--accel', 'tcg'],
    status: 3,
    check: (folder, run) => {
      isClean(folder, run);
      assert.match(run.stderr, 'error 6126');
    },
  },
];

attacks(PROGRAMS);

test.run();
