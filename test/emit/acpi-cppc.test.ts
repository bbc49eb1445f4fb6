import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { deviceJson, processorStrings } from '../../src/emit/acpi-cppc.js';
import type { Compiled } from '../../src/emit/format.js';
import { cases } from '../support/cases.js';

const CORES = `
[defaults]
nominal_perf = 131
lowest_nonlinear_perf = 40
lowest_perf = 15

[[core]]
highest_perf = 236

[[core]]
highest_perf = 166
`;

const PROCESSORS = '"processors":["0:0:236:131:40:15","1:0:236:131:40:15","2:2:166:131:40:15","3:2:166:131:40:15"]';

cases(
  'the object for -device',
  [
    { name: 'MSRs, the default', registers: '', json: `{"driver":"acpi-cppc","addrspace":2,${PROCESSORS}}` },
    {
      name: 'ports say their address, default or not',
      registers: 'addrspace = 1',
      json: `{"driver":"acpi-cppc","addrspace":1,"address":256,${PROCESSORS}}`,
    },
    {
      name: 'a shared block and a scale',
      registers: 'addrspace = 1\naddress = 0x740\naddr_shared = true\ncounter_scale = 1000000',
      json: `{"driver":"acpi-cppc","addrspace":1,"address":1856,"addr_shared":true,"counter_scale":1000000,${PROCESSORS}}`,
    },
    {
      name: 'omits addr_shared = false and counter_scale = 1',
      registers: 'addrspace = 1\naddr_shared = false\ncounter_scale = 1',
      json: `{"driver":"acpi-cppc","addrspace":1,"address":256,${PROCESSORS}}`,
    },
    {
      name: 'an address above 2^53 is exact',
      registers: 'addrspace = 0\naddress = 9007199254740993',
      json: `{"driver":"acpi-cppc","addrspace":0,"address":9007199254740993,${PROCESSORS}}`,
    },
  ],
  async ({ registers, json }) => {
    assert.is(deviceJson((await compiled(registers)).table), json);
  },
);

test('threads of a core that are numbered apart point at the first of them', async () => {
  const text = `[guest]\nthreads_per_core = 2\n${CORES.replaceAll('[[core]]\nhighest_perf = 236', '[[core]]\nvcpus = [0, 2]\nhighest_perf = 236').replace('[[core]]\nhighest_perf = 166', '[[core]]\nvcpus = [3, 1]\nhighest_perf = 166')}`;
  const { value } = await compile({ text, file: 'apart.toml' });
  assert.equal(value && processorStrings(value.table), [
    '0:0:236:131:40:15',
    '1:3:166:131:40:15',
    '2:0:236:131:40:15',
    '3:3:166:131:40:15',
  ]);
});

test.run();

async function compiled(registers: string): Promise<Compiled> {
  const text = `[guest]\nthreads_per_core = 2\n[registers]\n${registers}\n${CORES}`;
  const { value, diagnostics } = await compile({ text, file: 'device.toml' });
  if (!value) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return value;
}
