import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The names in distributions: Debian's busybox-static installs `busybox`. */
const NAMES = ['busybox', 'busybox.static', 'busybox-static'];

/** Covers the ELF headers and the name of the loader, which follows them. */
const HEAD_BYTES = 4096;
const ELF = { magic: '\x7fELF', machineAt: 18, x86_64: 62 } as const;

interface Busybox {
  /** A static busybox. */
  readonly file?: string;
  /** Others that were found, each with the reason against it. */
  readonly refused: readonly string[];
}

/** The first busybox of the folders that runs in an initramfs without libraries. */
export async function findBusybox(path = process.env['PATH'] ?? ''): Promise<Busybox> {
  const refused: string[] = [];
  for (const file of path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    const why = await access(file, constants.X_OK).then(
      () => reasonAgainst(file),
      () => undefined,
    );
    if (why === '') return { file, refused };
    if (why !== undefined) refused.push(`${file} ${why}`);
  }
  return { refused };
}

async function reasonAgainst(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    // A dynamically linked program names its loader, /lib64/ld-…, right behind the ELF headers.
    if (head.includes('/ld-')) return 'is dynamically linked';
    const isElf = head.toString('latin1', 0, ELF.magic.length) === ELF.magic;
    return isElf && head.readUInt16LE(ELF.machineAt) !== ELF.x86_64 ? 'is not for x86-64' : '';
  } finally {
    await handle.close();
  }
}
