import { CPC_ENTRIES, CPC_HEAD } from './cpc.js';
import { PCT_ENTRIES, PSS_ENTRIES } from './p-states.js';
import { PSD_ENTRIES } from './psd.js';

const CPC_TITLES = [...CPC_HEAD, ...CPC_ENTRIES.map((entry) => entry.title)];

/** `_HID` of a processor device. ACPI 6.6 §5.6.7. */
export const PROCESSOR_DEVICE_HID = 'ACPI0007';

/** Names of the elements of predefined packages; `inner` if the object is a package of such packages. */
export const PREDEFINED_NAMES = [
  { name: '_CPC', inner: false, titles: CPC_TITLES },
  // The package that coreboot's `_CPC` methods return.
  { name: 'GCPC', inner: false, titles: CPC_TITLES },
  { name: '_PSD', inner: true, titles: PSD_ENTRIES },
  { name: '_PCT', inner: false, titles: PCT_ENTRIES },
  { name: '_PSS', inner: true, titles: PSS_ENTRIES },
] as const satisfies readonly { name: string; inner: boolean; titles: readonly string[] }[];

/** Objects of a processor that say how fast it can run. ACPI 6.6 §8.4.5 and §8.4.6. */
export const PERFORMANCE_NAMES = ['_CPC', '_PSD', '_PCT', '_PSS', '_PPC'] as const;
