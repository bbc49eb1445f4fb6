// A Linux guest as `boot` makes it, which stays and runs QEMU's guest agent: the real program of Debian, at virtio-serial
// ports. One port has an agent that answers everything; at the others, commands are blocked, as in RHEL and Fedora.

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Guest, qemuArguments } from '../../src/boot/guest.js';
import { initScript } from '../../src/boot/init-script.js';
import { accelArguments } from '../../src/boot/qemu.js';
import { planBoot } from '../../src/boot/start-plan.js';
import { compile } from '../../src/compile.js';
import { newcArchive } from '../../src/emit/newc.js';
import { type KernelSeries, outside } from './outside.js';

/** The ports by what their agents allow; libvirt finds the agent by the first name. */
export const PORTS = { all: 'org.qemu.guest_agent.0', files: 'test.files', none: 'test.none' } as const;

const FILES = { initrd: 'initrd', report: 'report' } as const;

/** The guest of `boot` for a spec, under TCG and without busy loops. */
export async function plannedGuest(text: string, series: KernelSeries): Promise<Guest> {
  const { value: compiled } = await compile({ text, file: 'spec.toml' });
  if (!compiled) throw new Error('the spec does not compile');
  const { value: plan, diagnostics } = await planBoot(compiled, 'spec.toml', {
    kernel: outside(`kernel ${series}`),
    accelerator: 'tcg',
    machine: 'q35',
    busyLoops: 0,
    byInitrd: false,
  });
  if (!plan) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return plan.guestOf('tcg');
}

/** The archive of `boot`, with the agent and its libraries, and an init that starts agents instead of ending the guest. */
export function agentInitrd({ busybox }: Pick<Guest, 'busybox'>): Uint8Array {
  const init = initScript({ report: '/dev/ttyS1', ranksBy: 'itmt' });
  const program = (path: string, file: string) => ({ path, content: readFileSync(file), executable: true }) as const;
  return newcArchive([
    program('bin/busybox', busybox),
    ...agentFiles().map(({ path, file }) => program(path, file)),
    { path: 'init', content: Buffer.from(init.replace(/^\$b poweroff -f$/m, STAY)), executable: true },
  ]);
}

/** More options of the agents; a change starts them anew. */
export const WORDS_FILE = '/run/words';

/** A guest that a failed test leaves behind ends by itself. */
const MOST_SECONDS = 300;

/** mdev makes no links of /dev/virtio-ports, so the names are read from sysfs. */
const STAY = `$b mkdir -p /run /tmp /var
$b ln -s /run /var/run
$b --install -s /bin
export PATH=/bin
agent() {
  while :; do
    words=$(cat ${WORDS_FILE} 2>/dev/null)
    /usr/sbin/qemu-ga --path=/dev/$1 --pidfile=/run/$1.pid $2 $words &
    while [ "$words" = "$(cat ${WORDS_FILE} 2>/dev/null)" ]; do sleep 1; done
    kill $!
    wait $!
  done
}
for port in /sys/class/virtio-ports/*; do
  read -r name < $port/name
  case $name in
    ${PORTS.all}) agent \${port##*/} & ;;
    ${PORTS.files}) agent \${port##*/} --block-rpcs=guest-exec,guest-exec-status & ;;
    ${PORTS.none}) agent \${port##*/} --block-rpcs=guest-exec,guest-exec-status,guest-file-open & ;;
  esac
done
sleep ${MOST_SECONDS}
poweroff -f`;

/** What test/set-up.sh unpacked: the paths in the guest, and the files. */
function agentFiles(): { path: string; file: string }[] {
  const folder = join(outside('guest-agent'), '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return files
    .filter((path) => path !== 'version')
    .map((path) => ({ path: path === 'qemu-ga' ? 'usr/sbin/qemu-ga' : path, file: join(folder, path) }));
}

/** Starts the guest in a folder, waits until it has reported, and ends it afterwards. */
export async function withAgents<T>(folder: string, guest: Guest, work: () => Promise<T>): Promise<T> {
  writeFileSync(join(folder, FILES.initrd), agentInitrd(guest));
  guest.tables.forEach((aml, i) => {
    writeFileSync(join(folder, `table-${i + 1}.aml`), aml);
  });
  const ports = Object.values(PORTS).flatMap((name, i) => [
    ...['-chardev', `socket,id=agent${i},path=${name}.sock,server=on,wait=off`],
    ...['-device', `virtserialport,chardev=agent${i},name=${name}`],
  ]);
  const args = [...accelArguments(guest.accelerator), ...qemuArguments(guest), '-device', 'virtio-serial', ...ports];
  const qemu = execa(outside('qemu-system-x86_64'), args, {
    cwd: folder,
    reject: false,
    all: true,
    timeout: MOST_SECONDS * 1000,
  });
  let ended = false;
  qemu.finally(() => {
    ended = true;
  });
  try {
    await until(() => ended || hasReported(join(folder, FILES.report)), 120);
    if (ended) throw new Error(`QEMU ended: ${(await qemu).all}`);
    return await work();
  } finally {
    qemu.kill('SIGKILL');
    await qemu;
  }
}

/** Its last line comes before the agents start; they take a second. */
function hasReported(file: string): boolean {
  return existsSync(file) && readFileSync(file, 'latin1').includes('==== end');
}

export async function until(isSo: () => boolean | Promise<boolean>, seconds: number): Promise<void> {
  for (let i = 0; !(await isSo()); i++) {
    if (i > seconds * 4) throw new Error(`it was not so within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
