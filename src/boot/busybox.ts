import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** How distributions call it: Debian's busybox-static takes the name of the other one. */
const NAMES = ['busybox', 'busybox.static', 'busybox-static'];

/** The ELF headers with the name of the loader behind them. */
const HEAD_BYTES = 4096;
const ELF = { magic: '\x7fELF', machineAt: 18, x86_64: 62 } as const;

export interface Busybox {
  /** A busybox that needs nothing beside it. */
  readonly file?: string;
  /** Others that were met, with what is wrong with them. */
  readonly refused: readonly string[];
}

/** The first busybox of the folders that runs in an initramfs, where nothing but it is. */
export async function findBusybox(path = process.env['PATH'] ?? ''): Promise<Busybox> {
  const refused: string[] = [];
  for (const file of path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    const why = await access(file, constants.X_OK).then(
      () => whyUseless(file),
      () => undefined,
    );
    if (why === '') return { file, refused };
    if (why !== undefined) refused.push(`${file} ${why}`);
  }
  return { refused };
}

async function whyUseless(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    // A program that loads libraries names its loader, /lib64/ld-…, right behind the ELF headers.
    if (head.includes('/ld-')) return 'loads libraries';
    const isElf = head.toString('latin1', 0, ELF.magic.length) === ELF.magic;
    return isElf && head.readUInt16LE(ELF.machineAt) !== ELF.x86_64 ? 'is not for x86-64' : '';
  } finally {
    await handle.close();
  }
}
