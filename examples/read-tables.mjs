// Reads the tables of one machine and says what Linux makes of them: node examples/read-tables.mjs FILE…

import { readFileSync } from 'node:fs';
import { argv, stderr, stdout } from 'node:process';
import { checkTables, inspectTables, judgeTables } from 'cppc-acpi';

const files = argv.slice(2).map((name) => ({ name, bytes: readFileSync(name) }));

for (const { severity, code, message } of checkTables(files)) stderr.write(`${severity}[${code}]: ${message}\n`);

const { value } = inspectTables(files);
for (const { path, cpc } of value?.processors ?? []) {
  const levels = cpc.map(({ entries }) => JSON.stringify(entries.highest_perf));
  stdout.write(`${path}: highest_perf ${levels.join(' or ') || 'not there'}\n`);
}

const { verdict, because } = judgeTables(files, 'linux-6.12', 'EPYC-Genoa');
stdout.write(`Linux 6.12 on an AMD host: ${[verdict, ...because].join(' ')}\n`);
