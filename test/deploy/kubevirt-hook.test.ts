import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { DOMAINS, put, x3d } from '../libvirt/domains.js';
import { cases } from '../support/cases.js';
import { FIXTURES, REPOSITORY } from '../support/fixtures.js';
import { type Script, withScript } from './scripts.js';

const DOMAIN = readFileSync(join(DOMAINS, 'kubevirt.xml'), 'utf8');
const SPEC = readFileSync(join(DOMAINS, 'x3d.toml'), 'utf8');
const VMI = JSON.parse(readFileSync(join(FIXTURES, 'deploy/vmi.json'), 'utf8'));
const compiled = await x3d();
/** Of KubeVirt 1.1, the first with sidecar-shim (hack/rpm-deps.sh); 1.5 to 1.7 have 10.10, 1.8 and 1.9 have 11.9 and 11.10. */
const OLDEST_LIBVIRT = [9, 5] as const;

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
    assert.match(stderr, /^warning\[host\/vcpu-without-pin\]: vCPUs 2,3 have no pin/);
    assert.match(stderr, /^note\[libvirt\/pins-kept\]: 2 vCPUs keep .*\n(?:.*\n)*1 warning, 1 note\n$/m);
    const placement = { stem: 'cppc', tablePath: '/var/run/x', libvirt: OLDEST_LIBVIRT };
    assert.is(stdout, put(DOMAIN, { compiled, placement, pins: 'keep' }).text);
    assert.equal(new Uint8Array(readFileSync(join(folder, 'tables/cppc.aml'))), compiled.parts[0]?.aml);
  });
});

test('KubeVirt hook: a file is the spec, for a newer libvirt', async () => {
  const env = { CPPC_ACPI_SPEC: 'specs/any name.toml', CPPC_ACPI_LIBVIRT: '11.9' };
  await withScript('kubevirt/onDefineDomain', env, async ({ folder, run }) => {
    writeFileSync(join(folder, 'specs/any name.toml'), SPEC);
    const { status, stdout } = await run(argumentsOf(vmiWith()));
    assert.is(status, 0);
    assert.match(stdout, new RegExp(`<table type="raw">${folder}/tables/cppc.aml</table>`));
  });
});

/** HookSocketsSharedDirectory of pkg/hooks/hooks.go. */
const SHARED = '/var/run/kubevirt-hooks';
/** The domain of a VM with maxSockets = 4: KubeVirt adds vCPUs that can be plugged later, and are off. */
const WITH_HOTPLUG = readFileSync(join(FIXTURES, 'deploy/hotplug.xml'), 'utf8');

interface Mounted {
  readonly name: string;
  /** What KubeVirt sets in the environment of a sidecar. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the shared volume that is mounted in the sidecar; the compute container has all of it. */
  readonly subPath: string;
  /** The table, as the compute container sees it. */
  readonly table: string;
  readonly domain?: string;
}

// 1.6 set CONTAINER_NAME and mounted a subPath in one series of commits (76aacedeef, ebf5b7bf44); no earlier release has either.
const MOUNTED: readonly Mounted[] = [
  { name: '1.1 to 1.5', subPath: '', table: 'cppc.aml' },
  {
    name: '1.1 to 1.5, a folder of ours',
    env: { CPPC_ACPI_TABLES: `${SHARED}/a b` },
    subPath: '',
    table: 'a b/cppc.aml',
  },
  {
    name: '1.6 to 1.9',
    env: { CONTAINER_NAME: 'hook-sidecar-0' },
    subPath: 'hook-sidecar-0',
    table: 'hook-sidecar-0/cppc.aml',
    domain: WITH_HOTPLUG,
  },
  {
    name: '1.6 to 1.9, the second sidecar, a folder of ours',
    env: { CONTAINER_NAME: 'hook-sidecar-1', CPPC_ACPI_TABLES: `${SHARED}/tables` },
    subPath: 'hook-sidecar-1',
    table: 'hook-sidecar-1/tables/cppc.aml',
  },
];

cases(
  'KubeVirt hook: the domain names the table as the compute container sees it, in KubeVirt',
  MOUNTED,
  async ({ env = {}, subPath, table, domain = DOMAIN }) => {
    const moved = (text: string, folder: string) => text.replaceAll(SHARED, join(folder, 'volume', subPath));
    const check = async ({ folder, run }: Script) => {
      const volume = join(folder, 'volume');
      mkdirSync(join(volume, subPath), { recursive: true });
      // A guest without root rights has these folders, which a sidecar does not have.
      const xdg = { XDG_CACHE_HOME: join(folder, 'bin/cppc-acpi/x'), XDG_RUNTIME_DIR: '/var/run' };
      const tables = { CPPC_ACPI_TABLES: moved(env['CPPC_ACPI_TABLES'] ?? '', folder) };
      const args = ['--vmi', vmiWith(SPEC), '--domain', domain];
      const { status, stdout, stderr } = await run(args, '', { ...xdg, ...env, ...tables });
      assert.is(status, 0, stderr);
      const [, named = ''] = /<qemu:arg value="file=([^"]*)"\/>/.exec(stdout) ?? [];
      // Both containers mount at one path, which is that of the sidecar's mount here.
      assert.is(named, join(volume, subPath, table));
      assert.equal(new Uint8Array(readFileSync(join(volume, table))), compiled.parts[0]?.aml);
      assert.is(
        stdout.replace(/\n\t<qemu:commandline>.*<\/qemu:commandline>/s, '').replace(/\n.*topoext.*/, ''),
        domain,
      );
    };
    await withScript('kubevirt/onDefineDomain', {}, check, moved);
  },
);

cases(
  'KubeVirt hook: in another folder than the shared one, the path is that of the sidecar, or the one given',
  [
    { name: 'the same path', env: {}, path: undefined },
    {
      name: 'a volume that the compute container mounts elsewhere',
      env: { CPPC_ACPI_TABLE_PATH: '/var/run/x' },
      path: '/var/run/x',
    },
    {
      name: 'a folder whose name only begins like the shared one',
      env: { CPPC_ACPI_TABLES: `${SHARED}2` },
      path: `${SHARED}2`,
    },
  ],
  async ({ env, path }) => {
    const moved = (text: string, folder: string) => text.replaceAll(SHARED, join(folder, 'hooks'));
    const check = async ({ folder, run }: Script) => {
      const more = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, moved(value, folder)]));
      const { status, stdout } = await run(argumentsOf(vmiWith(SPEC)), '', {
        CONTAINER_NAME: 'hook-sidecar-0',
        ...more,
      });
      assert.is(status, 0);
      const [, named] = /<qemu:arg value="file=([^"]*)\/cppc.aml"\/>/.exec(stdout) ?? [];
      assert.is(named, moved(path ?? join(folder, 'tables'), folder));
    };
    await withScript('kubevirt/onDefineDomain', {}, check, moved);
  },
);

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
