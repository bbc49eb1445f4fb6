// Writes the machines of fixtures/hosts as sysfs trees: `make hosts`, then `cppc-acpi init --sysfs build/hosts/7950x3d-cache`.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, MACHINES, writeFiles } from './host/machines.js';

const [folder = 'build/hosts'] = process.argv.slice(2);

for (const machine of MACHINES) {
  rmSync(join(folder, machine), { recursive: true, force: true });
  writeFiles(join(folder, machine), filesOf(machine));
  process.stdout.write(`${join(folder, machine)}\n`);
}
