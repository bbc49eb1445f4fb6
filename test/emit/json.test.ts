import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emitFormats } from '../../src/emit/formats.js';
import { compileText } from '../laws/specs.js';
import { CONSTANT } from '../resolve/specs.js';

async function outputsOf(text: string, formats: readonly string[]) {
  const { value, diagnostics } = emitFormats(await compileText(text), { stem: 'vm' }, formats);
  assert.equal(diagnostics, []);
  return value ?? [];
}

async function jsonOf(text: string) {
  const outputs = await outputsOf(text, ['aml', 'asl', 'json']);
  return { outputs, json: JSON.parse(new TextDecoder().decode(outputs.at(-1)?.content)) };
}

const TEXT = `[table]\noem_id = "ABC"\n${CONSTANT.replace('highest_perf = 236', 'highest_perf = { cache = 236 }\nhost_threads = [4]\ndomain = 4294967295')}`;

test('the head says what the table is', async () => {
  const { json } = await jsonOf(TEXT);
  assert.equal([json.schema, Object.keys(json)], [1, ['schema', 'table', 'processors', 'outputs']]);
  assert.equal(json.table, {
    oem_id: 'ABC',
    oem_table_id: 'CPPC-VM',
    oem_revision: 1,
    creator_id: 'CPPC',
    creator_revision: 1,
    cpc_revision: 3,
    objects: ['_OSC', '_CPC', '_PSD'],
    machine: 'qemu',
    layout: 'constant',
    variant: 'cache',
  });
});

test('a pin is a number, or the cpuset of a set', async () => {
  const { json } = await jsonOf(TEXT.replace('host_threads = [4]', 'host_threads = ["24,8-9"]'));
  assert.is((await jsonOf(TEXT)).json.processors[0].host_thread, 4);
  assert.is(json.processors[0].host_thread, '8-9,24');
});

test('a processor says where it is and what it has', async () => {
  const { json } = await jsonOf(TEXT);
  const [first, second] = json.processors;
  const { entries, ...rest } = first;
  assert.equal(rest, {
    vcpu: 0,
    path: '\\_SB.CPUS.C000',
    core: 0,
    thread: 0,
    host_thread: 4,
    domain: 4294967295,
    coord_type: 'SW_ANY',
    num_processors: 1,
    levels: { highest_perf: 236, nominal_perf: 131, lowest_nonlinear_perf: 40, lowest_perf: 15, reference_perf: 131 },
  });
  assert.equal([entries.highest_perf, entries.guaranteed_perf, Object.keys(entries).length], [236, null, 21]);
  assert.is(second.host_thread, null);
});

test('each output has the hash of its bytes', async () => {
  const { outputs, json } = await jsonOf(TEXT);
  const others = outputs.slice(0, -1).map(({ format, file, content }) => {
    return { format, file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  assert.equal(json.outputs, others);
  assert.equal(
    json.outputs.map(({ file }: { file: string }) => file),
    ['vm.aml', 'vm.asl'],
  );
});

test('a table without variants names none', async () => {
  assert.is('variant' in (await jsonOf(CONSTANT)).json.table, false);
});

test('parts are numbered from 1, in every format that has them', async () => {
  const outputs = await outputsOf(`[table]\nmax_table_bytes = 900\n${CONSTANT}`, ['aml', 'asl', 'c', 'initrd', 'json']);
  const files = ['vm-1.aml', 'vm-2.aml', 'vm-1.asl', 'vm-2.asl', 'vm.acpi.cpio', 'vm.h', 'vm.json'];
  assert.equal(
    outputs.map(({ file }) => file),
    files,
  );
});

test('the same spec makes the same bytes', async () => {
  const formats = ['aml', 'asl', 'initrd', 'c', 'json'];
  const [a, b] = await Promise.all([outputsOf(TEXT, formats), outputsOf(TEXT, formats)]);
  assert.equal(a, b);
});

test.run();
