import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { HypervElements } from '../../src/hyperv/libvirt-elements.js';
import type { XmlNode } from '../../src/xml/xml-text.js';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const compiled = await x3d();
const element = (name: string, attributes: XmlNode['attributes'], ...children: readonly XmlNode[]): XmlNode => ({
  name,
  attributes,
  children,
});
const HYPERV: HypervElements = {
  hyperv: element(
    'hyperv',
    {},
    element('relaxed', { state: 'on' }),
    element('spinlocks', { state: 'on', retries: '8191' }),
    element('stimer', { state: 'on' }, element('direct', { state: 'on' })),
  ),
  timers: [element('timer', { name: 'hypervclock', present: 'yes' })],
  devices: [element('panic', { model: 'hyperv' })],
  qemuArguments: [],
  unsupported: [],
};
const ALL =
  "<hyperv><relaxed state='on'/><spinlocks state='on' retries='8191'/><stimer state='on'><direct state='on'/></stimer></hyperv>";
const CLOCK = "<clock offset='utc'><timer name='hypervclock' present='yes'/></clock>";
const PANIC = "<devices><panic model='hyperv'/></devices>";
const PINS =
  "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='16'/><vcpupin vcpu='2' cpuset='8'/><vcpupin vcpu='3' cpuset='24'/></cputune>";
const OS = "<os><acpi><table type='raw'>/var/lib/libvirt/acpi/x3d.aml</table></acpi></os>";
const domain = (inside: string) => `<domain type='kvm'><vcpu>4</vcpu>${PINS}${OS}${inside}</domain>`;

cases(
  'enlightenments',
  [
    { name: 'nothing there', before: '', after: `<features>${ALL}</features>${CLOCK}${PANIC}` },
    {
      name: 'features of others',
      before: `<features><acpi/></features>${CLOCK}${PANIC}`,
      after: `<features><acpi/>${ALL}</features>${CLOCK}${PANIC}`,
    },
    {
      name: 'some there: off, with other values, and more',
      before: `<features><hyperv mode='custom'><vapic state='on'/><relaxed state='off'/><spinlocks retries='4096' state="on"/><stimer state='on'/></hyperv></features>${CLOCK}${PANIC}`,
      after: `<features><hyperv mode='custom'><vapic state='on'/><relaxed state='on'/><spinlocks retries='8191' state="on"/><stimer state='on'><direct state='on'/></stimer></hyperv></features>${CLOCK}${PANIC}`,
    },
    {
      name: 'a mode without children',
      before: `<features><hyperv mode='passthrough'/></features>${CLOCK}${PANIC}`,
      after: `<features>${ALL.replace('<hyperv', "<hyperv mode='custom'")}</features>${CLOCK}${PANIC}`,
    },
    {
      name: 'timers and panics of others, and ours switched off',
      before: `<features>${ALL}</features><clock offset='localtime'><timer name='rtc' present='no'/><timer name='hypervclock' present='no'/></clock><devices><panic model='isa'/></devices>`,
      after: `<features>${ALL}</features><clock offset='localtime'><timer name='rtc' present='no'/><timer name='hypervclock' present='yes'/></clock><devices><panic model='isa'/><panic model='hyperv'/></devices>`,
    },
  ],
  ({ before, after }) => {
    const { text } = put(domain(before), { compiled, hyperv: HYPERV });
    assert.is(text, domain(after));
    assert.equal(put(text, { compiled, hyperv: HYPERV }).changes, []);
  },
);

test('enlightenments: a mode that the spec has itself', () => {
  const hyperv = { ...HYPERV, hyperv: element('hyperv', { mode: 'passthrough' }) };
  const before = domain(`<features><hyperv mode='passthrough'/></features>${CLOCK}${PANIC}`);
  assert.is(put(before, { compiled, hyperv }).text, before);
  const custom = { ...HYPERV, hyperv: element('hyperv', { mode: 'custom' }) };
  assert.is(put(before, { compiled, hyperv: custom }).text, before.replace('passthrough', 'custom'));
  const flags = domain(`<features><hyperv mode='custom'><vapic state='on'/></hyperv></features>${CLOCK}${PANIC}`);
  const after = flags.replace("custom'><vapic state='on'/>", "passthrough'>");
  assert.is(put(flags, { compiled, hyperv }).text, after);
});

test('enlightenments: words for QEMU, changed by a later run and not doubled', () => {
  const hyperv = (irq: number): HypervElements => ({
    timers: [],
    devices: [],
    unsupported: [],
    qemuArguments: ['-device', `vmbus-bridge,irq=${irq}`],
  });
  const once = put(domain(''), { compiled, hyperv: hyperv(15) }).text;
  assert.match(once, /<qemu:arg value='-device'\/><qemu:arg value='vmbus-bridge,irq=15'\/><\/qemu:commandline>/);
  assert.is(put(once, { compiled, hyperv: hyperv(15) }).text, once);
  assert.is(put(once, { compiled, hyperv: hyperv(7) }).text, once.replace('irq=15', 'irq=7'));
});

test.run();
