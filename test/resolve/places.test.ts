import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CpcKey } from '../../grammar/cpc.js';
import { entryPlace } from '../../src/resolve/places.js';
import { readSpec } from '../../src/spec/read.js';
import { cases } from '../support/cases.js';
import { DEFAULTS } from './specs.js';

const SPEC = `[registers]\nlayout = "constant"\ncontrols = "none"\ncounters = "none"\nenergy_perf_preference = "none"\n${DEFAULTS}
[[core]]\nhighest_perf = 236\ncount = 2\n[[core]]\nhighest_perf = 166\n[core.registers]\nnominal_freq = 3000\n`;

async function pathOf(text: string, core: number, key?: CpcKey): Promise<string> {
  const spec = await readSpec(text, 'spec.toml');
  if (!spec.value) throw new Error(spec.diagnostics.map(({ message }) => message).join());
  const place = entryPlace(spec.value, core, key);
  return 'path' in place ? `${place.file}: ${place.path.join('.')}` : '';
}

const ROWS: readonly { name: string; core: number; key?: CpcKey; path: string }[] = [
  { name: 'the core itself', core: 0, path: 'core.0' },
  { name: 'the second core of a count', core: 1, path: 'core.0' },
  { name: 'the core after a count', core: 2, path: 'core.1' },
  { name: 'a core that does not exist', core: 3, path: 'core' },
  { name: 'a number of the core', core: 2, key: 'highest_perf', path: 'core.1.highest_perf' },
  { name: 'an entry of the core', core: 2, key: 'nominal_freq', path: 'core.1.registers.nominal_freq' },
  { name: 'a default', core: 0, key: 'lowest_perf', path: 'defaults.lowest_perf' },
  { name: 'an entry of all cores', core: 0, key: 'energy_perf_preference', path: 'registers.energy_perf_preference' },
  { name: 'a level without a key', core: 0, key: 'lowest_freq', path: 'defaults' },
  { name: 'a counter of the layout', core: 0, key: 'delivered_counter', path: 'registers.counters' },
  { name: 'a control of the layout', core: 0, key: 'desired_perf', path: 'registers.controls' },
  { name: 'another entry of the layout', core: 0, key: 'guaranteed_perf', path: 'registers.layout' },
];

cases('resolve: the place of an entry', ROWS, async ({ core, key, path }) => {
  assert.is(await pathOf(SPEC, core, key), `spec.toml: ${path}`);
});

test('resolve: the device has its entries by addrspace', async () => {
  const device = '[registers]\nlayout = "acpi-cppc"\naddrspace = 1\n[[core]]\nhighest_perf = 236\n';
  assert.is(await pathOf(device, 0, 'desired_perf'), 'spec.toml: registers.addrspace');
});

test.run();
