import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CPPC_CPUFREQ } from '../../../grammar/linux.js';
import type { Kernel } from './kernel.js';

/** busybox unpacks these; distributions compress their modules. */
const SUFFIXES = ['', '.xz', '.gz'];

/** The file of cppc_cpufreq that belongs to a kernel: beside it, or in the folder of modules of the same system. */
export async function findDriver({ file, version }: Kernel): Promise<string | undefined> {
  const folders = moduleFolders(dirname(file), version);
  for (const folder of folders) {
    for (const suffix of SUFFIXES) {
      const module = join(folder, `${CPPC_CPUFREQ.module}.ko${suffix}`);
      if (await access(module).then(isTrue, isFalse)) return module;
    }
  }
  return undefined;
}

const isTrue = () => true;
const isFalse = () => false;

/** `boot` of a system, a folder of modules, and a source tree that was built (arch/arm64/boot). */
function moduleFolders(folder: string, version: string): string[] {
  const trees = ['lib/modules', 'usr/lib/modules'].map((modules) => join(folder, '..', modules, version));
  const ofSystem = [folder, ...trees].map((tree) => join(tree, CPPC_CPUFREQ.folder));
  const ofSource = join(folder, '../../..', CPPC_CPUFREQ.folder.replace(/^kernel\//, ''));
  return [folder, ...ofSystem, ...(basename(folder) === 'boot' ? [ofSource] : [])];
}
