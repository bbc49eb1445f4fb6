/** A file of an archive; the archive adds its folders. */
interface ArchiveFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: true;
}

const FOLDER_MODE = 0o040755;
const FILE_MODE = 0o100644;
const PROGRAM_MODE = 0o100755;

/** cpio writes whole blocks, so another archive can follow this one. */
const BLOCK = 512;

/** An uncompressed "newc" cpio archive, the same bytes for the same files. Linux: driver-api/early-userspace/buffer-format. */
export function newcArchive(files: readonly ArchiveFile[]): Uint8Array {
  const folders = [...new Set(files.flatMap(({ path }) => foldersOf(path)))];
  const entries = [
    ...folders.map((path) => ({ path, mode: FOLDER_MODE, content: new Uint8Array() })),
    ...files.map(({ path, content, executable }) => ({ path, mode: executable ? PROGRAM_MODE : FILE_MODE, content })),
  ];
  const members = entries.map(({ path, mode, content }, i) => member(path, mode, content, i + 1));
  return padded(joined([...members, member('TRAILER!!!', 0, new Uint8Array(), 0)]), BLOCK);
}

function foldersOf(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, i) => steps.slice(0, i + 1).join('/'));
}

function member(path: string, mode: number, content: Uint8Array, inode: number): Uint8Array {
  const name = new TextEncoder().encode(`${path}\0`);
  const links = mode === FOLDER_MODE ? 2 : 1;
  // ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
  const fields = [inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = new TextEncoder().encode(`070701${fields.map(hex8).join('')}`);
  return padded(joined([padded(joined([header, name]), 4), content]), 4);
}

function hex8(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function padded(bytes: Uint8Array, to: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / to) * to);
  whole.set(bytes);
  return whole;
}
