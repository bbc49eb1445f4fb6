// What a guest finds in tables of firmware.

import type { GuestName } from '../../grammar/guests.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { lift } from '../../src/firmware/lift.js';
import { namespaceOf } from '../../src/firmware/namespace.js';
import { judgeGuest } from '../../src/guest/judge.js';
import type { GuestCode } from '../../src/guest/rule.js';
import { subjectOfFirmware } from '../../src/guest/subject.js';
import { readBack } from '../firmware/packages.js';

export function findingsOf(guest: GuestName, terms: readonly AmlNode[]) {
  const read = readBack(terms);
  const lifted = lift([read], (node) => node.term);
  return judgeGuest(guest, subjectOfFirmware(lifted, namespaceOf([read]), { whole: false })).findings;
}

export function codesOf(guest: GuestName, terms: readonly AmlNode[]): Set<GuestCode> {
  return new Set(findingsOf(guest, terms).map(({ code }) => code));
}
