// Attacks on what is written: links, pipes and foreign files in the folder of the outputs.

import { chmodSync, existsSync, lstatSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refusePlace } from '../../src/cli/files/folders.js';
import { type Attack, attacks, BUILD, isTable, read } from './attack.js';
import { domain, EDIT, modeOf, SECRET, secretDomain } from './domain.js';

const DEPFILE = [...BUILD, '--depfile', 'out/s.d'];
const BOTH = ['build', 's.toml', '-o', 'out', '--emit', 'aml,asl', '--iasl', 'off'];

function isUntouched(folder: string): void {
  assert.is(read(folder, 'victim'), 'SECRET\n');
  assert.is(modeOf(folder, 'victim'), 0o600);
}

const VICTIM = 'echo SECRET >victim; chmod 600 victim';

/** Fails when one file of several was written. */
function isOld(folder: string): void {
  assert.is(read(folder, 'out/s.aml'), 'old\n');
  assert.equal(
    readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.tmp')),
    [],
  );
}

const replaced = (file: string) => (folder: string) => {
  isUntouched(folder);
  assert.ok(lstatSync(join(folder, file)).isFile());
};

const OUTPUTS: readonly Attack[] = [
  {
    name: 'a link under a name that the process id gives away',
    plant: `${VICTIM}; ln -s ../victim out/.s.aml.$$.tmp`,
    inShell: true,
    status: 0,
    check: isUntouched,
  },
  {
    name: 'a writable file of another user under that name',
    plant: 'touch out/.s.aml.$$.tmp; chmod 666 out/.s.aml.$$.tmp',
    inShell: true,
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/s.aml') & 0o022, 0),
  },
  { name: 'a pipe under that name', plant: 'mkfifo out/.s.aml.$$.tmp', inShell: true, status: 0, check: isTable },
  {
    name: 'a link in place of an output',
    plant: `${VICTIM}; ln -s ../victim out/s.aml`,
    status: 0,
    check: (folder) => {
      replaced('out/s.aml')(folder);
      isTable(folder);
    },
  },
  { name: 'a pipe in place of an output', plant: 'mkfifo out/s.aml', status: 0, check: isTable },
  { name: 'a link to /dev/full in place of an output', plant: 'ln -s /dev/full out/s.aml', status: 0, check: isTable },
  { name: 'a link to itself in place of an output', plant: 'ln -s s.aml out/s.aml', status: 0, check: isTable },
  {
    name: 'a device in place of an output, or a folder for users who may not make one',
    plant: 'mknod out/s.aml c 1 3 2>/dev/null || mkdir out/s.aml',
    status: 1,
    check: (folder, { stderr }) => {
      assert.match(stderr, 'cli/cannot-write');
      assert.not(statSync(join(folder, 'out/s.aml')).isFile());
    },
  },
  {
    name: 'a writable file of another user in place of an output, in a folder of all',
    plant: 'echo old >out/s.aml; chmod 666 out/s.aml; chmod 777 out; chown 65534 out/s.aml || chmod 644 out/s.aml',
    status: 0,
    check: (folder) => {
      isTable(folder);
      assert.is(statSync(join(folder, 'out/s.aml')).uid, process.geteuid?.());
      assert.is(modeOf(folder, 'out/s.aml') & 0o022, 0);
    },
  },
  {
    name: 'an own file in place of an output keeps its mode',
    plant: 'echo old >out/s.aml; chmod 640 out/s.aml',
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/s.aml'), 0o640),
  },
  {
    name: 'an output of a file that runs with the rights of its owner',
    plant: 'echo old >out/s.aml; chmod 4755 out/s.aml',
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/s.aml'), 0o755),
  },
  {
    name: 'the umask holds for new files',
    plant: 'umask 077',
    inShell: true,
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/s.aml'), 0o600),
  },
  {
    name: 'nothing is left behind',
    status: 0,
    check: (folder) => assert.equal(readdirSync(join(folder, 'out')), ['s.aml']),
  },
  {
    name: 'a folder in place of the second output: the first stays',
    plant: 'echo old >out/s.aml; mkdir out/s.asl',
    args: BOTH,
    status: 1,
    check: isOld,
  },
  {
    name: 'a disk that is full at the second output: the first stays',
    // 2 blocks of 512 bytes: the table has 990 bytes, its ASL some thousands.
    plant: "echo old >out/s.aml; trap '' XFSZ; ulimit -f 2",
    args: BOTH,
    inShell: true,
    status: 1,
    check: isOld,
  },
  {
    name: 'a link put in place of the temporary file while it is written',
    plant: `${VICTIM}; echo old >out/s.aml; chmod 666 out/s.aml`,
    between: `const write = fs.writeFileSync;
      fs.writeFileSync = (file, ...rest) => {
        write(file, ...rest);
        for (const name of fs.readdirSync('out').filter((one) => one.endsWith('.tmp'))) {
          fs.rmSync(join('out', name));
          fs.symlinkSync('../victim', join('out', name));
        }
      };`,
    status: 0,
    check: isUntouched,
  },
  {
    name: 'a folder of the name of a temporary file, behind its renaming',
    between: `const rename = fs.renameSync;
      fs.renameSync = (from, to) => {
        rename(from, to);
        fs.mkdirSync(from);
      };`,
    status: 0,
    check: isTable,
  },
];

attacks(OUTPUTS);

const LIBVIRT = ['libvirt', 's.toml', '-o', 'out/d.xml', '--domain'];
const HIDDEN = "  <qemu:commandline><qemu:arg value='secret,id=s,data=hunter2'/></qemu:commandline>\n";

const FROM_PIPES: readonly Attack[] = [
  {
    name: 'libvirt -o: a domain of standard input, with a secret among the arguments for QEMU',
    args: [...LIBVIRT, '-'],
    input: domain(HIDDEN),
    status: 0,
    check: (folder) => {
      assert.match(read(folder, 'out/d.xml'), 'hunter2');
      assert.is(modeOf(folder, 'out/d.xml'), 0o600);
    },
  },
];

attacks(FROM_PIPES);

/** Where an output cannot be: `-o`, and what the message says. */
const PLACES = [
  ['a spec', 's.toml', /^error\[cli\/cannot-write\]: cannot write the file: it is not a folder; .*\n --> s\.toml$/m],
  ['a device', '/dev/null', /cannot write the file: it is not a folder; .*\n --> \/dev\/null$/m],
  ['a link that leads nowhere', 'dangling', /cannot write the file: it is not a folder; .*\n --> dangling$/m],
  ['a path below a spec', 's.toml/x', /cannot write the file: s\.toml is not a folder; .*\n --> s\.toml\/x$/m],
  ['a path far below a spec', 's.toml/x/y', /cannot write the file: s\.toml is not a folder; .*\n --> s\.toml\/x\/y$/m],
] as const;

attacks(
  PLACES.map(([name, place, says]) => ({
    name: `build -o: ${name}`,
    plant: 'ln -s nowhere dangling',
    args: BUILD.map((word) => (word === 'out' ? place : word)),
    status: 1,
    check: (folder: string, { stderr }: { stderr: string }) => {
      assert.match(stderr, says);
      assert.match(read(folder, 's.toml'), '[guest]');
    },
  })),
);

/** An output without a name, as of a variable that is not set. */
const NAMELESS = [
  ['build', 's.toml', '-o', ''],
  ['build', 's.toml', '--depfile', ''],
  ['libvirt', 's.toml', '--domain', 'd.xml', '-o', ''],
  ['decompile', 's.toml', '-o', ''],
  ['init', '-o', ''],
  ['preview', 's.toml', '--svg', ''],
];

attacks(
  NAMELESS.map((args) => ({
    name: `${args[0]} ${args.at(-2)} with an empty name`,
    args,
    status: 2,
    check: (folder: string, { stderr }: { stderr: string }) => {
      assert.match(stderr, /argument '' is invalid\. The name is empty\./);
      assert.equal(readdirSync(join(folder, 'out')), []);
    },
  })),
);

const OTHER_FILES: readonly Attack[] = [
  {
    name: '--depfile: a link',
    plant: `${VICTIM}; ln -s ../victim out/s.d`,
    args: DEPFILE,
    status: 0,
    check: replaced('out/s.d'),
  },
  {
    name: '--depfile: a pipe',
    plant: `${VICTIM}; mkfifo out/s.d`,
    args: DEPFILE,
    status: 0,
    check: replaced('out/s.d'),
  },
  {
    name: '--depfile: a folder, and the outputs stay',
    plant: 'echo old >out/s.aml; mkdir out/s.d',
    args: DEPFILE,
    status: 1,
    check: isOld,
  },
  {
    name: 'preview --svg: a link',
    plant: `${VICTIM}; ln -s ../victim out/s.svg`,
    args: ['preview', 's.toml', '--svg', 'out/s.svg'],
    status: 0,
    check: replaced('out/s.svg'),
  },
  {
    name: 'decompile -o: a link that leads nowhere',
    plant: 'ln -s nowhere new.toml',
    args: ['decompile', 'good.aml', '-o', 'new.toml'],
    status: 1,
    check: (folder, { stderr }) => {
      assert.match(stderr, 'cli/output-exists');
      assert.not(existsSync(join(folder, 'nowhere')));
    },
  },
  {
    name: 'decompile -o: a pipe',
    plant: 'mkfifo new.toml',
    args: ['decompile', 'good.aml', '-o', 'new.toml'],
    status: 1,
    check: (_, { stderr }) => assert.match(stderr, 'cli/output-exists'),
  },
  {
    name: 'decompile -o: a file system without hard links',
    between: "fs.linkSync = () => { throw Object.assign(new Error('no links'), { code: 'EPERM' }); };",
    args: ['decompile', 'good.aml', '-o', 'out/new.toml'],
    status: 0,
    check: (folder) => {
      assert.match(read(folder, 'out/new.toml'), '[[core]]');
      assert.equal(readdirSync(join(folder, 'out')), ['new.toml']);
    },
  },
  {
    name: 'decompile -o: such a file system, and the file exists',
    between: "fs.linkSync = () => { throw Object.assign(new Error('no links'), { code: 'EPERM' }); };",
    plant: 'echo old >out/new.toml',
    args: ['decompile', 'good.aml', '-o', 'out/new.toml'],
    status: 1,
    check: (folder) => assert.is(read(folder, 'out/new.toml'), 'old\n'),
  },
  {
    name: 'decompile -o: such a file system that fails half-way leaves nothing',
    between: `fs.linkSync = () => { throw Object.assign(new Error('no links'), { code: 'EPERM' }); };
      fs.renameSync = () => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }); };`,
    args: ['decompile', 'good.aml', '-o', 'out/new.toml'],
    status: 1,
    check: (folder) => assert.equal(readdirSync(join(folder, 'out')), []),
  },
];

attacks(OTHER_FILES);

const DOMAINS: readonly Attack[] = [
  {
    name: 'libvirt -o: a link',
    prepare: secretDomain(0o600),
    plant: `${VICTIM}; ln -s ../victim out/d.xml`,
    args: [...EDIT, 'out/d.xml'],
    status: 0,
    check: replaced('out/d.xml'),
  },
  {
    name: 'libvirt -o: a link that leads nowhere',
    prepare: secretDomain(0o600),
    plant: 'ln -s ../nowhere out/d.xml',
    args: [...EDIT, 'out/d.xml'],
    status: 0,
    check: (folder) => {
      assert.not(existsSync(join(folder, 'nowhere')));
      assert.ok(lstatSync(join(folder, 'out/d.xml')).isFile());
    },
  },
  {
    name: 'libvirt -o: a pipe',
    prepare: secretDomain(0o600),
    plant: 'mkfifo out/d.xml',
    args: [...EDIT, 'out/d.xml'],
    status: 0,
    check: (folder) => assert.ok(lstatSync(join(folder, 'out/d.xml')).isFile()),
  },
  {
    name: 'libvirt -o: the copy of a domain for its owner alone',
    prepare: secretDomain(0o600),
    args: [...EDIT, 'out/d.xml'],
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/d.xml'), 0o600),
  },
  {
    name: 'libvirt -o: that copy over a file that all may read',
    prepare: secretDomain(0o600),
    plant: 'echo old >out/d.xml; chmod 666 out/d.xml',
    args: [...EDIT, 'out/d.xml'],
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/d.xml'), 0o600),
  },
  {
    name: 'libvirt -o: that copy over a file of another user, in his folder',
    prepare: secretDomain(0o600),
    plant: 'echo old >out/d.xml; chown 65534 out out/d.xml || true',
    args: [...EDIT, 'out/d.xml'],
    status: 0,
    check: (folder) => {
      assert.is(statSync(join(folder, 'out/d.xml')).uid, process.geteuid?.());
      assert.is(modeOf(folder, 'out/d.xml'), 0o600);
    },
  },
  {
    name: 'libvirt -o: the domain itself keeps its mode and owner',
    prepare: (folder) => {
      secretDomain(0o640)(folder);
      chmodSync(join(folder, 'd.xml'), 0o640);
    },
    plant: 'chown 65534:65534 d.xml || true; ls -ln d.xml | cut -d" " -f1,3,4 >rights',
    args: [...EDIT, 'd.xml'],
    status: 0,
    check: (folder) => {
      const { uid, gid } = statSync(join(folder, 'd.xml'));
      assert.is(modeOf(folder, 'd.xml'), 0o640);
      assert.is(read(folder, 'rights'), `-rw-r----- ${uid} ${gid}\n`);
    },
  },
  {
    name: 'libvirt -o: a domain with a password from a pipe',
    input: SECRET,
    args: ['libvirt', 's.toml', '--domain', '-', '-o', 'out/d.xml'],
    status: 0,
    check: (folder) => assert.is(modeOf(folder, 'out/d.xml'), 0o600),
  },
  {
    name: 'libvirt -o: an error leaves the domain',
    prepare: (folder) => writeFileSync(join(folder, 'd.xml'), SECRET.replace('<vcpu>2', '<vcpu>9')),
    args: [...EDIT, 'd.xml', '--strict'],
    status: 1,
    check: (folder) => assert.match(read(folder, 'd.xml'), '<vcpu>9'),
  },
];

attacks(DOMAINS);

// Nothing is written here: as root, a mistake would replace the device of this machine.
test('no device and no link of /dev is a place for an output', () => {
  for (const path of ['/dev/null', '/dev/stdout']) assert.throws(() => refusePlace(path), /device/);
});

test.run();
