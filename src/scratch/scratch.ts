import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

// An interrupted command line calls process.exit, which runs this.
process.on('exit', () => {
  for (const folder of folders) remove(folder);
});

/** Calls `work` with a new temporary folder, and removes the folder afterwards, also after a failure. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-'));
  folders.add(folder);
  try {
    return await work(folder);
  } finally {
    remove(folder);
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}
