// Attacks by configurations of VMs: domains, `qm config`, command lines of QEMU, capabilities, and the paths that they name.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DOMAINS } from '../libvirt/domains.js';
import type { Run } from '../support/command-line.js';
import { type Attack, attacks, isClean } from './attack.js';
import { domain } from './domain.js';
import { type SizeAttack, sizeAttacks } from './size-attack.js';

const ESCAPES = '\u001b[2J\u009b1m\u202e';
const QM = 'cores: 2\nsockets: 1\nmemory: 4096\nscsihw: virtio-scsi-pci\n';
const COMMAND = 'qemu-system-x86_64 -machine q35,accel=kvm -smp 2 -cpu host,hv-time ';

const given = (text: string) => (folder: string) => writeFileSync(join(folder, 'vm'), text);
const audit = (name: string, text: string, status = 0, says = /^/): Attack => ({
  name,
  prepare: given(text),
  args: ['audit', 'vm'],
  status,
  check: (folder, run) => {
    isClean(folder, run);
    assert.match(run.stdout + run.stderr, says);
  },
});

/** Properties that every object of JavaScript has. */
const OBJECT_NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];

const NAMES: readonly Attack[] = [
  ...OBJECT_NAMES.flatMap((name) => [
    audit(`ostype ${name}`, `${QM}ostype: ${name}\nbios: ${name}\nmachine: ${name}\ncpu: ${name},flags=+${name}\n`),
    audit(`${name} as a root`, `<${name}/>`, 1, /error\[cli\/other-input\]: this is XML/),
    audit(`the policy ${name}`, domain(`<cpu mode='${name}'><feature name='${name}' policy='${name}'/></cpu>`)),
    audit(
      `-cpu ${name}`,
      `qemu-system-x86_64 -cpu ${name},${name}=1 -machine ${name} -smp ${name}=1 -rtc base=${name}`,
    ),
  ]),
  ...OBJECT_NAMES.map(
    (name): Attack => ({
      name: `init for ostype ${name}`,
      prepare: given(`${QM}ostype: ${name}\naffinity: 0-1\n`),
      args: ['init', '--sysfs', '.', '--domain', 'vm'],
      status: 1,
      check: (_, { stderr }) => assert.match(stderr, 'host/no-cppc'),
    }),
  ),
  audit('escapes in qm config', `${QM}cpu: ${ESCAPES}\nargs: -cpu ${ESCAPES} -acpitable file=${ESCAPES}\n${ESCAPES}\n`),
  audit('escapes in a command line', `${COMMAND} -acpitable file=${ESCAPES} -global x86_64-cpu.${ESCAPES}=${ESCAPES}`),
  audit(
    'escapes by references in a domain',
    domain("<cpu mode='&#x9b;2J'><feature name='&#x202e;'/></cpu><clock offset='&#x9b;'/>"),
  ),
];

attacks(NAMES);

/** Who opens a pipe for reading lets its writer go on; a device may do worse. */
const opensNothing = (folder: string, run: Run) => {
  isClean(folder, run);
  assert.not(existsSync(join(folder, 'opened')));
  execFileSync('sh', ['-c', 'exec 3<>pipe; sleep 0.2'], { cwd: folder });
};
const PIPE = 'mkfifo pipe; (timeout 20 sh -c "exec 3>pipe; touch opened" >/dev/null 2>&1 &)';

const PATHS: readonly Attack[] = [
  {
    name: 'a table of a domain that is a pipe is not opened',
    plant: PIPE,
    prepare: (folder) => given(`${COMMAND} -acpitable file=${folder}/pipe`)(folder),
    args: ['audit', 'vm'],
    status: 0,
    check: (folder, run) => {
      assert.match(run.stderr, 'it is not a regular file');
      opensNothing(folder, run);
    },
  },
  {
    name: 'a file of a copied sysfs that is a pipe is not opened',
    plant: `mkdir -p tree/devices/system/cpu/cpu0/acpi_cppc; ${PIPE}; ln -s ../../../../../../pipe tree/devices/system/cpu/cpu0/acpi_cppc/highest_perf; mkfifo tree/devices/system/cpu/online`,
    args: ['host', '--sysfs', 'tree'],
    status: 0,
    check: opensNothing,
  },
];

attacks(PATHS);

const MIB = 1024 ** 2;
const sized = (name: string, text: string, status: number, says: string, more: readonly string[] = []): SizeAttack => ({
  name,
  prepare: given(text),
  args: ['audit', 'vm', ...more],
  status,
  says,
});

const pinned = (pins: string) => domain(`<cputune>${pins}</cputune>`);

const SIZES: readonly SizeAttack[] = [
  sized(
    '15 MiB of line ends',
    COMMAND + '\n'.repeat(15 * MIB),
    1,
    'characters; the limit for command lines is 4194304',
  ),
  sized('4 MiB of line ends', COMMAND + '\n'.repeat(4 * MIB - 1000), 0, 'QEMU command line'),
  sized('a word of 3 MiB', `${COMMAND} ${'x'.repeat(3 * MIB)}`, 1, 'a word of 3145728 characters; Linux allows 131072'),
  sized('a quoted word of 3 MiB', `${COMMAND} "${'x'.repeat(3 * MIB)}"`, 1, 'a word of 3145728 characters'),
  sized('a quote of 3 MiB without an end', `${COMMAND} "${'x'.repeat(3 * MIB)}`, 1, 'a word of 3145728 characters'),
  sized('500,000 flags in a file', `host${',a'.repeat(500_000)}`, 1, 'audit/unknown-kind'),
  sized('4,096 emulatorpins of 65,536 threads', pinned("<emulatorpin cpuset='0-65535'/>".repeat(4096)), 0, 'no-pins'),
  sized(
    '5,000 iothreadpins',
    pinned("<iothreadpin iothread='1' cpuset='0'/>".repeat(5000)),
    1,
    '5000 <emulatorpin> and',
  ),
  sized(
    '4,096 vCPUs and as many I/O threads on the same host threads',
    pinned(
      Array.from({ length: 4096 }, (_, i) => `<vcpupin vcpu='${i}' cpuset='0-255,^${i % 256}'/>`).join('') +
        Array.from({ length: 3000 }, (_, i) => `<iothreadpin iothread='${i}' cpuset='0-255,^${i % 200}'/>`).join(''),
    ).replace(/<vcpu>\d+/, '<vcpu>4096'),
    0,
    'audit/helper-on-vcpu-core',
  ),
  {
    ...sized('100,000 lines that Proxmox skips', QM + 'x\n'.repeat(100_000), 0, 'line-skipped'),
    args: ['audit', 'vm', '--json'],
  },
];

sizeAttacks(SIZES);

const CAPABILITIES = readFileSync(join(DOMAINS, 'virt-manager.xml'), 'utf8');
const manyHosts = (name: string, count: number, bytes: number, says: string): SizeAttack => ({
  name,
  prepare: (folder) => {
    mkdirSync(join(folder, 'hosts'));
    for (let i = 0; i < count; i++) writeFileSync(join(folder, 'hosts', String(i)), CAPABILITIES.padEnd(bytes));
  },
  args: ['check', 's.toml', ...Array.from({ length: count }, (_, i) => ['--capabilities', `hosts/${i}`]).flat()],
  status: 1,
  says,
});

sizeAttacks([
  manyHosts('2,000 hosts', 2000, 0, 'has 2000 files; the limit is 1024'),
  manyHosts('100 hosts of 1 MiB', 100, MIB, 'bytes together; the limit is 16777216'),
  {
    name: 'one host 2,000 times',
    prepare: given(CAPABILITIES),
    args: ['check', 's.toml', ...Array<string>(2000).fill('--capabilities=vm')],
    status: 1,
    says: 'has 2000 files; the limit is 1024',
  },
]);

test.run();
