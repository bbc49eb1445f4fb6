// Attacks by the size of an input, of up to 16 MiB: every command ends with a diagnostic, soon, and without much memory.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import { CHECKSUM_OFFSET, checksumOf } from '../../src/aml/table.js';
import { SPEC, sparse } from './attack.js';
import { type SizeAttack, sizeAttacks } from './size-attack.js';

const MIB = 1024 ** 2;

/** As many of a text as fit into a number of bytes. */
const fill = (text: string, bytes = 15 * MIB) => text.repeat(bytes / text.length);

/** `f(0)`, `f(1)` …, in one text. */
const numbered = (count: number, f: (i: number) => string) => Array.from({ length: count }, (_, i) => f(i)).join('');

const HEAD = SPEC.slice(0, SPEC.indexOf('[[core]]'));
const CORE = '[[core]]\nhighest_perf = 200\n';

const variants = (count: number) =>
  `${HEAD}[[core]]\nhighest_perf = {${numbered(count, (i) => `v${i} = 1, `).slice(0, -2)}}\n`;
const offsets = (count: number) =>
  HEAD +
  numbered(count, (i) => `${CORE}host_threads = [${i}]\n`) +
  '[[offset]]\nhost_threads = "0-255"\nhighest_perf = -500\n'.repeat(count);

function spec(name: string, text: string, says: string, args: readonly string[] = ['check', 'x.toml']): SizeAttack {
  return { name, prepare: (folder) => writeFileSync(join(folder, 'x.toml'), text), args, status: 1, says };
}

const SPECS: readonly SizeAttack[] = [
  spec('900,000 values', `x = [${'1,'.repeat(900_000)}]\n${SPEC}`, 'has 900014 values and keys; the limit is 65536'),
  spec('300,000 keys', SPEC + numbered(300_000, (i) => `k${i} = 1\n`), 'values and keys; the limit is 65536'),
  spec('900,000 keys', SPEC + numbered(900_000, (i) => `k${i} = 1\n`), 'characters; the limit is 4194304'),
  spec('65,536 cores', HEAD + CORE.repeat(65_536), 'the spec has 65536 cores; the limit is 4096'),
  spec('65,536 cores, to build', HEAD + CORE.repeat(65_536), '65536 cores', ['build', 'x.toml', '-o', 'out']),
  spec('65,536 cores, to decompile', HEAD + CORE.repeat(65_536), '65536 cores', ['decompile', 'x.toml']),
  spec('5,000 cores in an array', `core = [${'{},'.repeat(5000)}{}]\n${HEAD}`, 'the spec has 5001 cores'),
  spec(
    '4,096 cores with mistakes',
    HEAD + `${CORE}x = 1\ny = 2\ndomain = -1\n`.repeat(4096),
    '… and 8172 more of spec/unknown-key',
  ),
  spec('a header of 300,000 parts', `[${'a.'.repeat(300_000)}a]\n${SPEC}`, 'values and keys'),
  spec('a string of 4 MB', `x = "${'a'.repeat(4_000_000)}"\n${SPEC}`, 'has 4000002 characters; the limit is 65536'),
  spec('a million comments', `${'#\n'.repeat(1_000_000)}${SPEC}`, 'lines; the limit is 131072'),
  spec('15 MiB of line ends', fill('\r\n') + SPEC, 'characters; the limit is 4194304'),
  spec('30,000 variants', variants(30_000), 'a value has 30000 variants; the limit is 16'),
  spec(
    '16 variants of 1,500 cores',
    HEAD + variants(16).slice(HEAD.length).repeat(1500),
    'values of variants; the limit is 8192',
  ),
  spec('4,000 offsets of 4,000 cores', offsets(4000), 'resolve/offset'),
  spec('cpusets of 65,536', HEAD + `${CORE}host_threads = "0-65535"\n`.repeat(4096), 'threads-disagree'),
  spec(
    'a cpuset of ranges',
    `${HEAD}${CORE}host_threads = "${'0-65535,'.repeat(8000)}0"\n`,
    'it names more than 131072 host threads',
  ),
  spec('a line of errors', `x = [${'1 '.repeat(2 * MIB - 500)}]\n${SPEC}`, 'spec/toml-syntax'),
];

const DOMAIN = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
<vcpu>2</vcpu><features><acpi/></features><cpu mode='host-model'/>`;
const ARGUMENTS = "<qemu:arg value='-acpitable'/><qemu:arg value='file=/v/s.aml'/>";

const LIBVIRT = ['libvirt', 's.toml', '--domain', 'd.xml', '-o', 'out.xml'];
const INIT = ['init', '--sysfs', '.', '--domain', 'd.xml'];

function domain(name: string, content: string, says: string, args = LIBVIRT): SizeAttack {
  const prepare = (folder: string) => writeFileSync(join(folder, 'd.xml'), `${DOMAIN}${content}</domain>`);
  return { name, prepare, args, status: 1, says };
}

const pins = (count: number, cpuset: string) =>
  `<cputune>${`<vcpupin vcpu='0' cpuset='${cpuset}'/>`.repeat(count)}</cputune>`;

const DOMAINS: readonly SizeAttack[] = [
  domain('80,000 pins', pins(80_000, '0-4095'), 'comments; the limit is 65536'),
  domain('20,000 pins, for init', pins(20_000, '0-65535'), '20000 <vcpupin> elements; the limit is 4096', INIT),
  domain(
    '20,000 command lines',
    `<qemu:commandline>${ARGUMENTS}</qemu:commandline>`.repeat(9000),
    '18000 arguments for QEMU; the limit is 2048',
  ),
  domain('15 MiB of elements', fill('<a/>'), 'characters; the limit is 4194304'),
  domain('a million elements', '<a/>'.repeat(1_000_000), 'elements, attributes and comments'),
  domain('elements 50,000 deep', '<a>'.repeat(50_000), 'nested too deeply'),
  domain('40,000 attributes', `<a ${numbered(100_000, (i) => `a${i}='' `)}/>`, 'elements, attributes and comments'),
];

const table = (() => {
  const bytes = Buffer.from('SSDT$\0\0\0\x02\0OEMID1OEMTABLE\x01\0\0\0INTL\x01\0\0\0', 'latin1');
  bytes[CHECKSUM_OFFSET] = checksumOf(bytes);
  return bytes;
})();

function tables(name: string, args: readonly string[], says: string, prepare: (folder: string) => void): SizeAttack {
  return { name, args, status: 1, says, prepare };
}

const paths = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`);

function sparsePaths(folder: string, count: number, size: number): void {
  for (const path of paths(count)) sparse(join(folder, path), size);
}

const TABLES: readonly SizeAttack[] = [
  tables('466,033 tables', ['inspect', 'x'], 'there are 466033 tables here; the limit is 1024', (folder) => {
    writeFileSync(join(folder, 'x'), Buffer.concat(Array.from({ length: 466_033 }, () => table)));
  }),
  tables('a million tables of acpidump', ['check', 'x'], 'there are 1000000 tables here', (folder) => {
    writeFileSync(join(folder, 'x'), 'FACP @ 0x0\n'.repeat(1_000_000));
  }),
  tables('line ends before acpidump', ['check', 'x'], 'aml/too-short', (folder) => {
    writeFileSync(join(folder, 'x'), `${fill('\n')}SSDT @ 0x0\n`);
  }),
  tables('a folder of 2,000 tables', ['check', 'many'], 'there are 2000 tables here', (folder) => {
    mkdirSync(join(folder, 'many'));
    for (let i = 0; i < 2000; i++) writeFileSync(join(folder, 'many', `SSDT${i}`), table);
  }),
  tables('220 paths of 16 MiB', ['inspect', ...paths(220)], 'have 3690987520 bytes together', (folder) =>
    sparsePaths(folder, 220, 16 * MIB),
  ),
  tables(
    '220 specs of 16 MiB',
    ['check', ...paths(220)],
    'have 3690987520 bytes together; the limit is 16777216',
    (f) => sparsePaths(f, 220, 16 * MIB),
  ),
  tables('100 folders of 15 MiB', ['check', ...paths(100)], 'have 31457280 bytes together', (folder) => {
    for (const path of paths(100)) {
      mkdirSync(join(folder, path));
      sparse(join(folder, path, 'SSDT'), 15 * MIB);
      writeFileSync(join(folder, path, 'SSDT'), table, { flag: 'r+' });
    }
  }),
  tables('1,025 paths', ['decompile', ...paths(1025)], 'has 1025 files; the limit is 1024', (folder) =>
    sparsePaths(folder, 1025, 36),
  ),
  tables(
    'a folder of links to one table',
    ['inspect', 'many'],
    'bytes of tables here; the limit is 16777216',
    (folder) => {
      mkdirSync(join(folder, 'many'));
      sparse(join(folder, 'many/a'), 12 * MIB);
      writeFileSync(join(folder, 'many/a'), table, { flag: 'r+' });
      for (let i = 0; i < 400; i++) symlinkSync('a', join(folder, 'many', `l${i}`));
    },
  ),
];

sizeAttacks([...SPECS, ...DOMAINS, ...TABLES]);

test.run();
