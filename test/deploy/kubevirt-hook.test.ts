import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { DOMAINS, put, x3d } from '../libvirt/domains.js';
import { cases } from '../support/cases.js';
import { FIXTURES, REPOSITORY } from '../support/fixtures.js';
import { withScript } from './scripts.js';

const DOMAIN = readFileSync(join(DOMAINS, 'kubevirt.xml'), 'utf8');
const SPEC = readFileSync(join(DOMAINS, 'x3d.toml'), 'utf8');
const VMI = JSON.parse(readFileSync(join(FIXTURES, 'deploy/vmi.json'), 'utf8'));
const compiled = await x3d();

/** The VMI as the shim gives it, with a spec among its annotations. */
function vmiWith(spec?: string): string {
  const annotations = { ...VMI.metadata.annotations, ...(spec !== undefined && { 'cppc-acpi/spec': spec }) };
  return JSON.stringify({ ...VMI, metadata: { ...VMI.metadata, annotations } });
}

const argumentsOf = (vmi: string) => ['--vmi', vmi, '--domain', DOMAIN];

test('KubeVirt hook: the annotation is the spec, the output the domain, the table lies where it says', async () => {
  await withScript('kubevirt/onDefineDomain', { CPPC_ACPI_TABLE_PATH: '/var/run/x' }, async ({ folder, run }) => {
    const { status, stdout, stderr } = await run(argumentsOf(vmiWith(SPEC)));
    assert.is(status, 0);
    assert.match(stderr, /^note\[libvirt\/pins-kept\]: 2 vCPUs keep .*\n(?:.*\n)*1 note\n$/);
    const placement = { stem: 'cppc', tablePath: '/var/run/x' };
    assert.is(stdout, put(DOMAIN, { compiled, placement, pins: 'keep' }).text);
    assert.equal(new Uint8Array(readFileSync(join(folder, 'tables/cppc.aml'))), compiled.parts[0]?.aml);
  });
});

test('KubeVirt hook: a file is the spec, for an older libvirt', async () => {
  const env = { CPPC_ACPI_SPEC: 'specs/any name.toml', CPPC_ACPI_LIBVIRT: '10.0' };
  await withScript('kubevirt/onDefineDomain', env, async ({ folder, run }) => {
    writeFileSync(join(folder, 'specs/any name.toml'), SPEC);
    const { status, stdout } = await run(argumentsOf(vmiWith()));
    assert.is(status, 0);
    assert.match(stdout, new RegExp(`<qemu:arg value="file=${folder}/tables/cppc.aml"/>`));
  });
});

test('KubeVirt hook: no spec, no change', async () => {
  await withScript('kubevirt/onDefineDomain', {}, async ({ folder, run }) => {
    const { status, stdout, stderr } = await run(argumentsOf(vmiWith()));
    assert.equal([status, stdout, stderr], [0, DOMAIN, '']);
    assert.not(existsSync(join(folder, 'tables/cppc.aml')));
  });
});

test('KubeVirt: the spec of vm.yaml makes a table that Linux ranks its cores by', async () => {
  const yaml = readFileSync(join(REPOSITORY, 'deploy/kubevirt/vm.yaml'), 'utf8');
  const [, block = ''] = /cppc-acpi\/spec: \|\n((?: {10}.*\n|\n)+)/.exec(yaml) ?? [];
  const { value, diagnostics } = await compile({ text: block.replaceAll(/^ {10}/gm, ''), file: 'vm.yaml' });
  assert.is(value?.table.processors.length, 4);
  assert.equal(diagnostics, []);
});

cases(
  'KubeVirt hook: fails, so that the machine does not start, and prints no domain',
  [
    { name: 'a wrong spec', args: argumentsOf(vmiWith('nonsense = 1')), says: /error\[spec\/unknown-key\]/ },
    {
      name: 'a wrong domain',
      args: ['--vmi', vmiWith(SPEC), '--domain', '<domain>'],
      says: /error\[libvirt\/bad-domain\]/,
    },
    {
      name: 'a wrong VMI',
      args: ['--vmi', '{', '--domain', DOMAIN],
      says: /^onDefineDomain: the VMI is not valid JSON\n$/,
    },
    { name: 'no domain', args: ['--vmi', vmiWith(SPEC)], says: /--domain is missing/ },
    { name: 'no value', args: ['--vmi'], says: /--vmi has no value/ },
    { name: 'another hook', args: ['--cloud-init', '{}'], says: /unknown argument --cloud-init/ },
  ],
  async ({ args, says }) => {
    await withScript('kubevirt/onDefineDomain', {}, async ({ run }) => {
      const { status, stdout, stderr } = await run(args);
      assert.ok(status !== 0);
      assert.is(stdout, '');
      assert.match(stderr, says);
    });
  },
);

test('KubeVirt hook: a Node that does not start is not a wrong VMI', async () => {
  await withScript('kubevirt/onDefineDomain', { NODE_OPTIONS: '--bogus' }, async ({ run }) => {
    const { status, stdout, stderr } = await run(['--vmi', '{}', '--domain', DOMAIN]);
    assert.equal([status, stdout], [1, '']);
    assert.match(stderr, /onDefineDomain: node failed with status \d+\n$/);
  });
});

test.run();
