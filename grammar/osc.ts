/** Platform-wide `_OSC`. ACPI 6.6 §6.2.12.2. */
export const OSC = {
  uuid: '0811b06e-4a27-44f9-8d60-3cbbc22e7b48',
  revision: 1n,
  /** DWORD 0, status bits. */
  unrecognizedUuid: 0x04n,
  unrecognizedRevision: 0x08n,
  capabilitiesMasked: 0x10n,
} as const;

/** Bits of DWORD 1 that are about `_CPC`. ACPI 6.6 §6.2.12.2, table "Platform-Wide _OSC Capabilities DWORD 2". */
export const OSC_CPPC_BITS = [
  { bit: 5, title: 'Collaborative Processor Performance Control' },
  { bit: 6, title: 'CPPC 2' },
  { bit: 12, title: 'Diverse Highest Performance' },
  { bit: 14, title: 'Flexible Address Space for CPPC registers' },
] as const;
