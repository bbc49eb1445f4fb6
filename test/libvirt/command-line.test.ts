import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceJson } from '../../src/emit/acpi-cppc.js';
import { optionsOf } from '../../src/libvirt/command-line.js';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const compiled = await x3d();
const device = await x3d(['layout = "constant"', 'layout = "acpi-cppc"']);
const placement = { stem: 'x3d', libvirt: [9, 0] } as const;

const NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';
const BODY = '<vcpu>4</vcpu>';
const TUNED =
  "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='16'/><vcpupin vcpu='2' cpuset='8'/><vcpupin vcpu='3' cpuset='24'/></cputune>";
const domain = (root: string, line: string) => `<domain type='kvm'${root}>${BODY}${TUNED}${line}</domain>`;
const args = (prefix: string, ...words: readonly string[]) =>
  words.map((word) => `<${prefix}arg value='${word}'/>`).join('');
const qemu = (...words: readonly string[]) => `<qemu:commandline>${args('qemu:', ...words)}</qemu:commandline>`;
const BOUND = ` xmlns:qemu='${NAMESPACE}'`;
const TABLE = ['-acpitable', 'file=/var/lib/libvirt/acpi/x3d.aml'] as const;

cases(
  'command line',
  [
    { name: 'none yet', before: domain('', ''), after: domain(BOUND, qemu(...TABLE)) },
    {
      name: 'a name that is not a prefix, bound',
      before: domain(` xmlns:6='${NAMESPACE}'`, ''),
      after: domain(` xmlns:6='${NAMESPACE}' xmlns:qemu='${NAMESPACE}'`, qemu(...TABLE)),
    },
    {
      name: 'a bound prefix',
      before: domain(` xmlns:k='${NAMESPACE}'`, ''),
      after: domain(` xmlns:k='${NAMESPACE}'`, `<k:commandline>${args('k:', ...TABLE)}</k:commandline>`),
    },
    {
      name: 'qemu is bound to something else',
      before: domain(" xmlns:qemu='urn:x'", '<qemu:commandline/>'),
      after: domain(
        ` xmlns:qemu='urn:x' xmlns:qemu-kvm='${NAMESPACE}'`,
        `<qemu:commandline/><qemu-kvm:commandline>${args('qemu-kvm:', ...TABLE)}</qemu-kvm:commandline>`,
      ),
    },
    {
      name: 'the element declares its own prefix',
      before: domain('', `<a:commandline xmlns:a='${NAMESPACE}'/>`),
      after: domain('', `<a:commandline xmlns:a='${NAMESPACE}'>${args('a:', ...TABLE)}</a:commandline>`),
    },
    {
      name: 'the element declares a namespace without a prefix',
      before: domain('', `<commandline xmlns='${NAMESPACE}'><arg value='-s'/></commandline>`),
      after: domain('', `<commandline xmlns='${NAMESPACE}'><arg value='-s'/>${args('', ...TABLE)}</commandline>`),
    },
    {
      name: 'a prefix that nothing declares',
      before: domain('', qemu('-s')),
      after: domain(BOUND, qemu('-s', ...TABLE)),
    },
    {
      name: 'no namespace',
      before: domain(BOUND, '<commandline/>'),
      after: domain(BOUND, `<commandline/>${qemu(...TABLE)}`),
    },
    {
      name: 'another folder',
      before: domain(BOUND, qemu('-acpitable', 'file=/srv/x3d.aml', '-s')),
      after: domain(BOUND, qemu(...TABLE, '-s')),
    },
    {
      name: 'two dashes, and keys beside the file',
      before: domain(BOUND, qemu('--acpitable', 'sig=SSDT,file=/a,,b/x3d.aml')),
      after: domain(BOUND, qemu('--acpitable', TABLE[1])),
    },
    {
      name: 'a table twice',
      before: domain(BOUND, qemu(...TABLE, '-s', ...TABLE)),
      after: domain(BOUND, qemu(...TABLE, '-s')),
    },
    {
      name: 'two files in one',
      before: domain(BOUND, qemu('-acpitable', 'file=/x3d.aml:/b')),
      after: domain(BOUND, qemu('-acpitable', 'file=/x3d.aml:/b', ...TABLE)),
    },
    {
      name: 'a device of an earlier layout',
      before: domain(BOUND, qemu('-s', '-device', 'acpi-cppc,addrspace=2')),
      after: domain(BOUND, qemu('-s', ...TABLE)),
    },
    {
      name: 'only what goes, where something comes',
      before: domain(BOUND, qemu('-device', 'acpi-cppc,addrspace=2')),
      after: domain(BOUND, qemu(...TABLE)),
    },
    {
      name: 'an option without its value',
      before: domain(BOUND, qemu('-acpitable')),
      after: domain(BOUND, qemu('-acpitable', ...TABLE)),
    },
  ],
  ({ before, after }) => {
    const made = put(before, { compiled, placement });
    assert.is(made.text, after);
    assert.equal(put(made.text, { compiled, placement }).changes, []);
  },
);

/** The device's CPU features: a second -cpu would not work on stock QEMU. */
const FLAGS = ['-global', 'x86_64-cpu.cppc=on', '-global', 'x86_64-cpu.pstate=on'];

test('command line: the device takes the place of an earlier one, and of the tables', () => {
  const before = domain(BOUND, qemu(...TABLE, '-device', '{ "id":"x", "driver" : "acpi-cppc"}', '-device', 'e1000'));
  const { text } = put(before, { compiled: device });
  assert.is(text, domain(BOUND, qemu('-device', deviceJson(device.table), '-device', 'e1000', ...FLAGS)));
});

test('command line: a value keeps its own quotes', () => {
  const before = domain(BOUND, qemu('-device', 'acpi-cppc', ...FLAGS).replace("'acpi-cppc'", '"acpi-cppc"'));
  const value = deviceJson(device.table).replaceAll('"', '&quot;');
  assert.is(put(before, { compiled: device }).text, before.replace('"acpi-cppc"', `"${value}"`));
});

test('command line: there is no -cpu from us', () => {
  for (const one of [compiled, device])
    assert.not.match(put(domain('', ''), { compiled: one, placement }).text, /'-cpu'/);
});

test('command line: flags of the device that stock QEMU does not have go with the device', () => {
  const before = domain(BOUND, qemu(...FLAGS, '-global', 'x86_64-cpu.hv-ipi=on'));
  assert.is(
    put(before, { compiled, placement }).text,
    domain(BOUND, qemu('-global', 'x86_64-cpu.hv-ipi=on', ...TABLE)),
  );
});

test('command line: with the last argument goes the element, but not with those of others', () => {
  const raw = { stem: 'x3d' };
  const gone = put(domain(BOUND, qemu(...TABLE)), { compiled, placement: raw }).text;
  assert.not.match(gone, /commandline/);
  const kept = put(
    domain(BOUND, `<qemu:commandline>${args('qemu:', ...TABLE)}<qemu:env name='A' value='b'/></qemu:commandline>`),
    { compiled, placement: raw },
  );
  assert.match(kept.text, /<qemu:commandline><qemu:env name='A' value='b'\/><\/qemu:commandline>/);
});

test('words of a command line as options', () => {
  assert.equal(optionsOf(['-s', '-device', 'vmbus-bridge,irq=15', '-S']), [
    ['-s'],
    ['-device', 'vmbus-bridge,irq=15'],
    ['-S'],
  ]);
});

test.run();
