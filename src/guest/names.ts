import { GUEST_FAMILIES, GUEST_ROWS, type GuestName, type GuestRow } from '../../grammar/guests.js';

/** The guests of names; `linux` stands for several. */
export function guestsNamed(names: readonly string[]): GuestName[] {
  const wanted = GUEST_ROWS.filter(
    (row: GuestRow) =>
      names.includes(row.guest) || (isFamily(row.family) && names.includes(row.family) && !row.onlyByName),
  );
  return wanted.map((row) => row.guest);
}

function isFamily(name: string): boolean {
  return GUEST_FAMILIES.some((family) => family === name);
}
