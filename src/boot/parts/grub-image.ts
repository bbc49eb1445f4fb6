// An image of GRUB that holds the kernel, its initrd and the tables: Linux on RISC-V takes no table from an initrd, and QEMU none on
// its command line. GRUB's `acpi` adds them to those of the firmware. The files are in a tar archive, which GRUB reads as a disk.

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../scratch/program.js';

/** In the folder of the guest. */
export const GRUB_FILES = { archive: 'grub.tar', config: 'grub.cfg', image: 'grub.efi' } as const;

/** Fedora and SUSE have the second. */
const PROGRAMS = ['grub-mkimage', 'grub2-mkimage'];
const PLATFORM = 'riscv64-efi';
const FOLDERS = [`usr/lib/grub/${PLATFORM}`, `usr/share/grub2/${PLATFORM}`];
const MODULES = ['memdisk', 'tar', 'acpi', 'linux', 'normal', 'echo', 'test', 'minicmd', 'all_video'];

/** The folder of GRUB's modules for RISC-V; undefined without one. */
export async function findGrub(root?: string): Promise<string | undefined> {
  for (const folder of [...(root === undefined ? [] : [root]), '/'].flatMap((one) =>
    FOLDERS.map((at) => join(one, at)),
  )) {
    const found = await access(join(folder, 'acpi.mod')).then(
      () => true,
      () => false,
    );
    if (found) return folder;
  }
  return undefined;
}

interface Contents {
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array;
  readonly tables: readonly Uint8Array[];
  /** The kernel's command line. */
  readonly words: string;
}

/** The files from which `makeImage` makes the image. */
export function grubFiles({ kernel, initrd, tables, words }: Contents): Record<string, Uint8Array> {
  const names = tables.map((_, i) => `table-${i + 1}.aml`);
  const disk = '(memdisk)/';
  const lines = [
    'set root=(memdisk)',
    ...(names.length > 0 ? [`acpi ${names.map((name) => `${disk}${name}`).join(' ')}`] : []),
    `linux ${disk}vmlinuz ${grubWords(words)}`,
    `initrd ${disk}initrd`,
    'boot',
  ];
  const files: [string, Uint8Array][] = [
    ['vmlinuz', kernel],
    ['initrd', initrd],
    ...tables.map((table, i): [string, Uint8Array] => [names[i] ?? '', table]),
  ];
  return {
    [GRUB_FILES.archive]: tarArchive(files),
    [GRUB_FILES.config]: new TextEncoder().encode(`${lines.join('\n')}\n`),
  };
}

/** Linux reads `a="b c"` as one word; GRUB needs each in its own quotes, and passes it on as `"a=b c"`. */
function grubWords(words: string): string {
  const split = words.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  return split.map((word) => `'${word.replaceAll('"', '').replaceAll("'", "'\\''")}'`).join(' ');
}

/** Runs GRUB's program in the folder of the files; the reason if there is no image. */
export async function makeImage(folder: string, modules: string): Promise<string | undefined> {
  const { archive, config, image } = GRUB_FILES;
  const args = [
    '-O',
    PLATFORM,
    '-d',
    modules,
    '-p',
    '(memdisk)/',
    '-m',
    archive,
    '-c',
    config,
    '-o',
    image,
    ...MODULES,
  ];
  for (const program of PROGRAMS) {
    const end = await runProgram(program, args, {
      folder,
      timeoutMs: 60_000,
      mostOutput: 100_000,
      mostFileMiB: 512,
      mostMemoryMiB: 2048,
    });
    if (end.state === 'missing') continue;
    if (end.state === 'ended' && end.status === 0) return undefined;
    return end.stderr.trim().split('\n')[0] || (end.state === 'ended' ? end.how : end.why);
  }
  return `${PROGRAMS[0]} is not in PATH`;
}

const BLOCK = 512;

/** POSIX ustar: regular files that everybody may read. */
function tarArchive(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const parts = files.flatMap(([name, content]) => [
    headerOf(name, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, '0'), at);
  header.write(name, 0);
  octal(0o644, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  header.write('        0', 148);
  header.write('ustar\x0000', 257, 'latin1');
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  header[154] = 0;
  return header;
}
