// The file `copyright` of a package, in Debian's machine-readable format.

import type { BundledPackage } from '../licences.js';

const FORMAT = 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/';

/** Debian's names of licences, where they are not SPDX's. */
const DEBIAN_NAMES: Readonly<Record<string, string>> = { MIT: 'Expat' };

/** Licences that every Debian has in /usr/share/common-licenses: Debian policy 12.5 wants them named, not repeated. */
const COMMON_LICENCES = ['Apache-2.0'];

/** Files with one licence: ours, those of a bundled package, or Node's. */
export interface Part {
  readonly files: string;
  readonly licence: string;
  readonly text: string;
  readonly comment?: string;
}

export function copyrightFile(ownLicence: string, parts: readonly Part[]): string {
  const own: Part = { files: '*', licence: 'MIT', text: ownLicence };
  return [`Format: ${FORMAT}\nUpstream-Name: cppc-acpi\n`, ...[own, ...parts].map(stanza)].join('\n');
}

export function partOf({ name, version, folder, licence, text }: BundledPackage): Part {
  return { files: `${folder}/*`, licence, text, comment: `${name} ${version} is in the program.` };
}

function stanza({ files, licence, text, comment }: Part): string {
  const terms = COMMON_LICENCES.includes(licence)
    ? `The full text is in /usr/share/common-licenses/${licence}, and at https://spdx.org/licenses/${licence}.html`
    : text.trim();
  return [
    `Files: ${files}`,
    `Copyright: ${holdersIn(text).join('\n ')}`,
    `License: ${DEBIAN_NAMES[licence] ?? licence}`,
    ...terms.split('\n').map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`)),
    ...(comment === undefined ? [] : [`Comment: ${comment}`]),
    '',
  ].join('\n');
}

/** Lines such as "Copyright (c) 2026 a person". */
function holdersIn(text: string): string[] {
  const lines = [...text.matchAll(/^\s*Copyright (?:\(c\) )?(.+)$/gm)].map(([, holder = '']) => holder.trim());
  if (lines.length === 0) throw new Error(`no copyright line in ${JSON.stringify(text.slice(0, 200))}`);
  return [...new Set(lines)];
}
