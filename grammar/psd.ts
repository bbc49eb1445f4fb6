/** The elements of one `_PSD` package. ACPI 6.6 §8.4.5.5. */
export const PSD_ENTRIES = ['NumEntries', 'Revision', 'Domain', 'CoordType', 'NumProcessors'] as const;
/** The same in JSON. */
export const PSD_KEYS = ['num_entries', 'revision', 'domain', 'coord_type', 'num_processors'] as const;
export const PSD_REVISION = 0n;

export const COORD_TYPES = [
  { id: 0xfcn, name: 'SW_ALL' },
  { id: 0xfdn, name: 'SW_ANY' },
  { id: 0xfen, name: 'HW_ALL' },
] as const;

export type CoordType = (typeof COORD_TYPES)[number]['name'];
