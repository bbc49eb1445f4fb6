// Enlightenments that an earlier spec, or one for another libvirt, has left in a domain.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { leftovers } from '../../src/hyperv/leftovers.js';
import { hypervElements } from '../../src/hyperv/libvirt-elements.js';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const PRESET = '[hyperv]\npreset = "recommended"\ncpu = "amd"\n';
const compiled = await x3d();

async function putFor(domain: string, hyperv: string, libvirt: readonly [number, number]): Promise<string> {
  const spec = await x3d(['[[core]]', `${hyperv}\n[[core]]`]);
  const elements = {
    hyperv: hypervElements(spec.hyperv, libvirt),
    leftovers: leftovers(spec.hyperv, libvirt),
  };
  const request = { compiled, placement: { stem: 'x3d', libvirt }, ...elements };
  const { text } = put(domain, request);
  assert.equal(put(text, request).changes, [], 'a second time nothing is to be done');
  return text;
}

const EMPTY = "<domain type='kvm'><vcpu>4</vcpu></domain>";
const inFeatures = (hyperv: string) => EMPTY.replace('</vcpu>', `</vcpu><features>${hyperv}</features>`);

test('replaces an option by an element, and back, for another libvirt', async () => {
  for (const hyperv of [PRESET, `${PRESET}vendor_id = "a,b"\nstimer_direct = false\n`]) {
    const [old, fresh] = [await putFor(EMPTY, hyperv, [9, 0]), await putFor(EMPTY, hyperv, [11, 2])];
    assert.match(old, 'x86_64-cpu.hv-xmm-input=on');
    assert.not.match(old, '<xmm_input');
    assert.match(fresh, "<xmm_input state='on'/>");
    const [back, forth] = [await putFor(fresh, hyperv, [9, 0]), await putFor(old, hyperv, [11, 2])];
    for (const one of ['<xmm_input', '<extended', '<table']) assert.not.match(back, one);
    assert.match(back, 'x86_64-cpu.hv-xmm-input=on');
    assert.not.match(forth, 'xmm-input');
    assert.match(forth, "<xmm_input state='on'/>");
  }
});

test('a flag that the hosts do not offer goes, as an element and as an option', async () => {
  for (const libvirt of [
    [9, 0],
    [12, 8],
  ] as const) {
    const before = await putFor(EMPTY, PRESET, libvirt);
    assert.match(before, /hv-tlbflush-ext=on|<extended state='on'\/>/);
    const after = await putFor(before, `${PRESET}host_kernel = "6.1"\n`, libvirt);
    assert.not.match(after, /tlbflush-ext|<extended/);
    assert.match(after, /<tlbflush state='on'/);
  }
});

cases(
  'a flag that the spec switches off',
  [
    {
      name: 'goes',
      off: 'ipi',
      before: inFeatures("<hyperv mode='custom'><evmcs state='on'/><ipi state='on'/></hyperv>"),
      gone: "<ipi state='on'/>",
    },
    {
      name: 'stays where the domain says it, too',
      off: 'ipi',
      before: inFeatures("<hyperv mode='custom'><ipi state='off'/></hyperv>"),
      gone: '',
    },
    {
      name: 'goes from its whole',
      off: 'stimer_direct',
      before: inFeatures("<hyperv mode='custom'><stimer state='on'><direct state='on'/></stimer></hyperv>"),
      gone: "<direct state='on'/>",
    },
    {
      name: 'goes with its parts',
      off: 'stimer = false\nstimer_direct',
      before: inFeatures("<hyperv mode='custom'><stimer state='on'><direct state='on'/></stimer></hyperv>"),
      gone: "<stimer state='on'><direct state='on'/></stimer>",
    },
    {
      name: 'goes from the clock, where others stay',
      off: 'time',
      before: EMPTY.replace(
        '</vcpu>',
        "</vcpu><clock offset='utc'><timer name='rtc' tickpolicy='catchup'/><timer name='hypervclock' present='yes'/></clock>",
      ),
      gone: "<timer name='hypervclock' present='yes'/>",
    },
    {
      name: 'goes from the devices',
      off: 'crash',
      before: EMPTY.replace('</vcpu>', "</vcpu><devices><panic model='isa'/><panic model='hyperv'/></devices>"),
      gone: "<panic model='hyperv'/>",
    },
    {
      name: 'goes from the command line',
      off: 'ipi',
      before: EMPTY.replace('<domain', "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'").replace(
        '</vcpu>',
        "</vcpu><qemu:commandline><qemu:arg value='-global'/><qemu:arg value='x86_64-cpu.hv-ipi=on'/><qemu:arg value='-global'/><qemu:arg value='x86_64-cpu.l3-cache=on'/></qemu:commandline>",
      ),
      gone: "<qemu:arg value='-global'/><qemu:arg value='x86_64-cpu.hv-ipi=on'/>",
    },
  ],
  async ({ off, before, gone }) => {
    const [kept, after] = [
      await putFor(before, '', [11, 2]),
      await putFor(before, `[hyperv]\n${off} = false\n`, [11, 2]),
    ];
    assert.is(after, kept.replace(gone, ''));
  },
);

test.run();
