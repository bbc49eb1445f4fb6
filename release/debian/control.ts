// The texts about a package: its control file, the sums of its files, and Debian's changelog.

import { createHash } from 'node:crypto';
import { type Entry, foldersOf, isLink } from './entries.js';
import { DESCRIPTION, type DebianPackage, MAINTAINER, SHARED_FIELDS, SYNOPSIS } from './packages.js';

/** 0.2.0-rc.1 comes before 0.2.0, so it is 0.2.0~rc.1; then the revision of the package. */
export function debianVersion(version: string): string {
  return `${version.replace('-', '~')}-1`;
}

/** The name of the file with the package. */
export function packageFile({ name, architecture }: DebianPackage, version: string): string {
  return `${name}_${debianVersion(version)}_${architecture}.deb`;
}

export function controlFile(
  { name, architecture, fields, about }: DebianPackage,
  version: string,
  entries: readonly Entry[],
): string {
  const { Source, ...shared } = SHARED_FIELDS;
  const all = {
    Package: name,
    ...(Source !== name && { Source }),
    Version: debianVersion(version),
    Architecture: architecture,
    'Installed-Size': String(kibibytesOf(entries)),
    ...shared,
    ...fields,
    Description: [SYNOPSIS, ...DESCRIPTION, '.', ...about].join('\n '),
  };
  return Object.entries(all)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('');
}

/** Debian policy 5.6.20: whole KiB for each file, and one for anything else. */
function kibibytesOf(entries: readonly Entry[]): number {
  const sizes = entries.map((entry) => (isLink(entry) ? 1 : Math.ceil(entry.bytes.length / 1024)));
  return sizes.reduce((sum, size) => sum + size, foldersOf(entries).length);
}

/** deb-md5sums(5). */
export function sumsFile(entries: readonly Entry[]): string {
  const lines = entries.flatMap((entry) =>
    isLink(entry) ? [] : `${createHash('md5').update(entry.bytes).digest('hex')}  ${entry.path}\n`,
  );
  return lines.sort((a, b) => compare(a.slice(34), b.slice(34))).join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** deb-changelog(5). What has changed in the program is in changelog.gz. */
export function debianChangelog(version: string, seconds: number): string {
  const date = new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');
  return [
    `cppc-acpi (${debianVersion(version)}) unstable; urgency=medium`,
    '',
    `  * Release ${version}; changelog.gz lists its changes.`,
    '',
    ` -- ${MAINTAINER}  ${date}`,
    '',
  ].join('\n');
}
