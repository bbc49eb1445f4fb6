import { U16_MAX } from './limits.js';
/** Address spaces of a Generic Register Descriptor. ACPI 6.6 §5.2.3.2 and §6.4.3.7; `inCpc`: §8.4.6.1. */
// biome-ignore format: one row a line
export const ADDRESS_SPACES = [
  { id: 0x00, asl: 'SystemMemory', inCpc: true },
  { id: 0x01, asl: 'SystemIO', inCpc: true },
  { id: 0x02, asl: 'PCI_Config', inCpc: false },
  { id: 0x03, asl: 'EmbeddedControl', inCpc: false },
  { id: 0x04, asl: 'SMBus', inCpc: false },
  { id: 0x05, asl: 'SystemCMOS', inCpc: false },
  { id: 0x06, asl: 'PciBarTarget', inCpc: false },
  { id: 0x07, asl: 'IPMI', inCpc: false },
  { id: 0x08, asl: 'GeneralPurposeIo', inCpc: false },
  { id: 0x09, asl: 'GenericSerialBus', inCpc: false },
  { id: 0x0a, asl: 'PCC', inCpc: true },
  { id: 0x0b, asl: 'PlatformRtMechanism', inCpc: false },
  { id: 0x7f, asl: 'FFixedHW', inCpc: true },
] as const;

export type CpcSpace = Extract<(typeof ADDRESS_SPACES)[number], { inCpc: true }>['asl'];

/** Access sizes; `bits` is what one access moves, 0 where the space decides. ACPI 6.6 §5.2.3.2. */
// biome-ignore format: one row a line
export const ACCESS_SIZES = [
  { id: 0, asl: 'Undefined', bits: 0 },
  { id: 1, asl: 'Byte', bits: 8 },
  { id: 2, asl: 'Word', bits: 16 },
  { id: 3, asl: 'DWord', bits: 32 },
  { id: 4, asl: 'QWord', bits: 64 },
] as const;

export type AccessSizeName = (typeof ACCESS_SIZES)[number]['asl'];

/** Ports are numbered in 16 bits on x86. */
export const LAST_IO_PORT = U16_MAX;
