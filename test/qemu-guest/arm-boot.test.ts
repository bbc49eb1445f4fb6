// From an Arm host to a guest that prefers the better cores; and specs whose guest does something else, as `check` predicts.

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findDriver } from '../../src/boot/parts/driver.js';
import { armNeeds, bootArm } from '../support/arm-guest.js';
import { inTemporaryFolder } from '../support/guest.js';
import { inProcess } from '../support/in-process.js';
import { outside, testWith } from '../support/outside.js';
import {
  type ArmSpec,
  bootArmSpec,
  CAPACITY,
  EQUAL,
  isPredicted,
  predictSpecs,
  type SeenSpec,
  specText,
} from './arm-specs.js';

for (const kernel of ['6.1', '6.12'] as const) {
  testWith(armNeeds(kernel), `arm64 ${kernel}: init, build and boot lead to a guest that prefers the large cores`, () =>
    inTemporaryFolder(async (cwd) => {
      writeHost(join(cwd, 'sys'));
      const pins = '0:5,1:0,2:6,3:1';
      assert.is((await inProcess(['init', '--sysfs', 'sys', '--pin', pins, '-o', 'arm.toml'], cwd)).status, 0);
      assert.is((await inProcess(['build', 'arm.toml', '--emit', 'aml,initrd', '-o', 'out'], cwd)).status, 0);
      const { status, json, stderr } = await bootArmSpec('arm.toml', kernel, cwd, [
        '--busy',
        '2',
        '--require',
        'ranked',
      ]);
      assert.is(status, 0, stderr + JSON.stringify(json));
      assert.equal([json.ranked, json.driver, json.boost], [true, 'cppc_cpufreq', false]);
      assert.equal(json.capacity, [1024, 702, 1024, 702]);
      const [one, two] = json.busy;
      assert.ok(one?.settled && [0, 2].includes(one.vcpus[0] ?? -1), JSON.stringify(json.busy));
      assert.equal([two?.settled, two?.vcpus.toSorted()], [true, [0, 2]]);
    }),
  );
}

const SPECS: readonly SeenSpec[] = [
  {
    name: 'with equal nominal levels the driver makes the cores equal',
    kernel: '6.12',
    equal: EQUAL,
    options: ['--busy', '0'],
    verdict: 'unranked',
    code: 'guest/linux-equal-nominal',
    seen: { ranked: false, driver: 'cppc_cpufreq', capacity: CAPACITY, because: ['boot/not-ranked-by-capacity'] },
  },
];

predictSpecs(SPECS);

// The driver looks the clock up in DMI, which panics in an interrupt. That comes first in two of three boots; seen in 25 boots.
const MOST_BOOTS = 6;

/** A spec for guests that the table harms has an error, and no table is built. */
const OTHERS = 'os = ["linux-7.2"]';

for (const kernel of ['6.1', '6.12'] as const) {
  testWith(armNeeds(kernel), `arm64 ${kernel}: without frequencies it panics when the driver loads`, () =>
    inTemporaryFolder(async (cwd) => {
      const spec: ArmSpec = {
        kernel,
        frequencies: false,
        verdict: 'harmful',
        code: 'guest/linux-frequency-panic',
        guest: OTHERS,
      };
      writeFileSync(join(cwd, 'arm.toml'), specText(spec));
      await isPredicted(spec, cwd);
      assert.is((await inProcess(['build', 'arm.toml', '--emit', 'aml', '--iasl', 'off'], cwd)).status, 0);
      const ends: string[] = [];
      while (ends.length < MOST_BOOTS && !ends.at(-1)?.includes('Kernel panic'))
        ends.push(await loadDriver(kernel, cwd));
      assert.match(ends.at(-1) ?? '', 'Kernel panic - not syncing: Oops - BUG: Fatal exception in interrupt');
    }),
  );
}

test.run();

/** The last line of a guest that loads the driver while a loop keeps each CPU in its timer interrupt. */
async function loadDriver(kernel: '6.1' | '6.12', cwd: string): Promise<string> {
  const file = await findDriver({ file: outside(`kernel aarch64-${kernel}`), version: kernel, release: [0, 0] });
  const loops = 'i=0; while [ $i -lt 4 ]; do while :; do :; done & i=$((i+1)); done';
  const load = `$b usleep 500000; $b insmod /${basename(file ?? '')}; $b usleep 2000000; $b poweroff -f`;
  const append = `rdinit=/bin/busybox -- sh -c "b=/bin/busybox; ${loops}; ${load}"`;
  const run = await bootArm({ kernel, tables: [join(cwd, 'arm.aml')], vcpus: 4, append, driver: true });
  return 'why' in run ? run.why : run.state;
}

/** Twenty Arm cores: ten small and ten large ones in turns of five, with levels above 255. */
function writeHost(folder: string): void {
  for (let cpu = 0; cpu < 20; cpu++) {
    const highest = cpu % 10 < 5 ? 702 : 1024;
    const levels = { highest_perf: highest, nominal_perf: highest, lowest_nonlinear_perf: 118, lowest_perf: 118 };
    const numbers = { ...levels, lowest_freq: 330, nominal_freq: 2800, reference_perf: 256 };
    const files = {
      ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`acpi_cppc/${name}`, value])),
      'topology/physical_package_id': 0,
      'topology/core_id': cpu,
      'topology/thread_siblings_list': cpu,
      'regs/identification/midr_el1': '0x00000000410fd870',
      'cpufreq/scaling_driver': 'cppc_cpufreq',
    };
    for (const [name, value] of Object.entries(files))
      put(join(folder, 'devices/system/cpu', `cpu${cpu}`, name), value);
  }
  for (const name of ['online', 'present', 'possible']) put(join(folder, 'devices/system/cpu', name), '0-19');
}

function put(file: string, value: string | number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${value}\n`);
}
