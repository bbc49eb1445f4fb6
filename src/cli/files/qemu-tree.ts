import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWED_DIFFERENCES, EXPECTED_TABLES } from '../../../grammar/qemu-trees.js';
import { diagnostic } from '../../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../../diagnostics/result.js';
import type { QemuTree } from '../../emit/format.js';
import { reasonOf } from '../../scratch/reason.js';
import { namesIn } from './folders.js';
import { statOf } from './input.js';

/** Reads what decides where the expected tables of a QEMU source tree are. The folder may be anything, and may not exist. */
export function readQemuTree(folder: string): Result<QemuTree> {
  const folders = namesIn(join(folder, EXPECTED_TABLES));
  const file = join(folder, ALLOWED_DIFFERENCES);
  if (!statOf(file)?.isFile()) return ok({ folders });
  try {
    return ok({ folders, allowed: readFileSync(file) });
  } catch (error) {
    return fail(diagnostic('cli/cannot-read', { file }, { why: reasonOf(error), of: 'output' }));
  }
}
