import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readBareCpu } from '../../src/audit/readers/bare-cpu.js';
import { isCommandLine, readCommandLine } from '../../src/audit/readers/qemu.js';
import { shellCommands } from '../../src/audit/readers/shell-words.js';
import { readSmp } from '../../src/audit/readers/smp.js';
import { cases } from '../support/cases.js';

const read = (text: string) => {
  const { value, diagnostics } = readCommandLine(text, 'vm.sh');
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return value;
};
const flag = (text: string, name: string) => read(text).cpu.flags.get(name)?.value;

const WORDS: readonly { name: string; text: string; words: readonly (readonly string[])[] }[] = [
  { name: 'quotes', text: `kvm -name 'a b' -m "4 G"`, words: [['kvm', '-name', 'a b', '-m', '4 G']] },
  { name: 'a line that goes on', text: 'kvm \\\n  -m 4G\nls', words: [['kvm', '-m', '4G'], ['ls']] },
  { name: 'comments', text: '#!/bin/sh\nkvm -m 1 # -cpu x\n', words: [['kvm', '-m', '1']] },
  { name: 'an array', text: 'args=(\n -cpu host\n -smp 4\n)', words: [['args='], ['-cpu', 'host', '-smp', '4']] },
  { name: 'NULs', text: 'kvm\0-name\0a b\0', words: [['kvm', '-name', 'a b']] },
  { name: 'backslashes', text: 'kvm -a b\\ c "d\\"e"', words: [['kvm', '-a', 'b c', 'd"e']] },
  { name: 'a quote that does not close', text: "kvm -a 'b c", words: [['kvm', '-a', 'b c']] },
  { name: 'nothing', text: ' \n', words: [] },
];

cases('words', WORDS, ({ text, words }) => {
  assert.equal(
    shellCommands(text)?.map((command) => command.map((word) => word.text)),
    words,
  );
});

test('words: too many are refused', () => {
  assert.is(shellCommands('a '.repeat(20_000)), undefined);
  assert.is(shellCommands('a\0'.repeat(20_000)), undefined);
});

// hw/core/machine-smp.c; each row was compared with `info hotpluggable-cpus` of QEMU 7.2.
// biome-ignore format: a row a line
const SMP: readonly { name: string; text: string; machine?: string; is: readonly number[] }[] = [
  { name: '8', text: '8', is: [8, 8, 1, 1, 8, 1] },
  { name: '8 on an old machine', text: '8', machine: 'pc-q35-6.1', is: [8, 8, 8, 1, 1, 1] },
  { name: 'threads', text: '8,threads=2', is: [8, 8, 1, 1, 4, 2] },
  { name: 'maxcpus', text: 'cpus=2,maxcpus=8,sockets=2', is: [2, 8, 2, 1, 4, 1] },
  { name: 'dies', text: '16,dies=2,threads=2', is: [16, 16, 1, 2, 4, 2] },
  { name: 'no number', text: 'cores=4,threads=2', is: [8, 8, 1, 1, 4, 2] },
  { name: 'sockets and cores', text: '8,sockets=1,cores=4', is: [8, 8, 1, 1, 4, 2] },
];

cases('smp', SMP, ({ text, machine = 'q35', is }) => {
  const smp = readSmp(text, machine);
  const { sockets, dies, cores, threads } = smp?.topology ?? {};
  assert.equal([smp?.count.current, smp?.count.maximum, sockets, dies, cores, threads], is);
});

test('smp: what is no number is not known', () => {
  assert.is(readSmp('x', 'q35'), undefined);
  assert.is(readSmp('99999999', 'q35'), undefined);
  assert.is(readSmp('5000', 'q35'), undefined);
});

test('the last -cpu counts, and +flag and -flag win over flag=', () => {
  const line = 'qemu-system-x86_64 -cpu EPYC,hv_time -cpu host,+hv_vapic,hv-vapic=off,hv_time=on,-hv-time';
  assert.equal([flag(line, 'hv-vapic'), flag(line, 'hv-time'), read(line).cpu.model], ['on', 'off', 'host']);
  assert.equal(
    read(line).lostCpus.map(({ value }) => value),
    ['EPYC,hv_time'],
  );
});

test('-global sets a flag, and -cpu wins over it', () => {
  const line = 'kvm -global x86_64-cpu.hv_time=on -global driver=host-x86_64-cpu,property=kvm,value=off -cpu host';
  assert.equal([flag(line, 'hv-time'), flag(line, 'kvm')], ['on', 'off']);
  assert.is(flag('kvm -global x86_64-cpu.hv-time=on -cpu host,hv-time=off', 'hv-time'), 'off');
  assert.is(flag('kvm -global kvm-pit.lost_tick_policy=delay -cpu host', 'lost-tick-policy'), undefined);
});

test('a value can begin with a minus, and an option without a value takes none', () => {
  assert.is(read('kvm -name -cpu -cpu host').cpu.model, 'host');
  assert.is(read('kvm -S -nodefaults -cpu EPYC').cpu.model, 'EPYC');
});

test('KVM, clock, tables, I/O threads and devices of the host', () => {
  const vm = read(
    'taskset -c 0-3 kvm -machine q35,accel=kvm:tcg -rtc base=localtime,driftfix=slew -object iothread,id=i -cpu host ' +
      '-acpitable sig=X,file=/a/b.aml:/a/c.aml -device vfio-pci,host=01:00.0',
  );
  assert.equal([vm.kvm?.value, vm.clock?.value, vm.pinning?.ioThreads], [true, 'localtime', true]);
  assert.equal(
    vm.tables?.map(({ value }) => value),
    ['/a/b.aml', '/a/c.aml'],
  );
  assert.equal([vm.pinning?.whole?.value, vm.hostDevices.length], [[0, 1, 2, 3], 1]);
  assert.equal([read('kvm -cpu host').kvm?.value, read('kvm -enable-kvm -cpu host').kvm?.value], [false, true]);
});

test('a shell variable is not taken for a value', () => {
  const vm = read('qemu-system-x86_64 -cpu host -smp $CORES');
  assert.equal([vm.vcpus, vm.topology, vm.kvm], [undefined, undefined, undefined]);
  assert.equal(
    vm.variables.map(({ value }) => value),
    ['-smp'],
  );
});

test('a text is a command line by its program or its options', () => {
  for (const text of ['/usr/bin/kvm -id 1', 'args: -cpu', 'qemu-system-x86_64\0-m\0']) assert.ok(isCommandLine(text));
  assert.not.ok(isCommandLine('cores: 4\nsockets: 1'));
});

test('places are those of the words', () => {
  const vm = read('#!/bin/sh\nkvm -m 1 \\\n  -cpu host,hv-time');
  assert.equal(vm.cpu.flags.get('hv-time')?.place, { file: 'vm.sh', line: 3, column: 13 });
  assert.equal(readBareCpu('\n  host,kvm=off\n', 'f').cpu.flags.get('kvm')?.place, { file: 'f', line: 2, column: 8 });
});

test.run();
