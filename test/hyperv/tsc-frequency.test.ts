import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emitFormats } from '../../src/emit/formats.js';
import { hypervElements } from '../../src/hyperv/libvirt-elements.js';
import { xmlLines } from '../../src/xml/xml-text.js';
import { cases } from '../support/cases.js';
import { compileHyperv, hypervCodes } from './specs.js';

const MIGRATING = 'cpu = "amd"\nnested = true\nmigration = true\ntsc_scaling = true\n';
const HZ = 'tsc_frequency = 3_600_000_000\n';

cases(
  'migration with reenlightenment needs the frequency',
  [
    { name: 'by the preset', hyperv: `preset = "recommended"\n${MIGRATING}`, codes: ['hyperv/tsc-frequency-missing'] },
    { name: 'with it', hyperv: `preset = "recommended"\n${MIGRATING}${HZ}`, codes: [] },
    { name: 'no migration', hyperv: 'preset = "recommended"\ncpu = "amd"\nnested = true', codes: [] },
    {
      name: 'by hand, without scaling',
      hyperv: 'migration = true\nfrequencies = true\nreenlightenment = true',
      codes: ['hyperv/reenlightenment-migration', 'hyperv/tsc-frequency-missing'],
    },
    {
      name: 'reenlightenment is off',
      hyperv: `preset = "recommended"\n${MIGRATING}reenlightenment = false`,
      codes: [],
    },
  ],
  async ({ hyperv, codes }) => assert.equal(await hypervCodes({ hyperv }), codes),
);

async function emitted(hyperv: string, format: string): Promise<string> {
  const { value } = emitFormats(await compileHyperv({ hyperv }), { stem: 'spec' }, [format]);
  return new TextDecoder().decode(value?.[0]?.content);
}

test('QEMU and libvirt get the frequency', async () => {
  const hyperv = `preset = "recommended"\n${MIGRATING}${HZ}`;
  assert.match(await emitted(hyperv, 'qemu'), /^-cpu host,tsc-frequency=3600000000,hv-time=on,/m);
  const clock = `  <clock offset='localtime'>
    <timer name='tsc' frequency='3600000000'/>
    <timer name='hypervclock' present='yes'/>
  </clock>`;
  assert.ok((await emitted(hyperv, 'libvirt')).includes(clock));
});

test('the frequency does not need an enlightenment', async () => {
  assert.is(await emitted(HZ, 'qemu'), '-cpu host,tsc-frequency=3600000000\n-acpitable file=spec.aml\n');
  const { hyperv } = await compileHyperv({ hyperv: HZ });
  const { timers } = hypervElements(hyperv, [9, 0]);
  assert.equal(
    timers.flatMap((one) => xmlLines(one)),
    ["<timer name='tsc' frequency='3600000000'/>"],
  );
});

test.run();
