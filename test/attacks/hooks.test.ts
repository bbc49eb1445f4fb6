// Attacks on the hooks of deploy/, which run as root or beside a virtual machine: hostile names, specs, environments, and
// domains whose tables have the same name.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withScript } from '../deploy/scripts.js';
import { DOMAINS } from '../libvirt/domains.js';
import { cases } from '../support/cases.js';
import type { Run } from '../support/command-line.js';
import { SPEC } from './attack.js';

const XML = readFileSync(join(DOMAINS, 'virt-manager.xml'), 'utf8');

/** Three cores, which are split into two tables or more. */
const SPLIT = `[table]\nmax_table_bytes = 600\n${SPEC}[[core]]\nhighest_perf = 120\n`;

interface HookAttack {
  readonly name: string;
  readonly domain: string;
  /** Of the domain; or prepared by hand. */
  readonly spec?: string;
  readonly prepare?: (folder: string) => void;
  readonly env?: (folder: string) => Record<string, string>;
  readonly status: number;
  readonly says?: RegExp;
  /** The files in the folder of tables; default: none. */
  readonly tables?: readonly string[];
}

const NOTHING_MADE = { status: 0, says: /^$/ } as const;
const WARNINGS_ONLY = /^(?!.*error\[)/s;
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const put = (folder: string, name: string, text: string) => writeFileSync(join(folder, 'specs', name), text);

const NAMES: readonly HookAttack[] = [
  {
    name: 'a name that leaves the folder',
    domain: '../specs/vm',
    prepare: (f) => put(f, 'vm.toml', SPEC),
    ...NOTHING_MADE,
  },
  ...['', '.', '..', '-e', '*', 'x y', '$(touch PWNED)', '`touch PWNED`', 'a\nb', ';touch PWNED'].map((domain) => ({
    name: `no spec for ${JSON.stringify(domain)}`,
    domain,
    prepare: (f: string) => put(f, 'vm.toml', SPEC),
    ...NOTHING_MADE,
  })),
  ...['-e', '--help', '$(touch PWNED)', '*', "it's", 'a\nb'].map((domain) => ({
    name: `a spec for ${JSON.stringify(domain)}`,
    domain,
    spec: SPEC,
    status: 0,
    says: WARNINGS_ONLY,
    tables: [`${domain}.aml`],
  })),
  {
    name: 'a wrong spec for a name with escapes',
    domain: 'a\u001b[2J\u009b1m\u202Eb',
    spec: 'nonsense = 1\n',
    status: 1,
    says: /^[\n\x20-\x7e]*cannot compile .*; the domain does not start\n$/,
  },
];

const SPECS: readonly HookAttack[] = [
  {
    name: 'a spec that is no TOML',
    domain: 'vm',
    spec: '\0\u001b[2J',
    status: 1,
    says: /^[\n\x20-\x7e]*does not start\n$/,
  },
  {
    name: 'a folder in place of a spec',
    domain: 'vm',
    prepare: (f) => mkdirSync(join(f, 'specs/vm.toml')),
    status: 1,
    says: /not a regular file/,
  },
  {
    name: 'a pipe in place of a spec',
    domain: 'vm',
    prepare: (f) => execFileSync('mkfifo', [join(f, 'specs/vm.toml')]),
    status: 1,
    says: /not a regular file/,
  },
  {
    name: 'a link to a device in place of a spec',
    domain: 'vm',
    prepare: (f) => symlinkSync('/dev/zero', join(f, 'specs/vm.toml')),
    status: 1,
    says: /not a regular file/,
  },
  {
    name: 'a link to itself in place of a spec',
    domain: 'vm',
    prepare: (f) => symlinkSync('vm.toml', join(f, 'specs/vm.toml')),
    status: 1,
    says: /not a regular file/,
  },
  ...(isRoot
    ? [
        {
          name: 'a spec that belongs to another user',
          domain: 'vm',
          spec: SPEC,
          prepare: (f: string) => chownSync(join(f, 'specs/vm.toml'), NOBODY, NOBODY),
          status: 1,
          says: /vm\.toml does not belong to root/,
        },
        ...[
          { name: 'a spec that everyone may write to', file: 'specs/vm.toml', mode: 0o666 },
          { name: 'a folder of specs that everyone may write to', file: 'specs', mode: 0o777 },
          { name: 'a folder of specs like /tmp', file: 'specs', mode: 0o1777 },
          { name: 'a spec that a group may write to', file: 'specs/vm.toml', mode: 0o664, group: NOBODY },
          { name: 'a folder of specs that a group may write to', file: 'specs', mode: 0o775, group: NOBODY },
        ].map(({ name, file, mode, group = 0 }) => ({
          name,
          domain: 'vm',
          spec: SPEC,
          prepare: (f: string) => {
            chownSync(join(f, file), 0, group);
            chmodSync(join(f, file), mode);
          },
          status: 1,
          says: /others than root may write to \S*specs\S* \(chmod go-w\); the domain does not start\n$/,
        })),
        {
          name: "the control: a folder and a spec that root's group may write to",
          domain: 'vm',
          spec: SPEC,
          prepare: (f: string) => {
            chmodSync(join(f, 'specs'), 0o775);
            chmodSync(join(f, 'specs/vm.toml'), 0o664);
          },
          status: 0,
          says: WARNINGS_ONLY,
          tables: ['vm.aml'],
        },
        {
          name: 'a link, in a folder of another user, to a file that only root may read',
          domain: 'vm',
          prepare: (f: string) => {
            writeFileSync(join(f, 'secret'), 'SECRET\n', { mode: 0o600 });
            symlinkSync('../secret', join(f, 'specs/vm.toml'));
            chownSync(join(f, 'specs'), NOBODY, NOBODY);
          },
          status: 1,
          says: /^(?!.*SECRET).*specs does not belong to root/,
        },
      ]
    : []),
];

const SAME_TABLES: readonly HookAttack[] = [
  {
    name: 'a split spec beside that of a domain with the name of its part',
    domain: 'a',
    spec: SPLIT,
    prepare: (f) => put(f, 'a-1.toml', SPEC),
    status: 1,
    says: /cli\/output-of-another-spec.*a-1\.toml/,
  },
  {
    name: 'a domain with the name of a part of a split spec',
    domain: 'a-2',
    spec: SPEC,
    prepare: (f) => put(f, 'a.toml', SPLIT),
    status: 1,
    says: /cli\/output-of-another-spec.*a\.toml/,
  },
  {
    name: 'a number in a name beside a spec that is not split',
    domain: 'a-1',
    spec: SPEC,
    prepare: (f) => put(f, 'a.toml', SPEC),
    status: 0,
    says: WARNINGS_ONLY,
    tables: ['a-1.aml'],
  },
  {
    name: 'the table of another domain is no stale part',
    domain: 'a',
    spec: SPEC,
    prepare: (f) => {
      put(f, 'a-2.toml', SPEC);
      writeFileSync(join(f, 'tables/a-2.aml'), 'x');
    },
    status: 0,
    tables: ['a-2.aml', 'a.aml'],
  },
];

const ENVIRONMENT: readonly HookAttack[] = [
  {
    name: 'PATH, TMPDIR, NODE_OPTIONS, IFS, CDPATH and ENV of the caller',
    domain: 'vm',
    spec: SPEC,
    prepare: (f) => {
      for (const name of ['cat', 'find', 'tr', 'node'])
        writeFileSync(join(f, 'bin', name), `#!/bin/sh\necho ${name} >>'${f}/PWNED'\n`, { mode: 0o755 });
      writeFileSync(join(f, 'bin/env.sh'), `echo ENV >>'${f}/PWNED'\n`);
    },
    env: (f) => ({
      PATH: join(f, 'bin'),
      TMPDIR: '/nonexistent',
      NODE_OPTIONS: '--require=/nonexistent',
      NODE_V8_COVERAGE: join(f, 'PWNED'),
      NODE_REDIRECT_WARNINGS: join(f, 'PWNED'),
      NODE_EXTRA_CA_CERTS: '/nonexistent',
      IFS: '/',
      CDPATH: '/',
      ENV: join(f, 'bin/env.sh'),
    }),
    status: 0,
    says: WARNINGS_ONLY,
    tables: ['vm.aml'],
  },
];

cases('libvirt hook', [...NAMES, ...SPECS, ...SAME_TABLES, ...ENVIRONMENT], async (row) => {
  const { domain, spec, prepare, env, status, says = /^/, tables = [] } = row;
  await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
    if (spec !== undefined) put(folder, `${domain}.toml`, spec);
    prepare?.(folder);
    const made = await run([domain, 'prepare', 'begin', '-'], XML, env?.(folder));
    assert.equal([made.status, made.stdout], [status, ''], made.stderr);
    assert.match(made.stderr, says);
    assert.equal(readdirSync(join(folder, 'tables')).sort(), [...tables].sort());
    assert.not(existsSync(join(folder, 'PWNED')));
  });
});

test('libvirt hook: under a umask of the caller everyone may read the table, and nobody may change it', async () => {
  for (const umask of [0o000, 0o077]) {
    await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
      put(folder, 'vm.toml', SPEC);
      const before = process.umask(umask);
      try {
        assert.is((await run(['vm', 'prepare', 'begin', '-'], XML)).status, 0);
      } finally {
        process.umask(before);
      }
      assert.match(execFileSync('stat', ['-c', '%a', join(folder, 'tables/vm.aml')], { encoding: 'utf8' }), /^644$/m);
    });
  }
});

const SEARCHED = [
  { name: 'a folder of specs that only root may search', closed: 'specs' },
  { name: 'a folder of specs below such a folder', closed: '.' },
];

if (isRoot) {
  cases('libvirt hook, as nobody', SEARCHED, async ({ closed }) => {
    await withScript('libvirt/qemu', {}, async ({ folder, run }) => {
      put(folder, 'vm.toml', SPEC);
      chmodSync(folder, 0o755);
      chmodSync(join(folder, closed), 0o700);
      const nobody = { user: NOBODY, group: NOBODY };
      const made = await run(['vm', 'prepare', 'begin', '-'], XML, {}, nobody);
      assert.equal([made.status, made.stdout], [1, '']);
      assert.match(made.stderr, /cannot look for a spec in \S*; the domain does not start\n$/);
    });
  });
}

const DOMAIN = readFileSync(join(DOMAINS, 'kubevirt.xml'), 'utf8');
const vmi = (spec: unknown) => JSON.stringify({ metadata: { annotations: { 'cppc-acpi/spec': spec } } });

interface KubeVirtAttack {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const KUBEVIRT: readonly KubeVirtAttack[] = [
  { name: 'a VMI that is no JSON', args: ['--vmi', '{', '--domain', DOMAIN], says: /VMI is not valid JSON/ },
  { name: 'a spec with errors', args: ['--vmi', vmi('x = 1'), '--domain', DOMAIN], says: /spec\/unknown-key/ },
  { name: 'an annotation that is no text', args: ['--vmi', vmi({ a: 1 }), '--domain', DOMAIN], says: /error\[spec\// },
  {
    name: 'escapes and a command in the annotation',
    args: ['--vmi', vmi('"\\u001b[2J$(touch PWNED)" = 1'), '--domain', DOMAIN],
    says: /^[\n\x20-\x7e]*$/,
  },
  {
    name: 'a domain with an external entity',
    args: [
      '--vmi',
      vmi(SPEC),
      '--domain',
      `<!DOCTYPE domain [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<domain>&x;</domain>`,
    ],
    says: /libvirt\/bad-domain/,
  },
  { name: 'an option as a domain', args: ['--vmi', vmi(SPEC), '--domain', '--help'], says: /libvirt\/bad-domain/ },
  {
    name: 'escapes in an argument',
    args: ['--\u001b[2J\u009b1m', 'x'],
    says: /^[\n\x20-\x7e]*unknown argument [\n\x20-\x7e]*$/,
  },
  {
    name: 'a Node that does not start',
    args: ['--vmi', '{}', '--domain', DOMAIN],
    env: { NODE_OPTIONS: '--bogus' },
    says: /node failed with status/,
  },
  {
    name: 'a device as the file of the spec',
    args: ['--vmi', '{}', '--domain', DOMAIN],
    env: { CPPC_ACPI_SPEC: '/dev/zero' },
    says: /not a regular file/,
  },
  {
    name: 'a command in the folder of tables',
    args: ['--vmi', vmi(SPEC), '--domain', DOMAIN],
    env: { CPPC_ACPI_TABLES: 'tables/$(touch PWNED);\n', CPPC_ACPI_TABLE_PATH: '-o/x' },
    says: /table-path.*-o.x/,
  },
];

const refusesWithoutDomain = (folder: string, { status, stdout, stderr }: Run, says: RegExp) => {
  assert.ok(status !== 0);
  assert.is(stdout, '');
  assert.match(stderr, says);
  assert.not(existsSync(join(folder, 'PWNED')));
};

cases('KubeVirt hook', KUBEVIRT, async ({ args, env = {}, says }) => {
  await withScript('kubevirt/onDefineDomain', env, async ({ folder, run }) => {
    refusesWithoutDomain(folder, await run(args), says);
  });
});

test.run();
