import type { Release } from '../../grammar/release.js';
import { isSince } from '../versions/release.js';
import { type Enlightenment, rowOf } from './enlightenments.js';

/** The flags that a release of QEMU supports. Flags of the patched QEMU do not depend on the release. */
export function knownTo(on: readonly Enlightenment[], qemu: Release | undefined): readonly Enlightenment[] {
  return on.filter(({ key }) => {
    const since = rowOf(key).qemu;
    return qemu === undefined || since === undefined || isSince(qemu, since);
  });
}

/** Releases of the programs that read an output; by default the newest. */
export interface Releases {
  readonly qemu?: Release;
  readonly libvirt?: Release;
}
