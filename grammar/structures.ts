type FieldType = 'u8' | 'u16' | 'u32' | 'u64' | 'ascii';

export interface FieldRow {
  readonly field: string;
  readonly type: FieldType;
  /** Bytes of an `ascii` field; the others have theirs by type. */
  readonly size?: number;
  readonly title: string;
}

/** System Description Table Header. ACPI 6.6 §5.2.6. */
export const DESCRIPTION_HEADER = [
  { field: 'signature', type: 'ascii', size: 4, title: 'Signature' },
  { field: 'length', type: 'u32', title: 'Length' },
  { field: 'revision', type: 'u8', title: 'Revision' },
  { field: 'checksum', type: 'u8', title: 'Checksum' },
  { field: 'oemId', type: 'ascii', size: 6, title: 'OEMID' },
  { field: 'oemTableId', type: 'ascii', size: 8, title: 'OEM Table ID' },
  { field: 'oemRevision', type: 'u32', title: 'OEM Revision' },
  { field: 'creatorId', type: 'ascii', size: 4, title: 'Creator ID' },
  { field: 'creatorRevision', type: 'u32', title: 'Creator Revision' },
] as const satisfies readonly FieldRow[];

/** Generic Register Descriptor, behind its tag and length. ACPI 6.6 §6.4.3.7. */
export const GENERIC_REGISTER = [
  { field: 'spaceId', type: 'u8', title: 'Address Space ID' },
  { field: 'bitWidth', type: 'u8', title: 'Register Bit Width' },
  { field: 'bitOffset', type: 'u8', title: 'Register Bit Offset' },
  { field: 'accessSize', type: 'u8', title: 'Access Size' },
  { field: 'address', type: 'u64', title: 'Register Address' },
] as const satisfies readonly FieldRow[];

/** Root System Description Pointer, which has no such header: "RSD PTR ", and its bytes before and from revision 2 on. ACPI 6.6 §5.2.5.3. */
export const RSDP = {
  signature: [0x52, 0x53, 0x44, 0x20, 0x50, 0x54, 0x52, 0x20],
  revisionAt: 15,
  bytes1: 20,
  bytes2: 36,
} as const;

/** Firmware ACPI Control Structure: a signature and a length, but no checksum. ACPI 6.6 §5.2.10. */
export const FACS_LENGTH = 64;

/** Header fields of our own tables; a spec can have another creator. Revision 2: the DSDT alone decides the width of Integers. ACPI 6.6 §5.2.11.2. */
export const OUR_TABLE = { signature: 'SSDT', revision: 2, creatorId: 'CPPC', creatorRevision: 1 } as const;

/** The creator in the tables that QEMU makes. QEMU: ACPI_BUILD_APPNAME8 in include/hw/acpi/aml-build.h. */
export const QEMU_CREATOR = 'BXPC';
