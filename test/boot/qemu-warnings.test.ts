import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { warningProblems, warningsIn } from '../../src/boot/qemu-warnings.js';

// As QEMU 7.2 printed it for `-accel tcg -cpu EPYC-Milan,model=97,topoext=on -smp 4,sockets=1,cores=2,threads=2`.
const STDERR = `qemu-system-x86_64: warning: TCG doesn't support requested feature: CPUID.01H:ECX.pcid [bit 17]
qemu-system-x86_64: warning: TCG doesn't support requested feature: CPUID.80000001H:ECX.topoext [bit 22]
qemu-system-x86_64: warning: This family of AMD CPU doesn't support hyperthreading(2)
Please configure -smp options properly or try enabling topoext feature.
qemu-system-x86_64: warning: TCG doesn't support requested feature: CPUID.01H:ECX.pcid [bit 17]
qemu-system-x86_64: -acpitable file=x.aml: warning: ACPI table size 70000 exceeds 65536 bytes, migration may not work
qemu-system-x86_64: terminating on signal 15 from pid 1 (sh)
`;
const THREADS =
  "This family of AMD CPU doesn't support hyperthreading(2) Please configure -smp options properly or try enabling topoext feature.";

const says = (cpuModel: string, lacksTopoext = false, stderr = STDERR) =>
  warningProblems(warningsIn(stderr), { cpuModel, lacksTopoext }).map(({ message }) => message);

test('each warning once, with its second line', () => {
  assert.equal(warningsIn(STDERR), [
    "TCG doesn't support requested feature: CPUID.01H:ECX.pcid [bit 17]",
    "TCG doesn't support requested feature: CPUID.80000001H:ECX.topoext [bit 22]",
    THREADS,
    'ACPI table size 70000 exceeds 65536 bytes, migration may not work',
  ]);
});

test('features of a model that TCG lacks are not reported, requested ones are', () => {
  const others = [
    `QEMU warns: ${THREADS}`,
    'QEMU warns: ACPI table size 70000 exceeds 65536 bytes, migration may not work',
  ];
  assert.equal(says('EPYC-Milan,model=97'), others);
  for (const model of ['EPYC-Milan,topoext=on', 'EPYC-Milan,+topoext'])
    assert.equal(says(model), ["QEMU warns: TCG doesn't support requested feature: topoext", ...others]);
});

test('a note says that TCG lacks topoext: the warning about threads is not repeated', () => {
  assert.equal(says('EPYC-Milan', true), [
    'QEMU warns: ACPI table size 70000 exceeds 65536 bytes, migration may not work',
  ]);
});

test('features that the host lacks are reported, in one diagnostic', () => {
  const line = (name: string) => `qemu: warning: host doesn't support requested feature: ${name} [bit 1]\n`;
  assert.equal(says('EPYC', false, line('CPUID.01H:ECX.pcid') + line('MSR(10AH).taa-no')), [
    "QEMU warns: host doesn't support requested feature: pcid, MSR(10AH).taa-no",
  ]);
});

test.run();
