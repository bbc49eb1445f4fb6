// Compiled code of the program, kept between runs: else V8 compiles a megabyte of JavaScript at every start. V8 believes
// every byte of it, so it is read only where no other user can write, and only if its CRC-32 is right.

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

export const NO_CODE_CACHE = '--no-code-cache';

/** A file of the cache. */
export interface CachedCode {
  readonly folder: string;
  /** The release of Node: only files of the same one are replaced. */
  readonly node: string;
  /** What V8 and the program are; code of others must not be used. */
  readonly version: string;
  /** The command: each runs other functions. */
  readonly command: string;
}

/** More than ten times the code of the program. */
const MOST_BYTES = 16 * 2 ** 20;

/** The folder by the XDG Base Directory Specification 0.8; undefined where the environment has none. */
export function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  const { XDG_CACHE_HOME: given, HOME: home } = env;
  if (given && isAbsolute(given)) return join(given, 'cppc-acpi');
  return home && isAbsolute(home) ? join(home, '.cache', 'cppc-acpi') : undefined;
}

/** The compiled code; undefined where there is none, or it is damaged, or somebody else could have written it. */
export function readCode(code: CachedCode): Buffer | undefined {
  if (!isPrivate(code.folder)) return undefined;
  try {
    const file = openSync(fileOf(code), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size, uid, mode } = fstatSync(file);
      if (uid !== process.geteuid?.() || (mode & OTHERS_WRITE) !== 0 || size > MOST_BYTES) return undefined;
      return gunzipSync(readFileSync(file), { maxOutputLength: MOST_BYTES, chunkSize: size });
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Replaces the file of this command, and removes those of other versions of the program. What fails leaves no cache. */
export function writeCode(code: CachedCode, bytes: Uint8Array): void {
  try {
    mkdirSync(code.folder, { recursive: true, mode: 0o700 });
    if (!isPrivate(code.folder) || bytes.length > MOST_BYTES) return;
    for (const name of readdirSync(code.folder)) {
      if (name.startsWith(`${code.node}-`) && !name.startsWith(prefixOf(code))) rmSync(join(code.folder, name));
    }
    // Not compressed: unpacking would take as long as compiling. gzip is for the CRC-32.
    replace(fileOf(code), gzipSync(bytes, { level: 0 }));
  } catch {
    // The next run compiles again.
  }
}

function replace(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function prefixOf({ node, version }: CachedCode): string {
  return `${node}-${version}-`;
}

function fileOf(code: CachedCode): string {
  return join(code.folder, `${prefixOf(code)}${code.command}`);
}

const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/** A folder of this user that no other can read, in one where no other user can put another in its place. */
function isPrivate(folder: string): boolean {
  const user = process.geteuid?.();
  try {
    const [own, above] = [lstatSync(folder), lstatSync(dirname(folder))];
    const isOwn = own.isDirectory() && own.uid === user && (own.mode & OTHERS) === 0;
    return isOwn && (above.uid === user || above.uid === 0) && (above.mode & OTHERS_WRITE) === 0;
  } catch {
    return false;
  }
}
