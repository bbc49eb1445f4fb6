// Attacks by names and texts that reach a terminal, a shell or a document.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Attack, attacks, isClean, SPEC } from './attack.js';

const ESCAPES = '\u001b]0;own\u0007\u001b[2J';
const BIDI = 'a\u202Eb\u2066c\u200Fd';

const NAMES: readonly Attack[] = [
  {
    name: 'a command in the name of a spec, in the next command',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'x$(touch PWNED);id #.toml'),
        SPEC.replace('"qemu"', '"cloud-hypervisor"').replace(/\[\[core\]\]\nhighest_perf = 150\n/, ''),
      ),
    args: ['build', 'x$(touch PWNED);id #.toml', '-o', 'out', '--emit', 'aml,initrd', '--iasl', 'off'],
    status: 0,
    check: (_, { stdout }) => assert.match(stdout, "> 'initrd-x$(touch PWNED);id #.img'"),
  },
  {
    name: 'escapes in the name of a table in a folder',
    plant: '',
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
    prepare: (folder) => renameSync(join(folder, 's.toml'), join(folder, `s${ESCAPES}.toml`)),
    args: ['build', `s${ESCAPES}.toml`, '-o', 'out', '--emit', 'aml', '--iasl', 'off'],
    status: 0,
    check: isClean,
  },
  {
    name: 'escapes in that name, for QEMU',
    prepare: (folder) => renameSync(join(folder, 's.toml'), join(folder, `s${ESCAPES}.toml`)),
    args: ['build', `s${ESCAPES}.toml`, '-o', 'out', '--emit', 'qemu', '--iasl', 'off'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'emit/unavailable'),
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
    name: 'C1 controls and such marks in an argument of a domain',
    prepare: (folder) =>
      writeFileSync(
        join(folder, 'dom.xml'),
        `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>d</name><memory>1</memory><vcpu>2</vcpu><os><type machine='q35'>hvm</type></os>
  <qemu:commandline>
    <qemu:arg value='-acpitable'/>
    <qemu:arg value='file=/v/\u009b31m${BIDI}/s.aml'/>
  </qemu:commandline>
</domain>
`,
      ),
    args: ['libvirt', 's.toml', '--domain', 'dom.xml', '-o', 'out.xml', '--table-path', '/var/lib/libvirt/acpi'],
    status: 0,
    check: isClean,
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
];

attacks(NAMES);

test.run();
