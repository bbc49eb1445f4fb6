import { createHash } from 'node:crypto';

const MAGIC = '070701';
const HEADER_BYTES = 110;

/** One line per member of a "newc" cpio archive: mode, size, SHA-256, name. Written from the format's description alone. */
export function listNewc(archive: Uint8Array): string {
  const lines = [];
  for (let at = 0; ; ) {
    const header = latin1(archive.subarray(at, at + HEADER_BYTES));
    if (!header.startsWith(MAGIC)) throw new Error(`no cpio member at byte ${at}`);
    const field = (index: number) => Number.parseInt(header.slice(6 + index * 8, 14 + index * 8), 16);
    const [mode, size, nameSize] = [field(1), field(6), field(11)];
    const name = latin1(archive.subarray(at + HEADER_BYTES, at + HEADER_BYTES + nameSize - 1));
    const start = aligned(at + HEADER_BYTES + nameSize);
    if (name === 'TRAILER!!!') return `${lines.join('\n')}\n`;
    const hash = createHash('sha256').update(archive.subarray(start, start + size));
    lines.push(`${mode.toString(8).padStart(6, '0')} ${String(size).padStart(6)} ${hash.digest('hex')} ${name}`);
    at = aligned(start + size);
  }
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
