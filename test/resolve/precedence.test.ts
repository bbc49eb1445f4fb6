// Cases that were wrong once: values that replace others, and names that do not meet.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { DEFAULTS, problems, processors, resolved } from './specs.js';

const MSR = '{ space = "FFixedHW", bit_width = 8, bit_offset = 0, access_size = "QWord", address = 0x771 }';
const PORT = '{ space = "SystemIO", bit_width = 8, bit_offset = 0, access_size = "Byte", address = 0x5F3 }';

cases(
  'checks a number that replaces another',
  [
    {
      name: 'a register for nominal_perf under a lower highest_perf',
      text: `[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 120\n[core.registers]\nnominal_perf = ${MSR}\n`,
    },
    {
      name: 'none for lowest_freq above nominal_freq',
      text: `[registers]\nlayout = "constant"\n${DEFAULTS}nominal_freq = 100\nlowest_freq = 200\n[[core]]\nhighest_perf = 140\n[core.registers]\nlowest_freq = "none"\n`,
    },
  ],
  async ({ text }) => assert.equal(await problems(text), []),
);

test("a register of the user's own is not moved into the device's block", async () => {
  const text = `[registers]\naddrspace = 1\ndesired_perf = ${PORT}\n${DEFAULTS}[[core]]\nhighest_perf = 236\ncount = 3\n`;
  const addresses = (await processors(text)).map(({ stated: { desired_perf: entry } }) =>
    entry.kind === 'register' ? entry.register.address : undefined,
  );
  assert.equal(addresses, [0x5f3n, 0x5f3n, 0x5f3n]);
});

test('reference_perf follows a nominal_perf under [registers], too', async () => {
  const text = `[registers]\nlayout = "constant"\nhighest_perf = 200\nnominal_perf = 100\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n[[core]]\n`;
  const [first] = (await resolved(text)).table.processors;
  assert.equal(first?.stated.reference_perf, { kind: 'integer', value: 100n });
});

test('a hostile count is refused before it is laid out', async () => {
  const text = `[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 236\npath = ['\\_SB.A']\nthreads = 400\ncount = 4096\n`;
  const codes = (await problems(text)).map((line) => line.split(' ')[0]);
  assert.equal(codes, ['resolve/count-with', 'resolve/threads-disagree', 'resolve/too-many-processors']);
});

test('a processor has one name, however its pattern is padded', async () => {
  const text = `[guest]\nprocessor_path = '\\_SB_.CPUS.C%02X_'\n[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 236\n`;
  assert.equal(
    (await processors(text)).map(({ path }) => path),
    ['\\_SB.CPUS.C00'],
  );
});

test('reports a core that lists a vCPU twice', async () => {
  const text = `[registers]\nlayout = "constant"\n${DEFAULTS}[[core]]\nhighest_perf = 236\nvcpus = [0, 0]\n`;
  const { diagnostics } = await resolved(text);
  assert.ok(diagnostics.some(({ message }) => message === 'core 0 names vCPU 0 twice'));
});

test.run();
