// Tables for guests of Arm, written as ASL.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OUR_TABLE } from '../../grammar/structures.js';
import { compileTo, GOOD, NULL, register } from './asl-tables.js';

/** Where QEMU's machine virt has its processors. */
export const CONTAINER = '\\_SB';

/** A sink in ports, and no counters: what layout `constant` writes for Arm. */
export const ARM = GOOD.with(13, NULL).with(14, NULL).with(2, '236').with(3, '236');
/** The desired performance in memory. */
export const desired = (address: string) => ARM.with(7, register(`SystemMemory, 32, 0, ${address}, 3`));

/** A table of QEMU's: without its name `check` takes FFixedHW and PCC at these paths for a real machine's. */
export async function tableTo(folder: string, stem: string, asl: string): Promise<void> {
  await compileTo(folder, stem, asl);
  const file = join(folder, `${stem}.aml`);
  const bytes = await readFile(file);
  bytes.write(OUR_TABLE.creatorId, 28, 'latin1');
  bytes[9] = 0;
  bytes[9] = -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
  await writeFile(file, bytes);
}
