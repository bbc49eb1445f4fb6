// A libvirtd of the test's own, which runs as nobody where the test is root: `qemu:///session` of another user.

import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Guest } from '../../src/boot/guest.js';
import { PC_PROGRAM } from '../../src/boot/platform.js';
import { agentInitrd, PORTS, until } from './agent-guest.js';
import { outside } from './outside.js';

const NOBODY = 65534;

export interface Libvirt {
  readonly uri: string;
  /** Runs virsh; its output, or what it prints to standard error. */
  readonly virsh: (...args: readonly string[]) => Promise<string>;
}

/** Starts it in a folder that every user can read, and ends it with its domains. */
export async function withLibvirtd<T>(folder: string, work: (libvirt: Libvirt) => Promise<T>): Promise<T> {
  const home = join(folder, 'home');
  mkdirSync(join(home, 'libvirt'), { recursive: true });
  // virtlogd, which libvirtd would start to write the logs, is not there for this user.
  writeFileSync(join(home, 'libvirt/qemu.conf'), 'stdio_handler = "file"\n');
  own(folder, home, join(home, 'libvirt'));
  const env = { HOME: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  const before = isRoot() ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const [program = '', ...args] = [...before, outside('libvirtd')];
  const daemon = execa(program, args, { env, reject: false, all: true, timeout: 400_000 });
  const socket = join(home, 'libvirt/libvirt-sock');
  const uri = `qemu+unix:///session?socket=${socket}`;
  const virsh = async (...words: readonly string[]) =>
    (await execa(outside('virsh'), [`--connect=${uri}`, '-q', ...words], { all: true, reject: false })).all;
  try {
    await until(() => existsSync(socket), 30);
    return await work({ uri, virsh });
  } finally {
    for (const name of (await virsh('list', '--name')).split('\n').filter(Boolean)) await virsh('destroy', name);
    daemon.kill();
    await daemon;
  }
}

/** The domain of a guest of `boot` with an agent. */
export function agentDomain(folder: string, name: string, guest: Guest): string {
  const file = (path: string) => join(folder, path);
  copyFileSync(guest.kernel, file('vmlinuz'));
  writeFileSync(file('initrd'), agentInitrd(guest));
  guest.tables.forEach((aml, i) => {
    writeFileSync(file(`table-${i}.aml`), aml);
  });
  writeFileSync(file('qemu'), SINGLE_THREAD, { mode: 0o755 });
  for (const path of ['vmlinuz', 'initrd']) chmodSync(file(path), 0o644);
  const words = ['console=ttyS0', 'panic=-1', 'no_timer_check', 'quiet', ...guest.words];
  const args = [
    '-cpu',
    guest.cpuModel,
    ...guest.tables.flatMap((_, i) => ['-acpitable', `file=${file(`table-${i}.aml`)}`]),
  ];
  return `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>${name}</name>
  <memory unit='MiB'>512</memory>
  <vcpu>${guest.vcpus}</vcpu>
  <os>
    <type arch='x86_64' machine='${guest.machine}'>hvm</type>
    <kernel>${file('vmlinuz')}</kernel><initrd>${file('initrd')}</initrd><cmdline>${words.join(' ')}</cmdline>
  </os>
  <features><acpi/></features>
  <devices>
    <emulator>${file('qemu')}</emulator>
    <serial type='null'/>
    <serial type='file'><source path='${file('home/report')}'/></serial>
    <channel type='unix'><target type='virtio' name='${PORTS.all}'/></channel>
    <memballoon model='none'/>
  </devices>
  <qemu:commandline>${args.map((arg) => `<qemu:arg value='${arg}'/>`).join('')}</qemu:commandline>
</domain>
`;
}

/** A domain without a system, stopped before its first instruction. Its QEMU has a thread for each vCPU. */
export function emptyDomain(name: string, pins: readonly string[]): string {
  const vcpupins = pins.map((cpuset, vcpu) => `<vcpupin vcpu='${vcpu}' cpuset='${cpuset}'/>`);
  return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>64</memory>
  <vcpu>${pins.length}</vcpu>
  <cputune>${vcpupins.join('')}</cputune>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices><emulator>${outside(PC_PROGRAM)}</emulator><memballoon model='none'/></devices>
</domain>
`;
}

/** libvirt has no word for QEMU's thread=single: src/boot/qemu.ts says why it is needed. */
const SINGLE_THREAD = `#!/bin/sh
for word do
  shift
  [ "$word" = tcg ] && word=tcg,thread=single
  set -- "$@" "$word"
done
exec ${PC_PROGRAM} "$@"
`;

/** The guest has reported, and starts its agents. */
export function hasReported(folder: string): boolean {
  const file = join(folder, 'home/report');
  return existsSync(file) && readFileSync(file, 'latin1').includes('==== end');
}

function own(...paths: readonly string[]): void {
  if (isRoot()) for (const path of paths) chownSync(path, NOBODY, NOBODY);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
