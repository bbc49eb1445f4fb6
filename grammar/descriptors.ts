/** Resource data types that a `_CPC` uses. ACPI 6.6 §6.4.2.9 and §6.4.3.7. */
export const GENERIC_REGISTER_TAG = 0x82;
export const END_TAG = 0x79;
/** The end tag's checksum byte: zero means "treat as correct". ACPI 6.6 §6.4.2.9. */
export const END_TAG_CHECKSUM = 0x00;
