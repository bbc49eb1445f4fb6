// ASL of processors with a `_CPC`.

const NIL = 'ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }';
export const PORT = 'ResourceTemplate () { Register (SystemIO, 0x08, 0x00, 0x1000, 0x01) }';

/** A `_CPC` of revision 2 with these levels. */
export function levels(highest: number, nominal: number | string = 40): string {
  return `Package () { 21, 2, ${highest}, ${nominal}, 20, 7, ${NIL}, ${PORT}, ${`${NIL}, `.repeat(5)}${PORT}, ${PORT}, ${PORT}, ${PORT}, ${NIL}, ${NIL}, ${NIL}, ${NIL} }`;
}

export function processor(name: string, uid: number | string, ...terms: readonly string[]): string {
  return `Device (\\_SB.${name}) { Name (_HID, "ACPI0007") Name (_UID, ${uid})\n${terms.join('\n')}\n}\n`;
}

export const FIELDS = `
  OperationRegion (NVS, SystemMemory, 0x1000, 8)
  Field (NVS, AnyAcc, NoLock, Preserve) { FREQ, 16, MODE, 8 }
`;
