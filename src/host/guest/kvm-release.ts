import type { Release } from '../../../grammar/release.js';
import { isSince, kernelRelease, versionRelease } from '../../versions/release.js';
import { fileReader } from '../file-reader.js';
import type { Tree } from '../tree.js';

/** What `uname -r` prints. */
export const OSRELEASE = 'proc/sys/kernel/osrelease';

/**
 * The release of the host's kernel, for what its KVM offers. Red Hat's kernels, such as 5.14.0-503.el9, have the KVM of later
 * releases, so their number tells nothing.
 */
export function kvmRelease(tree: Tree): Release | undefined {
  const text = fileReader(tree).text(OSRELEASE) ?? '';
  const [major, minor] = versionRelease(text) ?? [];
  return /\.el\d/.test(text) ? undefined : kernelRelease(`${major}.${minor}`);
}

/** The oldest of several releases, whose KVM offers least. */
export function oldestRelease(releases: readonly (Release | undefined)[]): Release | undefined {
  const known = releases.filter((one) => one !== undefined);
  return known.reduce<Release | undefined>((old, one) => (old && isSince(one, old) ? old : one), undefined);
}
