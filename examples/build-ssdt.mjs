// Builds an SSDT for a guest with two unequal cores: node examples/build-ssdt.mjs [FILE]

import { writeFileSync } from 'node:fs';
import { argv, exit, stderr, stdout } from 'node:process';
import { compile, judgeSpec } from 'cppc-acpi';

const cores = [
  { highest: 236, hostThreads: [0, 16] },
  { highest: 196, hostThreads: [8, 24] },
];

const spec = `
[guest]
threads_per_core = 2
host_vendor = "amd"

[registers]
layout = "constant"

[defaults]
nominal_perf          = 131
lowest_nonlinear_perf = 40
lowest_perf           = 15
nominal_freq          = 4200
lowest_freq           = 400
${cores.map(({ highest, hostThreads }) => `[[core]]\nhighest_perf = ${highest}\nhost_threads = [${hostThreads}]`).join('\n')}
`;

const { value: compiled, diagnostics } = await compile({ text: spec, file: 'two-cores' });
for (const { severity, code, message } of diagnostics) stderr.write(`${severity}[${code}]: ${message}\n`);
if (!compiled) exit(1);

const file = argv[2] ?? 'two-cores.aml';
const [{ aml }] = compiled.parts;
writeFileSync(file, aml);

const { verdict } = judgeSpec(compiled, 'linux-6.12');
stdout.write(`${file}: ${aml.length} bytes, ${compiled.table.processors.length} processors; Linux 6.12: ${verdict}\n`);
