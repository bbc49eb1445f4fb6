import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Compiled } from '../../src/emit/format.js';
import type { PinChoice } from '../../src/libvirt/domain-edit.js';
import { editDomain } from '../../src/libvirt/edit-domain.js';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const compiled = await x3d();

/** A domain with these pins; the spec pins vCPUs 0 to 3 to 0, 16, 8 and 24. */
const domain = (...pins: readonly string[]) =>
  `<domain type='kvm'><vcpu>4</vcpu><cputune>${pins.join('')}</cputune></domain>`;
const pin = (vcpu: string, cpuset: string) => `<vcpupin vcpu='${vcpu}' cpuset='${cpuset}'/>`;
const OTHERS = [pin('1', '16'), pin('2', '8'), pin('3', '24')];

cases(
  'pins of a domain',
  [
    { name: 'another thread', before: [pin('0', '5')], after: [pin('0', '0')] },
    { name: 'a leading zero, which libvirt ignores', before: [pin('00', '5')], after: [pin('00', '0')] },
    { name: 'the right thread in another form', before: [pin('00', '0-1,^1')], after: [pin('00', '0-1,^1')] },
    { name: 'the right thread and another one', before: [pin('0', '0-1')], after: [pin('0', '0')] },
    {
      name: 'a cpuset that cannot be read',
      before: [pin('0', '0'), '<!-- 1 -->'],
      after: [pin('0', '0'), '<!-- 1 -->'],
    },
  ],
  ({ before, after }) => {
    const { text, changes } = put(domain(...before, ...OTHERS), { compiled });
    assert.ok(text.includes(`<cputune>${[...after, ...OTHERS].join('')}</cputune>`), text);
    assert.is(
      changes.some(({ where }) => where.includes('vcpupin')),
      before.join() !== after.join(),
    );
  },
);

const sets = await x3d(['host_threads = [0, 16]', 'host_threads = ["0,16", "0,16"]']);

cases(
  'pins that are sets',
  [
    { name: 'equal ones stay', before: [pin('0', '16,0'), pin('1', '0-16,^1-15')], codes: [] },
    {
      name: 'more host threads',
      before: [pin('0', '0'), pin('1', '0,16')],
      after: [pin('0', '0,16'), pin('1', '0,16')],
      codes: ['libvirt/pin-moved'],
    },
    {
      name: 'fewer host threads',
      before: [pin('0', '0,16'), pin('1', '0-31')],
      after: [pin('0', '0,16'), pin('1', '0,16')],
      codes: ['libvirt/pin-narrowed'],
    },
    {
      name: 'as many others',
      before: [pin('0', '1,17'), pin('1', '0,16')],
      after: [pin('0', '0,16'), pin('1', '0,16')],
      codes: ['libvirt/pin-moved'],
    },
    { name: 'kept', before: [pin('0', '0'), pin('1', '0-31')], keep: true, codes: ['libvirt/pins-kept'] },
  ],
  ({ before, after, keep, codes }) => {
    const text = domain(...before, pin('2', '8'), pin('3', '24'));
    const made = pinsOf(text, sets, keep ? 'keep' : 'set');
    assert.ok(made.text.includes(`<cputune>${(after ?? before).join('')}`), made.text);
    assert.equal(made.codes, codes);
  },
);

test('a pin of all vCPUs in <vcpu> is that of each', () => {
  const text = domain(pin('2', '8'), pin('3', '24')).replace('<vcpu>', "<vcpu cpuset='0,16'>");
  assert.equal(pinsOf(text, sets), { text: pinsOf(text, sets, 'keep').text, codes: [] });
  const wide = text.replace('0,16', '0-31');
  const made = pinsOf(wide, sets);
  assert.equal(made.codes, ['libvirt/pin-narrowed']);
  assert.ok(made.text.includes(pin('0', '0,16')) && made.text.includes(pin('1', '0,16')), made.text);
});

test('a domain without pins: with keep it gets none', () => {
  const text = domain().replace('<cputune></cputune>', '');
  assert.not.match(pinsOf(text, sets, 'keep').text, /vcpupin/);
  assert.equal(pinsOf(text, sets, 'keep').codes, ['libvirt/pins-kept']);
  assert.equal(pinsOf(text, sets).codes, []);
});

test('pins that change are reported together, by what happens to them', () => {
  const text = domain(pin('0', '0-31'), pin('1', '0-31'), pin('2', '9'), pin('3', '0-31'));
  const edit = { compiled: sets, placement: { stem: 'x3d' }, topology: false };
  const { diagnostics } = editDomain(text, 'domain.xml', edit);
  const messages = diagnostics.filter(({ code }) => code.includes('/pin-')).map(({ message }) => message);
  assert.equal(messages, [
    '3 vCPUs may run on fewer host threads: vCPU 0 from 0-31 to 0,16, vCPU 1 from 0-31 to 0,16 and vCPU 3 from 0-31 to 24',
    'the pin of vCPU 2 changes from 9 to 8',
  ]);
});

test('a vCPU that the domain does not have gets no pin, and is reported once', () => {
  const text = domain(pin('0', '2')).replace('>4<', '>2<');
  const edit = { compiled: sets, placement: { stem: 'x3d' }, topology: false };
  const { value, diagnostics } = editDomain(text, 'domain.xml', edit);
  const pinned = [...(value?.text ?? '').matchAll(/<vcpupin vcpu='(\d)'/g)].map(([, vcpu]) => vcpu);
  assert.equal(pinned, ['0', '1']);
  const codes = diagnostics.map(({ code }) => code).filter((code) => /vcpu/.test(code));
  assert.equal(codes, ['libvirt/vcpu-count']);
});

test('thousands of pins are compared and changed once each', () => {
  const pins = Array.from({ length: 4096 }, (_, vcpu) => pin(String(vcpu), '40'));
  const table = { ...compiled.table, processors: pins.map((_, vcpu) => ({ ...processorOf(compiled), vcpu })) };
  const before = process.cpuUsage().user;
  const { changes } = put(domain(...pins).replace('>4<', '>4096<'), { compiled: { ...compiled, table } });
  assert.is(changes.filter(({ where }) => where.includes('vcpupin')).length, 4096);
  assert.ok(process.cpuUsage().user - before < 900_000);
});

function processorOf({ table: { processors } }: Compiled) {
  const [first] = processors;
  if (!first) throw new Error('the spec has no vCPU');
  return first;
}

function pinsOf(text: string, compiled: Compiled, pins: PinChoice = 'set'): { text: string; codes: readonly string[] } {
  const edit = { compiled, placement: { stem: 'x3d' }, topology: false, pins };
  const { value, diagnostics } = editDomain(text, 'domain.xml', edit);
  return {
    text: value?.text ?? '',
    codes: diagnostics.map(({ code }) => code).filter((code) => code.includes('/pin')),
  };
}

test.run();
