// Writes a package with dpkg-deb. Its bytes depend on nothing but the files: dpkg-deb sorts them, all have the time of the
// release and belong to root, and the modes do not depend on the umask.

import { execFileSync } from 'node:child_process';
import { chmodSync, lutimesSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlFile, packageFile, sumsFile } from './control.js';
import { type Entry, file, foldersOf, isLink } from './entries.js';
import type { DebianPackage } from './packages.js';

const OPTIONS = ['--root-owner-group', '-Zxz', '--threads-max=1'];

/** Returns the name of the file in `folder`. */
export function writePackage(
  about: DebianPackage,
  entries: readonly Entry[],
  { version, seconds }: { readonly version: string; readonly seconds: number },
  folder: string,
): string {
  const name = packageFile(about, version);
  const tree = mkdtempSync(join(tmpdir(), 'cppc-acpi-deb-'));
  try {
    const all = [
      ...entries,
      file('DEBIAN/control', controlFile(about, version, entries)),
      file('DEBIAN/md5sums', sumsFile(entries)),
    ];
    writeTree(tree, all, seconds);
    execFileSync('dpkg-deb', [...OPTIONS, `-z${about.compression}`, '--build', tree, join(folder, name)], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds), LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(tree, { recursive: true });
  }
  return name;
}

function writeTree(tree: string, entries: readonly Entry[], seconds: number): void {
  const folders = foldersOf(entries);
  for (const folder of folders) mkdirSync(join(tree, folder));
  for (const entry of entries) {
    const path = join(tree, entry.path);
    if (isLink(entry)) symlinkSync(entry.target, path);
    else {
      writeFileSync(path, entry.bytes);
      chmodSync(path, entry.executable ? 0o755 : 0o644);
    }
    lutimesSync(path, seconds, seconds);
  }
  // Last, and the deepest first: writing into a folder changes its time.
  for (const folder of ['', ...folders].reverse()) {
    chmodSync(join(tree, folder), 0o755);
    lutimesSync(join(tree, folder), seconds, seconds);
  }
}
