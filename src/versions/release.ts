import type { Release } from '../../grammar/release.js';

/** Newer than every release. */
export const NEWEST: Release = [Infinity, 0];

/** Whether a release is the first one or newer. */
export function isSince([major, minor]: Release, [firstMajor, firstMinor]: Release): boolean {
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}
