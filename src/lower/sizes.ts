import { LINUX_INITRD_TABLES, QEMU_ACPITABLE } from '../../grammar/machines.js';
import type { CpcTable } from '../cpc/ir.js';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';

/** Checks that need the finished tables: their lengths and their number. */
export function sizeProblems(
  { machine, maxTableBytes }: CpcTable,
  lengths: readonly number[],
  file: string,
): Diagnostic[] {
  const place = { file, path: ['table', 'max_table_bytes'] };
  const problems = [];
  const longest = Math.max(...lengths);
  const bytes = lengths.reduce((sum, length) => sum + length, 0);
  if (maxTableBytes > 0 && longest > maxTableBytes) {
    problems.push(diagnostic('lower/processor-too-large', place, { bytes: longest, maxTableBytes }));
  }
  const { mostBytes } = QEMU_ACPITABLE;
  const mayBeLonger = maxTableBytes === 0 || maxTableBytes > mostBytes;
  if (machine === 'qemu' && mayBeLonger && longest > mostBytes) {
    problems.push(diagnostic('lower/split-too-late', place, { bytes: longest, maxTableBytes, mostBytes }));
  }
  if (machine === 'qemu' && bytes > QEMU_ACPITABLE.warnTotalBytes) {
    problems.push(diagnostic('lower/tables-past-64k', place, { bytes, parts: lengths.length }));
  }
  if (lengths.length > LINUX_INITRD_TABLES) {
    problems.push(
      diagnostic('lower/too-many-initrd-tables', place, { parts: lengths.length, most: LINUX_INITRD_TABLES }),
    );
  }
  return problems;
}
