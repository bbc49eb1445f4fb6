import { KERNEL_RELEASE } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';

/** Newer than every release. */
export const NEWEST: Release = [Infinity, 0];

/** Whether a release is the first one or newer. */
export function isSince(
  [major, minor, patch = 0]: Release,
  [firstMajor, firstMinor, firstPatch = 0]: Release,
): boolean {
  if (major !== firstMajor) return major > firstMajor;
  return minor === firstMinor ? patch >= firstPatch : minor > firstMinor;
}

export function releaseText(release: Release): string {
  return release.filter((part) => Number.isFinite(part)).join('.');
}

const KERNEL = new RegExp(KERNEL_RELEASE);

/** The release of a kernel: `6.1`, or what `uname -r` prints, such as `6.1.0-28-amd64`. */
export function kernelRelease(text: string): Release | undefined {
  const [, major, minor, patch] = KERNEL.exec(text) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return patch === undefined ? [Number(major), Number(minor)] : [Number(major), Number(minor), Number(patch)];
}

/** The release of a kernel by the beginning of its version, whatever its builder has put behind it. */
export function versionRelease(version: string): Release | undefined {
  const [, major, minor, patch = '0'] = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}
