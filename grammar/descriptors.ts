/** Resource data types that a `_CPC` uses. ACPI 6.6 §6.4.2.9 and §6.4.3.7. */
export const GENERIC_REGISTER_TAG = 0x82;
export const END_TAG = 0x79;
/** Bit 7 of a tag says that a length of 16 bits follows; else its low bits are the length. ACPI 6.6 §6.4.1. */
export const LARGE_DESCRIPTOR = 0x80;
export const SMALL_LENGTH_MASK = 0x07;
/** The end tag's checksum byte: zero means "treat as correct". ACPI 6.6 §6.4.2.9. */
export const END_TAG_CHECKSUM = 0x00;
