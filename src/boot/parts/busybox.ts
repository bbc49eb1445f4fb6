import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Architecture } from '../../../grammar/machines.js';
import { downloads } from './kernel.js';

/** The names in distributions: Debian's busybox-static installs `busybox`. */
const NAMES = ['busybox', 'busybox.static', 'busybox-static'];

/** Covers the ELF headers and the name of the loader, which follows them. */
const HEAD_BYTES = 4096;
const ELF = { magic: '\x7fELF', machineAt: 18 } as const;

/** e_machine of ELF's header, and the words for it. */
const MACHINES: Readonly<Record<Architecture, { readonly machine: number; readonly text: string }>> = {
  x86: { machine: 62, text: 'x86-64' },
  aarch64: { machine: 183, text: 'aarch64' },
  riscv64: { machine: 243, text: 'riscv64' },
};

interface Busybox {
  /** A static busybox. */
  readonly file?: string;
  /** Others that were found, each with the reason against it. */
  readonly refused: readonly string[];
}

interface BusyboxOptions {
  readonly architecture?: Architecture;
  /** The only file that counts. */
  readonly requested?: string;
  /** The root of a system of the guest's architecture. */
  readonly root?: string;
  readonly path?: string;
}

/** The first busybox of the folders that runs in an initramfs without libraries. */
export async function findBusybox(options: BusyboxOptions = {}): Promise<Busybox> {
  const { architecture = 'x86', requested, root, path = process.env['PATH'] ?? '' } = options;
  const folders = [
    ...(root === undefined ? [] : ['bin', 'usr/bin'].map((folder) => join(root, folder))),
    ...path.split(delimiter),
    ...(architecture === 'x86' ? [] : [join(downloads(), 'busybox', architecture)]),
  ];
  const files =
    requested === undefined ? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))) : [requested];
  const refused: string[] = [];
  for (const file of files) {
    const why = await access(file, requested === undefined ? constants.X_OK : constants.R_OK).then(
      () => reasonAgainst(file, architecture),
      () => (requested === undefined ? undefined : 'cannot be read'),
    );
    if (why === '') return { file, refused };
    if (why !== undefined) refused.push(`${file} ${why}`);
  }
  return { refused };
}

async function reasonAgainst(file: string, architecture: Architecture): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return 'cannot be read';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return reasonInHead(buffer.subarray(0, bytesRead), architecture);
  } catch {
    return 'cannot be read';
  } finally {
    await handle.close();
  }
}

function reasonInHead(head: Buffer, architecture: Architecture): string {
  const { machine, text } = MACHINES[architecture];
  const isElf = head.toString('latin1', 0, ELF.magic.length) === ELF.magic;
  if (isElf && head.readUInt16LE(ELF.machineAt) !== machine) return `is not for ${text}`;
  // A dynamically linked program names its loader, /lib64/ld-…, right behind the ELF headers.
  return head.includes('/ld-') ? 'is dynamically linked' : '';
}
