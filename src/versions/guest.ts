import {
  BOOTED_LINUX,
  GUEST_FAMILIES,
  type GuestFamily,
  type GuestName,
  LINUX_NAME,
  NAMED_GUESTS,
} from '../../grammar/guests.js';
import type { Architecture } from '../../grammar/machines.js';
import type { Release } from '../../grammar/release.js';
import { isSince } from './release.js';

export interface Guest {
  readonly guest: GuestName;
  readonly family: GuestFamily;
  readonly version: Release;
}

const LINUX = new RegExp(LINUX_NAME);

/** The guest of a name; undefined for the name of a family, and for a name that no guest has. */
export function guestOf(name: string): Guest | undefined {
  const [, series, patch] = LINUX.exec(name) ?? [];
  if (series === undefined) return NAMED_GUESTS.find(({ guest }) => guest === name);
  const [major = 0, minor = 0] = series.split('.').map(Number);
  return { guest: name as GuestName, family: 'linux', version: [major, minor, patch ? Number(patch) : Infinity] };
}

export function isGuestName(name: string): name is GuestName {
  return isFamily(name) || guestOf(name) !== undefined;
}

function isFamily(name: string): boolean {
  return GUEST_FAMILIES.some((family) => family === name);
}

/** The guests of names, Linux first, in the order of their releases; `linux` stands for those that were booted. */
export function guestsNamed(names: readonly string[], architecture: Architecture = 'x86'): GuestName[] {
  const single = names
    .flatMap((name) => (isFamily(name) ? familyOf(architecture) : [name]))
    .flatMap((name) => guestOf(name) ?? []);
  const guests = new Map(single.map((one) => [one.guest, one]));
  return [...guests.values()].sort(inOrder).map(({ guest }) => guest);
}

function familyOf(architecture: Architecture): string[] {
  const rows = BOOTED_LINUX.filter((row) => row.inFamily && row.architecture === architecture);
  return rows.map(({ release }) => `linux-${release.join('.')}`);
}

function inOrder(a: Guest, b: Guest): number {
  if (a.family !== b.family) return a.family === 'linux' ? -1 : 1;
  return Number(isSince(a.version, b.version)) - Number(isSince(b.version, a.version));
}
