import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { QemuOption } from '../../src/hyperv/qemu-flags.js';
import { mergeArgs } from '../../src/proxmox/merge-args.js';
import { splitArgs } from '../../src/proxmox/words.js';
import { cases } from '../support/cases.js';
import { eachSeed } from '../support/random.js';

const TABLE: QemuOption = ['-acpitable', 'file=/var/lib/cppc-acpi/x3d.aml'];
const SMP: QemuOption = ['-smp', '4,sockets=1,cores=2,threads=2,maxcpus=4'];
const TIME: QemuOption = ['-global', 'x86_64-cpu.hv-time=on'];
const IVSHMEM = `-device ivshmem-plain,memdev=m  -object 'memory-backend-file,id=m,size=64M'`;

function merge(line: string, wanted: readonly QemuOption[], off: readonly string[] = []) {
  const words = splitArgs(line);
  assert.ok(words, line);
  return mergeArgs(line, words ?? [], wanted, { stem: 'x3d', off });
}

interface Case {
  readonly name: string;
  readonly line: string;
  readonly wanted: readonly QemuOption[];
  readonly off?: readonly string[];
  readonly text: string;
  /** How many options of the line changed. */
  readonly changes?: number;
}

// biome-ignore format: a case per row
const CASES: readonly Case[] = [
  { name: 'no line', line: '', wanted: [TABLE], text: TABLE.join(' ') },
  { name: 'options of the user stay byte for byte', line: IVSHMEM, wanted: [TIME, TABLE], text: `${IVSHMEM} ${TIME.join(' ')} ${TABLE.join(' ')}` },
  { name: 'a table of the user stays', line: '-acpitable file=/root/x3d-old.aml', wanted: [TABLE], text: `-acpitable file=/root/x3d-old.aml ${TABLE.join(' ')}` },
  { name: 'the table of the spec moves', line: `-acpitable "file=/a b/x3d.aml" ${IVSHMEM}`, wanted: [TABLE], text: `${TABLE.join(' ')} ${IVSHMEM}`, changes: 1 },
  { name: 'a second part goes', line: `-acpitable file=/a/x3d-1.aml -acpitable file=/a/x3d-2.aml -no-reboot`, wanted: [TABLE], text: `${TABLE.join(' ')} -no-reboot`, changes: 2 },
  { name: 'parts are in order', line: '', wanted: [['-acpitable', 'file=/a/x3d-1.aml'], ['-acpitable', 'file=/a/x3d-2.aml']], text: '-acpitable file=/a/x3d-1.aml -acpitable file=/a/x3d-2.aml' },
  { name: 'the same topology in other words stays', line: '-smp cpus=4,threads=2,cores=2,sockets=1', wanted: [SMP], text: '-smp cpus=4,threads=2,cores=2,sockets=1' },
  { name: 'another topology changes', line: '-no-reboot -smp 4,cores=4', wanted: [SMP], text: `-no-reboot ${SMP.join(' ')}`, changes: 1 },
  { name: 'of two topologies the last one holds', line: '-smp 8,dies=2 -no-reboot -smp 4', wanted: [SMP], text: `-no-reboot ${SMP.join(' ')}`, changes: 2 },
  { name: 'of two values the last one holds', line: `-global x86_64-cpu.hv-time=on -S -global x86_64-cpu.hv-time=off`, wanted: [TIME], text: `-global x86_64-cpu.hv-time=on -S ${TIME.join(' ')}`, changes: 1 },
  { name: 'a flag that is off goes', line: `-global x86_64-cpu.hv-ipi=on ${IVSHMEM}`, wanted: [TIME], off: ['x86_64-cpu.hv-ipi'], text: `${IVSHMEM} ${TIME.join(' ')}`, changes: 1 },
  { name: 'a flag of the user that the spec does not name stays', line: '-global x86_64-cpu.hv-ipi=on', wanted: [TIME], text: `-global x86_64-cpu.hv-ipi=on ${TIME.join(' ')}` },
  { name: 'a property with another value changes', line: '-global x86_64-cpu.hv-time=off -no-reboot', wanted: [TIME], text: `${TIME.join(' ')} -no-reboot`, changes: 1 },
  { name: 'an own -cpu stays', line: '-cpu host,-pdpe1gb', wanted: [TABLE], text: `-cpu host,-pdpe1gb ${TABLE.join(' ')}` },
  { name: 'two dashes', line: '--acpitable file=/old/x3d.aml', wanted: [TABLE], text: '--acpitable file=/var/lib/cppc-acpi/x3d.aml', changes: 1 },
  { name: 'a path with spaces and quotes', line: '', wanted: [['-acpitable', `file=/a b/"c"\\/x3d.aml`]], text: String.raw`-acpitable "file=/a b/\"c\"\\/x3d.aml"` },
];

cases('mergeArgs', CASES, ({ line, wanted, off = [], text, changes = 0 }) => {
  const merged = merge(line, wanted, off);
  assert.is(merged.text, text);
  assert.is(merged.changes.length, changes);
  assert.equal(textAndChanges(merge(text, wanted, off)), { text, changes: [] }, 'twice is once');
});

test('mergeArgs keeps every word of the user in random lines, and twice is once', () => {
  const options = [
    '-device a,b=c',
    `'-q r' '"'`,
    '-o "s\\"t"',
    '-smp 8,cores=8',
    '-acpitable file=/x/x3d-2.aml',
    '-S',
    'stray\\ word',
  ];
  const others = (text: string) => (splitArgs(text) ?? []).map((word) => word.text).filter(isOfUser);
  eachSeed(300, (random) => {
    const line = Array.from({ length: random.below(7) }, () => random.one(options)).join(random.one([' ', '  ', '\t']));
    const merged = merge(line, [SMP, TIME, TABLE]);
    assert.equal(others(merged.text), others(line), line);
    assert.equal(textAndChanges(merge(merged.text, [SMP, TIME, TABLE])), { text: merged.text, changes: [] }, line);
    for (const { text, start } of splitArgs(merged.text) ?? [])
      if (isOfUser(text)) assert.is(wordAt(line, merged.originalOf(start)), text);
    for (const value of [SMP, TIME, TABLE].map((option) => option[1])) assert.match(merged.text, value);
  });
});

function textAndChanges({ text, changes }: ReturnType<typeof merge>) {
  return { text, changes };
}

function wordAt(line: string, at: number | undefined): string | undefined {
  return splitArgs(line)?.find(({ start }) => start === at)?.text;
}

function isOfUser(word: string): boolean {
  return !/^(?:-smp|-acpitable|-global|file=.*|\d,.*|x86_64-cpu.*)$/.test(word);
}

test.run();
