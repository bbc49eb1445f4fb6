import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../grammar/release.js';
import { emitFormats } from '../../src/emit/formats.js';
import { type HypervElements, hypervElements } from '../../src/hyperv/libvirt-elements.js';
import { qemuFlags } from '../../src/hyperv/qemu-flags.js';
import { xmlLines } from '../../src/xml/xml-text.js';
import { cases } from '../support/cases.js';
import { compileHyperv } from './specs.js';

interface Row {
  readonly name: string;
  readonly hyperv: string;
  readonly libvirt: Release;
  /** The element of <hyperv>, without white space; undefined for none. */
  readonly element?: string;
  readonly beside?: Partial<Pick<HypervElements, 'timers' | 'devices' | 'unsupported'>>;
  /** Properties that -global sets. */
  readonly globals?: readonly string[];
}

const RELAXED = "<hyperv mode='custom'><relaxed state='on'/></hyperv>";
const STIMER = "<hyperv mode='custom'><vpindex state='on'/><synic state='on'/><stimer state='on'>%</stimer></hyperv>";
const CLOCK = { timers: [{ name: 'timer', attributes: { name: 'hypervclock', present: 'yes' }, children: [] }] };

// Releases of https://libvirt.org/formatdomain.html, at both sides of each boundary.
const ROWS: readonly Row[] = [
  { name: 'mode from 8.0 on', hyperv: 'relaxed = true', libvirt: [8, 0], element: RELAXED },
  {
    name: 'no mode before 8.0',
    hyperv: 'relaxed = true',
    libvirt: [7, 10],
    element: RELAXED.replace(" mode='custom'", ''),
  },
  { name: 'the clock is a timer', hyperv: 'time = true', libvirt: [9, 0], beside: CLOCK },
  {
    name: 'crash is a panic device',
    hyperv: 'crash = true',
    libvirt: [9, 0],
    beside: { devices: [{ name: 'panic', attributes: { model: 'hyperv' }, children: [] }] },
  },
  {
    name: 'attempts at spinlocks',
    hyperv: 'spinlocks = 0x1fff',
    libvirt: [9, 0],
    element: "<hyperv mode='custom'><spinlocks state='on' retries='8191'/></hyperv>",
  },
  {
    name: 'a vendor',
    hyperv: 'vendor_id = "KVM Hv"',
    libvirt: [9, 0],
    element: "<hyperv mode='custom'><vendor_id state='on' value='KVM Hv'/></hyperv>",
  },
  { name: 'a vendor with a comma', hyperv: 'vendor_id = "a,b"', libvirt: [9, 0], globals: ['hv-vendor-id=a,b'] },
  {
    name: 'direct timers from 5.7 on',
    hyperv: 'stimer_direct = true',
    libvirt: [8, 0],
    element: STIMER.replace('%', "<direct state='on'/>"),
    beside: CLOCK,
  },
  {
    name: 'direct timers before 5.7',
    hyperv: 'stimer_direct = true',
    libvirt: [5, 6],
    element: STIMER.replace(" mode='custom'", '').replace('>%</stimer>', '/>'),
    beside: CLOCK,
    globals: ['hv-stimer-direct=on'],
  },
  {
    name: 'parts of tlbflush from 11.0 on',
    hyperv: 'tlbflush_ext = true\ntlbflush_direct = true',
    libvirt: [11, 0],
    element:
      "<hyperv mode='custom'><vapic state='on'/><vpindex state='on'/><tlbflush state='on'><direct state='on'/><extended state='on'/></tlbflush></hyperv>",
  },
  {
    name: 'parts of tlbflush before 11.0',
    hyperv: 'tlbflush_ext = true\ntlbflush_direct = true',
    libvirt: [10, 10],
    element: "<hyperv mode='custom'><vapic state='on'/><vpindex state='on'/><tlbflush state='on'/></hyperv>",
    globals: ['hv-tlbflush-direct=on', 'hv-tlbflush-ext=on'],
  },
  {
    name: 'a part without its whole',
    hyperv: 'tlbflush_direct = true',
    libvirt: [12, 8],
    element: "<hyperv mode='custom'><vapic state='on'/></hyperv>",
    globals: ['hv-tlbflush-direct=on'],
  },
  {
    name: 'emsr_bitmap from 10.7 on',
    hyperv: 'emsr_bitmap = true',
    libvirt: [10, 7],
    element: "<hyperv mode='custom'><emsr_bitmap state='on'/></hyperv>",
  },
  { name: 'emsr_bitmap before 10.7', hyperv: 'emsr_bitmap = true', libvirt: [9, 0], globals: ['hv-emsr-bitmap=on'] },
  {
    name: 'avic from 8.10 on',
    hyperv: 'avic = true',
    libvirt: [8, 10],
    element: "<hyperv mode='custom'><avic state='on'/></hyperv>",
  },
  { name: 'avic before 8.10', hyperv: 'avic = true', libvirt: [8, 9], globals: ['hv-avic=on'] },
  {
    name: 'passthrough is a mode without children',
    hyperv: 'passthrough = true',
    libvirt: [8, 0],
    element: "<hyperv mode='passthrough'/>",
  },
  { name: 'passthrough before 8.0', hyperv: 'passthrough = true', libvirt: [7, 10], globals: ['hv-passthrough=on'] },
  {
    name: 'what no libvirt has',
    hyperv: 'relaxed = true\nno_nonarch_coresharing = "auto"\nversion_id_build = 19041\nenforce_cpuid = true',
    libvirt: [12, 8],
    element: RELAXED,
    globals: ['hv-no-nonarch-coresharing=auto', 'hv-version-id-build=19041', 'hv-enforce-cpuid=on'],
  },
  {
    name: 'no <qemu:commandline> before 0.8.3',
    hyperv: 'relaxed = true',
    libvirt: [0, 8],
    beside: { unsupported: ['relaxed'] },
  },
];

cases('libvirt', ROWS, async ({ hyperv, libvirt, element, beside = {}, globals = [] }) => {
  const elements = hypervElements((await compileHyperv({ hyperv })).hyperv, libvirt);
  assert.is(
    elements.hyperv &&
      xmlLines(elements.hyperv)
        .map((line) => line.trim())
        .join(''),
    element,
  );
  assert.equal(elements.timers, beside.timers ?? []);
  assert.equal(elements.devices, beside.devices ?? []);
  assert.equal(elements.unsupported, beside.unsupported ?? []);
  assert.equal(
    elements.qemuArguments,
    globals.flatMap((one) => ['-global', `x86_64-cpu.${one}`]),
  );
});

test('the debugger brings its device', async () => {
  const { hyperv } = await compileHyperv({ hyperv: 'syndbg = true' });
  assert.equal(hypervElements(hyperv, [12, 0]).qemuArguments, [
    '-global',
    'x86_64-cpu.hv-syndbg=on',
    '-device',
    'vmbus-bridge,irq=15',
  ]);
  assert.equal(qemuFlags(hyperv.on).options, [['-device', 'vmbus-bridge,irq=15']]);
});

const OUTPUTS: readonly { name: string; libvirt: Release; format: string }[] = [
  { name: 'libvirt 1.0', libvirt: [1, 0], format: 'libvirt' },
  { name: 'libvirt 9.0', libvirt: [9, 0], format: 'libvirt' },
  { name: 'libvirt 12.8', libvirt: [12, 8], format: 'libvirt' },
];

cases('a second -cpu is never emitted', OUTPUTS, async ({ libvirt, format }) => {
  const compiled = await compileHyperv({ hyperv: 'preset = "recommended"\nversion_id_build = 1\nvendor_id = "a,b"' });
  const [output] = emitFormats(compiled, { stem: 'spec', libvirt }, [format]).value ?? [];
  const text = new TextDecoder().decode(output?.content);
  assert.not.match(text, /'-cpu'/);
  assert.match(text, /x86_64-cpu\.hv-version-id-build=1'/);
});

test('QEMU is given one -cpu, and what it cannot take there beside it', async () => {
  const compiled = await compileHyperv({ hyperv: 'preset = "recommended"\nvendor_id = "a,b"' });
  const [output] = emitFormats(compiled, { stem: 'spec', qemu: [7, 0] }, ['qemu']).value ?? [];
  const lines = new TextDecoder().decode(output?.content).split('\n');
  assert.is(lines.filter((line) => line.startsWith('-cpu ')).length, 1);
  assert.match(lines[0] ?? '', /^-cpu host,hv-time=on,hv-relaxed=on,/);
  assert.not.match(lines[0] ?? '', /vendor|tlbflush-ext|xmm-input/);
  assert.is(lines[1], '-global x86_64-cpu.hv-vendor-id=a,b');
});

test.run();
