import { U64_MAX } from './limits.js';
/** One-byte integers. ACPI 6.6 §20.2.3: OnesOp is all bits set, in as many bits as the DSDT's revision gives an Integer. */
export const INTEGER_OPS = [
  { op: 0x00, value: 0n, asl: 'Zero' },
  { op: 0x01, value: 1n, asl: 'One' },
  { op: 0xff, value: U64_MAX, asl: 'Ones' },
] as const;

/** Prefixed integers, shortest first. ACPI 6.6 §20.2.3. */
export const INTEGER_PREFIXES = [
  { prefix: 0x0a, width: 'Byte', bytes: 1 },
  { prefix: 0x0b, width: 'Word', bytes: 2 },
  { prefix: 0x0c, width: 'DWord', bytes: 4 },
  { prefix: 0x0e, width: 'QWord', bytes: 8 },
] as const;

export type IntegerWidth = (typeof INTEGER_PREFIXES)[number]['width'];
