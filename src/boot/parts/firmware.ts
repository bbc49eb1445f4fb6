import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { VirtMachine } from '../../cpc/machine.js';

/** EDK2 for a machine `virt`. */
export interface Firmware {
  readonly code: string;
  /** Its variable store, where it needs one. */
  readonly variables?: string;
}

/** The requested firmware, else one of the places where distributions have it, also below the root of another system. */
export async function findFirmware(row: VirtMachine, requested?: string, root?: string): Promise<Firmware | undefined> {
  const known = [row.code, ...row.otherCodes];
  const files = [...(root === undefined ? [] : known.map((file) => join(root, file))), ...known];
  for (const code of requested === undefined ? files : [requested]) {
    const variables = 'variables' in row ? code.replace(/CODE([^/]*)$/, 'VARS$1') : undefined;
    const needed = [code, ...(variables === undefined ? [] : [variables])];
    const readable = await Promise.all(needed.map((file) => isReadable(file)));
    if (readable.every(Boolean)) return { code, ...(variables !== undefined && { variables }) };
  }
  return undefined;
}

function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}
