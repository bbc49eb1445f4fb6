import { join } from 'node:path';
import { ALLOWED_DIFFERENCES, EXPECTED_TABLES } from '../../../grammar/qemu-trees.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import type { QemuTree } from '../../emit/format.js';
import { lookAt } from '../../scratch/look.js';
import { reasonOf } from '../../scratch/reason.js';
import { namesIn } from './folders.js';
import { MOST_BYTES, statOf } from './input.js';

/** Reads what decides where the expected tables of a QEMU source tree are. The folder may be anything, and may not exist. */
export function readQemuTree(folder: string): Result<QemuTree> {
  const folders = namesIn(join(folder, EXPECTED_TABLES));
  const file = join(folder, ALLOWED_DIFFERENCES);
  if (!statOf(file)?.isFile()) return ok({ folders });
  try {
    const { size = 0, head: allowed } = lookAt(file, MOST_BYTES) ?? {};
    if (size > MOST_BYTES) return fail(diagnostic('cli/too-large', { file }, { most: MOST_BYTES, of: 'output' }));
    return ok({ folders, ...(allowed && { allowed }) });
  } catch (error) {
    return fail(diagnostic('cli/cannot-read', { file }, { why: reasonOf(error), of: 'output' }));
  }
}
