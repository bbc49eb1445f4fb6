// What a guest finds in tables of firmware.

import type { GuestName } from '../../grammar/guests.js';
import type { AmlNode } from '../../src/aml/tree.js';
import type { GuestCode } from '../../src/guest/rule.js';
import { judged, readTable } from '../firmware/packages.js';

export function findingsOf(guest: GuestName, terms: readonly AmlNode[]) {
  return judged(guest, readTable(terms)).findings;
}

export function codesOf(guest: GuestName, terms: readonly AmlNode[]): Set<GuestCode> {
  return new Set(findingsOf(guest, terms).map(({ code }) => code));
}
