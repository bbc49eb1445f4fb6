import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { HEADER_BYTES } from '../../aml/table.js';
import { type FileKind, NOT_UTF8 } from '../../diagnostics/catalog/cli.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import { isNewcArchive } from '../../emit/newc.js';
import { compressionOf } from '../../firmware/compressed.js';
import { reasonOf } from '../../scratch/reason.js';
import { heldSignals } from '../../scratch/signals.js';

/** A whole file, or standard input. */
export interface Input {
  /** The name in diagnostics. */
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
  /** File name without `.toml`; `ssdt` for standard input. */
  readonly stem: string;
  readonly folder: string;
}

/** A spec of 4,096 cores, a table and a domain are far smaller. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** Events of 128 processors and two boots take 500 KB, the files of 4,096 vCPUs 4 MB. Capabilities have some hundred KB. */
const LESS: Partial<Record<FileKind, number>> = { report: MOST_BYTES / 2, capabilities: MOST_BYTES / 4 };

/** The most bytes of an input of this kind. */
export function mostBytes(kind: FileKind): number {
  return LESS[kind] ?? MOST_BYTES;
}

const STANDARD_INPUT = '-';

export async function readInput(path: string, kind: FileKind): Promise<Result<Input>> {
  const fromStandardInput = path === STANDARD_INPUT;
  const name = fromStandardInput ? '<stdin>' : path;
  const most = mostBytes(kind);
  try {
    const bytes = await heldSignals(() => (fromStandardInput ? readStandardInput(most) : readFileAt(path, most)));
    if (bytes && isEmpty(bytes, kind) && (fromStandardInput || isNoSpec(path, kind)))
      return fail(diagnostic('cli/empty-input', { file: name }, { of: kind, isFile: !fromStandardInput }));
    if (!bytes) return fail(diagnostic('cli/too-large', { file: name }, { most, of: kind }));
    const stem = fromStandardInput ? 'ssdt' : basename(path).replace(/\.toml$/, '');
    return ok({ name, kind, bytes, stem, folder: fromStandardInput ? '.' : dirname(path) });
  } catch (error) {
    return fail(diagnostic('cli/cannot-read', { file: name }, { why: reasonFor(path, error), of: kind }));
  }
}

/** Of texts that other programs write, line ends alone are nothing. */
function isEmpty(bytes: Uint8Array, kind: FileKind): boolean {
  return bytes.length === 0 || (OF_OTHERS.includes(kind) && bytes.length < 64 && bytes.every((byte) => byte <= 0x20));
}

const OF_OTHERS: readonly FileKind[] = ['domain', 'domain or vm', 'vm', 'configuration', 'capabilities'];

/** A spec without a byte is reported as one; a table, a dump or a domain is not a spec. */
function isNoSpec(path: string, kind: FileKind): boolean {
  return kind === 'table' || OF_OTHERS.includes(kind) || (kind === 'spec or table' && !path.endsWith('.toml'));
}

/** Node has a replacement character for each byte of a name that is not UTF-8, so it cannot open the file. */
export function isNotUtf8(name: string): boolean {
  return name.includes('\uFFFD');
}

function reasonFor(path: string, error: unknown): string {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing && isNotUtf8(path) ? NOT_UTF8 : reasonOf(error);
}

/** Node takes a folder for an empty stream. */
async function readStandardInput(most: number): Promise<Uint8Array | undefined> {
  if (fstatSync(process.stdin.fd).isDirectory()) throw new Error('it is a folder');
  return readStream(process.stdin, most);
}

/** Does not block in a system call, which no signal would end: a pipe may never have a writer. */
async function readFileAt(path: string, most: number): Promise<Uint8Array | undefined> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const what = fstatSync(fd);
  if (what.isDirectory()) {
    closeSync(fd);
    throw new Error('it is a folder');
  }
  return what.isFile() && what.size > 0
    ? readWhole(fd, what.size, most)
    : readStream(await streamOf(path, fd, what.isFIFO()), most);
}

function readWhole(fd: number, size: number, most: number): Uint8Array | undefined {
  try {
    return size > most ? undefined : readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A stream that closes the file. node:net and node:tty are loaded on use: start-up time. */
async function streamOf(path: string, fd: number, isPipe: boolean): Promise<AsyncIterable<Uint8Array>> {
  if (isPipe) return new (await import('node:net')).Socket({ fd, readable: true, writable: false });
  const { isatty, ReadStream } = await import('node:tty');
  return isatty(fd) ? new ReadStream(fd) : createReadStream(path, { fd });
}

/** undefined if there is no such file, or no access to it. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Stops at a limit: devices and pipes may have no end. */
async function readStream(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) return undefined;
  }
  return Buffer.concat(chunks);
}

/** A table begins with a signature and has zeros near its start, in its length of 32 bits; a text has none. */
export function isTable({ bytes }: Input): boolean {
  const head = bytes.subarray(0, HEADER_BYTES);
  return head.includes(0) && /^[A-Z][A-Z0-9]{3}$/.test(Buffer.from(head.subarray(0, 4)).toString('latin1'));
}

/** The input as text. */
export function textOf(input: Input): Result<string> {
  const { name: file, bytes, kind: of } = input;
  const compression = compressionOf(bytes);
  if (compression) return fail(diagnostic('cli/other-input', { file }, { is: 'compressed', of, ...compression }));
  if (isTable(input)) return fail(diagnostic('cli/other-input', { file }, { is: 'table', of }));
  if (isNewcArchive(bytes)) return fail(diagnostic('cli/other-input', { file }, { is: 'archive', of }));
  const utf16 = utf16In(bytes);
  const encoding = utf16 && READ_UTF16.includes(of) ? utf16 : 'utf-8';
  try {
    if (encoding === utf16 || !utf16)
      return ok(new TextDecoder(encoding, { fatal: true, ignoreBOM: encoding === 'utf-8' }).decode(bytes));
  } catch {
    // Reported below.
  }
  return fail(diagnostic('cli/not-text', { file }, { of, ...(utf16 && { isUtf16: true }) }));
}

/** Inputs that are only read: a domain that is changed and a spec stay UTF-8. */
const READ_UTF16: readonly FileKind[] = ['domain or vm', 'vm', 'configuration', 'capabilities'];

/** By the byte order mark, which PowerShell writes, or the first letter of XML: XML 1.0, appendix F. */
function utf16In([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const isXml = [first, second].includes(0x3c) && [first, second].includes(0);
  if ((first === 0xff && second === 0xfe) || (isXml && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || isXml ? 'utf-16be' : undefined;
}
