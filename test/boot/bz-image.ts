// The header of a bzImage, as Documentation/arch/x86/boot.rst has it, and nothing else of a kernel.

const VERSION_AT = 0x3000;

export function bzImage(version: string, magic = 'HdrS'): Uint8Array {
  const bytes = Buffer.alloc(VERSION_AT + version.length + 1);
  bytes.write(magic, 0x202, 'latin1');
  bytes.writeUInt16LE(VERSION_AT - 0x200, 0x20e);
  bytes.write(version, VERSION_AT, 'latin1');
  return new Uint8Array(bytes);
}
