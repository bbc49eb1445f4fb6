import type { Release } from '../../grammar/release.js';
import { isSince } from '../versions/release.js';
import { type Enlightenment, rowOf } from './enlightenments.js';

/** The flags that a QEMU knows; those of patched ones are no question of the release. */
export function knownTo(on: readonly Enlightenment[], qemu: Release | undefined): readonly Enlightenment[] {
  return on.filter(({ key }) => {
    const since = rowOf(key).qemu;
    return qemu === undefined || since === undefined || isSince(qemu, since);
  });
}

/** Releases of the programs that an output is for; the newest, where none is given. */
export interface Releases {
  readonly qemu?: Release;
  readonly libvirt?: Release;
}
