// The playbook, run by Ansible on this machine: folders of its own, a `virsh` and a module `virt` that keep domains as files.

import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DOMAINS, put, x3d } from '../libvirt/domains.js';
import { MAIN } from '../support/command-line.js';
import { REPOSITORY } from '../support/fixtures.js';
import { testWith } from '../support/outside.js';

const PLAYBOOK = join(REPOSITORY, 'deploy/ansible/cppc-acpi.yml');
const DOMAIN = readFileSync(join(DOMAINS, 'virt-manager.xml'), 'utf8');
const VIRSH = `#!/bin/sh
case "$*" in
  '--version') echo 9.0.0 ;;
  'dumpxml --inactive --security-info --domain x3d') cat "$STORE/x3d.xml" ;;
  *) echo "virsh $*: not known here" >&2; exit 1 ;;
esac
`;
/** In the place of community.libvirt: `define` replaces the file. */
const VIRT = `from ansible.module_utils.basic import AnsibleModule
import os
m = AnsibleModule(argument_spec=dict(command=dict(choices=['define'], required=True), xml=dict(required=True)))
open(os.environ['STORE'] + '/x3d.xml', 'w', newline='').write(m.params['xml'])
m.exit_json(changed=True)
`;

interface Host {
  readonly folder: string;
  readonly play: (...args: string[]) => Promise<{ status: number | undefined; output: string }>;
  readonly domain: () => string;
}

async function onHost(work: (host: Host) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-ansible-'));
  const modules = join(folder, 'ansible_collections/community/libvirt/plugins/modules');
  try {
    for (const path of [modules, join(folder, 'bin'), join(folder, 'specs')]) mkdirSync(path, { recursive: true });
    writeFileSync(join(modules, 'virt.py'), VIRT);
    writeFileSync(join(folder, 'bin/virsh'), VIRSH, { mode: 0o755 });
    writeFileSync(join(folder, 'bin/cppc-acpi'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`, {
      mode: 0o755,
    });
    writeFileSync(
      join(folder, 'hosts'),
      '[hypervisors]\nhere ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n',
    );
    writeFileSync(join(folder, 'x3d.xml'), DOMAIN);
    copyFileSync(join(DOMAINS, 'x3d.toml'), join(folder, 'specs/x3d.toml'));
    await work({
      folder,
      play: (...args) => play(folder, args),
      domain: () => readFileSync(join(folder, 'x3d.xml'), 'utf8'),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(folder: string, args: readonly string[]) {
  const variables = {
    domains: ['x3d'],
    ansible_become: false,
    spec_source: join(folder, 'specs'),
    spec_folder: join(folder, 'etc/specs'),
    table_folder: join(folder, 'tables'),
  };
  const { exitCode, all } = await execa(
    'ansible-playbook',
    ['-i', join(folder, 'hosts'), PLAYBOOK, '-e', JSON.stringify(variables), ...args],
    {
      cwd: folder,
      all: true,
      reject: false,
      timeout: 120_000,
      env: {
        PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
        STORE: folder,
        HOME: folder,
        ANSIBLE_HOME: join(folder, '.ansible'),
        ANSIBLE_LOCAL_TEMP: join(folder, '.tmp'),
        ANSIBLE_REMOTE_TMP: join(folder, '.tmp'),
        ANSIBLE_COLLECTIONS_PATH: folder,
        ANSIBLE_NOCOLOR: '1',
        LC_ALL: 'C.UTF-8',
      },
    },
  );
  return { status: exitCode, output: all };
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

testWith(['ansible-playbook'], 'Ansible accepts the syntax of the playbook', async () => {
  await onHost(async ({ play }) => {
    const { status, output } = await play('--syntax-check');
    assert.is(status, 0, output);
    assert.not.match(output, /warn/i);
  });
});

testWith(
  ['ansible-playbook'],
  'the playbook compiles the table and defines the domain, and a second run changes nothing',
  async () => {
    const compiled = await x3d();
    await onHost(async ({ folder, play, domain }) => {
      const first = await play();
      assert.is(first.status, 0, first.output);
      assert.match(first.output, /here .* changed=3 .*failed=0/);
      const placement = { stem: 'x3d', tablePath: join(folder, 'tables'), libvirt: [9, 0] } as const;
      // Ansible takes the last newline from what virsh prints.
      assert.is(domain(), put(DOMAIN, { compiled, placement }).text.trimEnd());
      assert.equal(new Uint8Array(readFileSync(join(folder, 'tables/x3d.aml'))), compiled.parts[0]?.aml);
      const defined = domain();
      const second = await play();
      assert.match(second.output, /here .* changed=0 .*failed=0/);
      assert.is(domain(), defined);
    });
  },
);

testWith(
  ['ansible-playbook'],
  'the playbook keeps what the host has: modes of folders and specs, and with pins=keep the pins',
  async () => {
    await onHost(async ({ folder, play, domain }) => {
      const [specs, tables] = [join(folder, 'etc/specs'), join(folder, 'tables')];
      for (const path of [specs, tables]) mkdirSync(path, { recursive: true });
      chmodSync(specs, 0o750);
      chmodSync(tables, 0o711);
      writeFileSync(join(specs, 'x3d.toml'), 'old', { mode: 0o600 });
      const { status, output } = await play('-e', 'pins=keep', '-e', 'libvirt_release=11.2');
      assert.is(status, 0, output);
      assert.equal([specs, tables, join(specs, 'x3d.toml')].map(modeOf), ['750', '711', '600']);
      assert.match(domain(), /<table type='raw'>.*tables\/x3d.aml<\/table>/);
      assert.not.match(domain(), /vcpupin/);
    });
  },
);

test('deploy.md has every variable of the playbook with its default', () => {
  const [, block = ''] = /\n {2}vars:\n((?: {4}.*\n)+)/.exec(readFileSync(PLAYBOOK, 'utf8')) ?? [];
  const variables = [...block.matchAll(/^ {4}(\w+): (.*)$/gm)].map(
    ([, name, value]) => `| \`${name}\` | \`${value}\` |`,
  );
  assert.ok(variables.length >= 6);
  const text = readFileSync(join(REPOSITORY, 'docs/deploy.md'), 'utf8');
  assert.equal(
    variables.filter((row) => !text.includes(row)),
    [],
  );
});

test.run();
