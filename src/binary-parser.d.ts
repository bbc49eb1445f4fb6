// binary-parser 2.3.0 hides its types from `nodenext` resolution: its "exports" name none.
declare module 'binary-parser' {
  export class Parser {
    endianness(endian: 'little' | 'big'): this;
    uint8(name: string): this;
    uint16(name: string): this;
    uint32(name: string): this;
    uint64(name: string): this;
    buffer(name: string, options: { length: number }): this;
    parse(bytes: Uint8Array): unknown;
  }
}
