// Shell scripts in the place of iasl, QEMU and others, and what they may not leave behind.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';

/** Installs the scripts as the only programs in PATH, with a folder of their own for temporary files. */
export function installed(folder: string, programs: Readonly<Record<string, string>>): Record<string, string> {
  for (const name of ['bin', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 });
  }
  return { PATH: join(folder, 'bin'), TMPDIR: join(folder, 'tmp'), SCRATCH: folder };
}

/** No temporary file, and none of the processes whose ids the scripts wrote to `pids`. */
export async function nothingIsLeft(folder: string): Promise<void> {
  assert.equal(readdirSync(join(folder, 'tmp')), []);
  await noProcessIsLeft(folder);
}

export async function noProcessIsLeft(folder: string): Promise<void> {
  for (const pid of pidsIn(folder).filter(Number.isInteger)) assert.ok(await hasEnded(pid), `process ${pid} runs on`);
}

/** The ids in `pids`, and NaN for each other word. */
export function pidsIn(folder: string): number[] {
  const file = join(folder, 'pids');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number) : [];
}

/** Whether a process ends within a second; one that its parent has not yet waited for has ended. */
async function hasEnded(pid: number): Promise<boolean> {
  const status = `/proc/${pid}/status`;
  for (let look = 0; look < 20; look++) {
    if (!existsSync(status) || /^State:\s+Z/m.test(readFileSync(status, 'utf8'))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
