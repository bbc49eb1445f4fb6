// Tables that arm64 takes and that then stop it: the driver writes the desired performance where the machine has nothing.

import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ARM, CONTAINER, desired, tableTo } from '../qemu-guest/arm-tables.js';
import { cpc, OSC, processor, psd, verdictsOf } from '../qemu-guest/asl-tables.js';
import { armNeeds, bootArm } from '../support/arm-guest.js';
import { inTemporaryFolder } from '../support/guest.js';
import { kernelsOfArm, testWith } from '../support/outside.js';

const FORMS = [
  { name: 'a hole', elements: desired('0x0b000000'), verdict: 'harmful', end: /Kernel panic/ },
  { name: 'an address that is not aligned', elements: desired('0x0b000002'), verdict: 'harmful', end: /Kernel panic/ },
  { name: 'ports', elements: ARM, verdict: 'unranked', end: /^reported$/ },
] as const;

const NAMES = ['osc.aml', 'cpu-0.aml', 'cpu-1.aml'];

for (const kernel of kernelsOfArm()) {
  for (const { name, elements, verdict, end } of FORMS) {
    testWith([...armNeeds(kernel), 'iasl'], `arm64 ${kernel} with its driver and a register in ${name}`, () =>
      inTemporaryFolder(async (folder) => {
        await tableTo(folder, 'osc', OSC);
        for (const vcpu of [0, 1])
          await tableTo(folder, `cpu-${vcpu}`, processor(vcpu, `${cpc(elements)}\n${psd()}`, CONTAINER));
        assert.is((await verdictsOf([kernel], NAMES, folder))[`linux-${kernel}`], verdict);
        const tables = NAMES.map((file) => join(folder, file));
        const run = await bootArm({ kernel, tables, vcpus: 2, driver: true });
        assert.match('why' in run ? run.why : run.state, end);
      }),
    );
  }
}

test.run();
