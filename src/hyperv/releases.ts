import type { Release } from '../../grammar/enlightenments.js';
import { type Enlightenment, rowOf } from './enlightenments.js';

/** Has everything that any release has. */
export const NEWEST: Release = [Infinity, 0];

/** Whether a release has what came with another one. */
export function reaches([major, minor]: Release, [sinceMajor, sinceMinor]: Release): boolean {
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}

/** The flags that a QEMU knows; those of patched ones are no question of the release. */
export function knownTo(on: readonly Enlightenment[], qemu: Release | undefined): readonly Enlightenment[] {
  return on.filter(({ key }) => {
    const since = rowOf(key).qemu;
    return qemu === undefined || since === undefined || reaches(qemu, since);
  });
}

/** Releases of the programs that an output is for; the newest, where none is given. */
export interface Releases {
  readonly qemu?: Release;
  readonly libvirt?: Release;
}
