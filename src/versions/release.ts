import type { Release } from '../../grammar/release.js';

/** Has everything that any release has. */
export const NEWEST: Release = [Infinity, 0];

/** Whether a release has what came with the first one. */
export function isSince([major, minor]: Release, [firstMajor, firstMinor]: Release): boolean {
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}
