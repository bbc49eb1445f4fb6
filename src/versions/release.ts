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
