import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ABSENT, type CpcEntries, type CpcValue } from '../../src/cpc/ir.js';
import { entriesToJson, integerToJson } from '../../src/firmware/entry-json.js';
import { CONSTANT, processor } from '../resolve/specs.js';
import { cases } from '../support/cases.js';

async function entriesWith(key: string, value: CpcValue): Promise<CpcEntries> {
  return { ...(await processor(CONSTANT)).stated, [key]: value };
}

const register = (spaceId: number, accessSize: number, address: bigint): CpcValue => ({
  kind: 'register',
  register: { spaceId, bitWidth: 8, bitOffset: 16, accessSize, address },
});

cases(
  'an entry as JSON',
  [
    { name: 'an Integer', value: { kind: 'integer', value: 236n }, json: 236 },
    { name: 'the NULL register', value: ABSENT, json: null },
    {
      name: 'an MSR',
      value: register(0x7f, 4, 0xc00102b3n),
      json: { space: 'FFixedHW', bit_width: 8, bit_offset: 16, access_size: 4, address: '0xC00102B3' },
    },
    {
      name: 'a port',
      value: register(1, 1, 0x5f0n),
      json: { space: 'SystemIO', bit_width: 8, bit_offset: 16, access_size: 1, address: '0x5F0' },
    },
    {
      name: 'PCC has a subspace',
      value: register(10, 3, 0n),
      json: { space: 'PCC', bit_width: 8, bit_offset: 16, subspace: 3, address: '0x0' },
    },
    {
      name: 'an unknown space is a number',
      value: register(0xc5, 0, 2n ** 64n - 1n),
      json: { space: '0xC5', bit_width: 8, bit_offset: 16, access_size: 0, address: '0xFFFFFFFFFFFFFFFF' },
    },
  ] as const,
  async ({ value, json }) =>
    assert.equal(entriesToJson(await entriesWith('desired_perf', value), 3).desired_perf, json),
);

cases(
  'an Integer that JSON cannot hold is text',
  [
    { name: '2^53-1', value: 2n ** 53n - 1n, json: 9007199254740991 },
    { name: '2^53', value: 2n ** 53n, json: '9007199254740992' },
    { name: '2^64-1', value: 2n ** 64n - 1n, json: '18446744073709551615' },
    { name: '0', value: 0n, json: 0 },
  ],
  ({ value, json }) => assert.is(integerToJson(value), json),
);

cases(
  'the entries that a revision has, in the order of the elements',
  [
    { name: 'revision 2', revision: 2, count: 19, last: 'reference_perf' },
    { name: 'revision 3', revision: 3, count: 21, last: 'nominal_freq' },
    { name: 'revision 4', revision: 4, count: 23, last: 'resource_priority' },
  ],
  async ({ revision, count, last }) => {
    const keys = Object.keys(entriesToJson((await processor(CONSTANT)).stated, revision));
    assert.equal([keys.length, keys[0], keys.at(-1)], [count, 'highest_perf', last]);
  },
);

test('resource priorities are packages; without them it is an empty one', async () => {
  const none = { spaceId: 0, bitWidth: 0, bitOffset: 0, accessSize: 0, address: 0n };
  const one = {
    resources: [0n, 2n ** 60n],
    enableValue: 1n,
    enableRegister: none,
    count: 2n,
    register: { ...none, spaceId: 1, bitWidth: 8, accessSize: 1 },
  };
  const json = entriesToJson(await entriesWith('resource_priority', { kind: 'priorities', priorities: [one] }), 4);
  const port = { space: 'SystemIO', bit_width: 8, bit_offset: 0, access_size: 1, address: '0x0' };
  assert.equal(json.resource_priority, {
    package: [{ package: [{ package: [0, '1152921504606846976'] }, 1, null, 2, port] }],
  });
  assert.equal(entriesToJson((await processor(CONSTANT)).stated, 4).resource_priority, { package: [] });
});

test.run();
