// What each guest finds in a compiled spec, and in the bytes of its tables.

import { isDeepStrictEqual } from 'node:util';
import type { GuestName } from '../../grammar/guests.js';
import { OFFERED_GUESTS } from '../../grammar/spec-keys.js';
import { decodeTable } from '../../src/aml/table.js';
import type { CpcTable } from '../../src/cpc/ir.js';
import type { Compiled } from '../../src/emit/format.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { type GuestAnswer, judgeGuest } from '../../src/guest/judge.js';
import { type GuestSubject, subjectOfFirmware, subjectOfTable } from '../../src/guest/subject.js';
import { guestsNamed } from '../../src/versions/guest.js';

/** Every guest with rules of its own, and one between booted releases. */
export const GUESTS: readonly GuestName[] = guestsNamed([...OFFERED_GUESTS, 'linux-6.14', 'linux-7.2.6']);

interface BothAnswers {
  readonly guest: GuestName;
  readonly ofSpec: GuestAnswer;
  readonly ofBytes: GuestAnswer;
}

export function answersOfSpecAndBytes(compiled: Compiled): BothAnswers[] {
  const spec = subjectOfOwnTable(compiled.table);
  const bytes = subjectOfBytes(compiled, spec);
  return GUESTS.map((guest) => ({
    guest,
    ofSpec: judgeGuest(guest, spec),
    ofBytes: judgeGuest(guest, bytes),
  }));
}

/**
 * The subject of the spec. A guest of the device sees the device's objects; where keys of the spec make its table another one
 * (resolve/device-differs), the bytes can only be compared with that table.
 */
function subjectOfOwnTable(table: CpcTable): GuestSubject {
  const seen = subjectOfTable(table);
  const differs = table.processors.some(({ ofDevice, stated }) => ofDevice && !isDeepStrictEqual(ofDevice, stated));
  if (!differs) return seen;
  const { device: _, ...withoutDevice } = table;
  const { cpc, psd, osc } = subjectOfTable(withoutDevice);
  return { ...seen, cpc, psd, osc };
}

/** The subject of the decoded tables; the machine is in the spec only. */
function subjectOfBytes({ table, parts }: Compiled, spec: GuestSubject): GuestSubject {
  const tables = parts.flatMap(({ aml }) => decodeTable(aml, 'table').value ?? []);
  const { architecture: _, qemuVirt: __, ...seen } = subjectOfFirmware(tables, machineFacts(tables), table.cpuModel);
  return {
    ...seen,
    osc: spec.osc,
    virtual: spec.virtual,
    ...(spec.qemuVirt && { qemuVirt: spec.qemuVirt }),
    ...(spec.architecture && { architecture: spec.architecture }),
    ...(spec.device && { device: spec.device }),
    ...(spec.answered && { answered: spec.answered }),
    ...(spec.sharedBlock && { sharedBlock: spec.sharedBlock }),
    ...(spec.cpu && { cpu: spec.cpu }),
  };
}
