import { TABLE_LIMITS } from '../../../grammar/limits.js';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.js';
import { MOST_BYTES, statOf } from './input.js';

/** The files of a command line so far, all of which are in memory at once: the limits of one folder hold for them together. */
export class Taken {
  #files = 0;
  #bytes = 0;

  /** A diagnostic instead, if the files would be too many or too large. */
  add(files: number, bytes: number): Diagnostic | undefined {
    const tooMany = tooManyOf(this.#files + files, this.#bytes + bytes);
    if (tooMany) return tooMany;
    this.#files += files;
    this.#bytes += bytes;
    return undefined;
  }
}

/** Of files that will be read, by their sizes. A file that is too large alone has a diagnostic of its own. */
export function tooManyGiven(paths: readonly string[]): Diagnostic | undefined {
  const sizes = paths.map((path) => statOf(path)?.size ?? 0).filter((size) => size <= MOST_BYTES);
  return tooManyOf(
    paths.length,
    sizes.reduce((sum, size) => sum + size, 0),
  );
}

function tooManyOf(files: number, bytes: number): Diagnostic | undefined {
  if (files > TABLE_LIMITS.tables)
    return diagnostic('cli/too-many', undefined, { of: 'files', count: files, most: TABLE_LIMITS.tables });
  if (bytes > TABLE_LIMITS.bytes)
    return diagnostic('cli/too-many', undefined, { of: 'bytes', count: bytes, most: TABLE_LIMITS.bytes });
  return undefined;
}
