import type { Release } from '../../grammar/release.js';
import { isSince } from '../versions/release.js';
import { type Enlightenment, type Enlightenments, rowOf } from './enlightenments.js';

/** The flags that a release of QEMU supports. Flags of the patched QEMU do not depend on the release. */
export function knownTo(on: readonly Enlightenment[], qemu: Release | undefined): readonly Enlightenment[] {
  return on.filter(({ key }) => {
    const since = rowOf(key).qemu;
    return qemu === undefined || since === undefined || isSince(qemu, since);
  });
}

/** The enlightenments for a release of QEMU, where flags that it does not know are off. */
export function forRelease(all: Enlightenments, qemu: Release | undefined): Enlightenments {
  const on = knownTo(all.on, qemu);
  const unknown = all.on.filter((flag) => !on.includes(flag));
  return { ...all, on, off: [...all.off, ...unknown.map(({ key }) => key)] };
}

/** Releases of the programs that read an output; by default the newest. */
export interface Releases {
  readonly qemu?: Release;
  readonly libvirt?: Release;
}
