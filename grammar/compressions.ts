/** Compressed files by their first bytes (file formats of the programs), and the program that writes them uncompressed. */
// biome-ignore format: one row a line
export const COMPRESSIONS = [
  { by: 'gzip', magic: [0x1f, 0x8b], cat: 'zcat' },
  { by: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], cat: 'xzcat' },
  { by: 'bzip2', magic: [0x42, 0x5a, 0x68], cat: 'bzcat' },
  { by: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], cat: 'zstdcat' },
  { by: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], cat: 'lz4cat' },
  { by: 'lz4', magic: [0x02, 0x21, 0x4c, 0x18], cat: 'lz4cat' },
  { by: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], cat: 'unzip -p' },
  { by: '7-Zip', magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], cat: '7z x -so' },
] as const satisfies readonly { by: string; magic: readonly number[]; cat: string }[];
