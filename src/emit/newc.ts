/** A file of an archive; the archive adds its folders. */
interface ArchiveFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: true;
}

const FOLDER_MODE = 0o040755;
const FILE_MODE = 0o100644;
const PROGRAM_MODE = 0o100755;
const TYPE_MASK = 0o170000;

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
  return padded(joined([...members, member(TRAILER, 0, new Uint8Array(), 0)]), BLOCK);
}

const MAGIC = '070701';
const HEADER_LENGTH = MAGIC.length + 13 * 8;
const TRAILER = 'TRAILER!!!';

export function isNewcArchive(bytes: Uint8Array): boolean {
  return textOf(bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/** The files of an archive up to its end; another archive may follow. A member that does not fit ends it, too. */
export function readNewcArchive(bytes: Uint8Array): ArchiveFile[] {
  const files: ArchiveFile[] = [];
  for (let at = 0; isNewcArchive(bytes.subarray(at)); ) {
    const [mode, fileSize, nameSize] = [fieldAt(bytes, at, 1), fieldAt(bytes, at, 6), fieldAt(bytes, at, 11)];
    const name = at + HEADER_LENGTH;
    const content = aligned(name + nameSize, 4);
    if (!(content + fileSize <= bytes.length)) break;
    const path = textOf(bytes.subarray(name, name + nameSize)).replace(/\0.*$/s, '');
    if (path === TRAILER) break;
    if ((mode & TYPE_MASK) === (FILE_MODE & TYPE_MASK))
      files.push({ path, content: bytes.subarray(content, content + fileSize) });
    at = aligned(content + fileSize, 4);
  }
  return files;
}

/** A field of eight hexadecimal digits; NaN for anything else. */
function fieldAt(bytes: Uint8Array, member: number, field: number): number {
  const at = member + MAGIC.length + field * 8;
  const digits = textOf(bytes.subarray(at, at + 8));
  return /^[0-9A-Fa-f]{8}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function aligned(length: number, to: number): number {
  return Math.ceil(length / to) * to;
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
  const header = new TextEncoder().encode(`${MAGIC}${fields.map(hex8).join('')}`);
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
  const whole = new Uint8Array(aligned(bytes.length, to));
  whole.set(bytes);
  return whole;
}
