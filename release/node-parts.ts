// What Node's own executable contains, as `process.versions` lists it, with the licences of Node's file LICENSE as SPDX
// expressions; SQLite, which is not there, is in the public domain.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Component, OtherLicence } from './spdx.js';

interface NodePart {
  readonly name: string;
  readonly licence: string;
}

/** By the key in `process.versions`. */
const NODE_PARTS: Readonly<Record<string, NodePart>> = {
  acorn: { name: 'Acorn', licence: 'MIT' },
  ada: { name: 'Ada', licence: 'MIT' },
  amaro: { name: 'amaro', licence: 'MIT AND Apache-2.0' },
  ares: { name: 'c-ares', licence: 'MIT' },
  brotli: { name: 'Brotli', licence: 'MIT' },
  icu: { name: 'ICU', licence: 'Unicode-3.0' },
  llhttp: { name: 'llhttp', licence: 'MIT' },
  merve: { name: 'merve', licence: 'MIT' },
  nbytes: { name: 'nbytes', licence: 'MIT' },
  ncrypto: { name: 'ncrypto', licence: 'MIT' },
  nghttp2: { name: 'nghttp2', licence: 'MIT' },
  nghttp3: { name: 'nghttp3', licence: 'MIT' },
  ngtcp2: { name: 'ngtcp2', licence: 'MIT' },
  openssl: { name: 'OpenSSL', licence: 'Apache-2.0' },
  simdjson: { name: 'simdjson', licence: 'Apache-2.0' },
  simdutf: { name: 'simdutf', licence: 'MIT' },
  sqlite: { name: 'SQLite', licence: 'blessing' },
  undici: { name: 'undici', licence: 'MIT' },
  uv: { name: 'libuv', licence: 'MIT' },
  uvwasi: { name: 'uvwasi', licence: 'MIT' },
  v8: { name: 'V8', licence: 'BSD-3-Clause' },
  zlib: { name: 'zlib', licence: 'Zlib' },
  zstd: { name: 'Zstandard', licence: 'BSD-3-Clause' },
};

/** Numbers of interfaces, and data that is a part of ICU. */
const NOT_PARTS = ['cldr', 'modules', 'napi', 'node', 'tz', 'unicode'];

/** The name, in SPDX expressions, of Node's licence with those of its libraries. */
const LICENCE = 'Node.js';

/** Node itself, from its package of npm, and its parts. */
export function nodeComponents(folder: string): Component[] {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const versions = execFileSync(join(folder, 'bin/node'), ['--print', 'JSON.stringify(process.versions)']);
  const node = { name: 'Node.js', version, licence: `LicenseRef-${LICENCE}`, purl: `pkg:npm/${name}@${version}` };
  return [node, ...nodeParts(JSON.parse(versions.toString()))];
}

export function nodeLicence(folder: string): OtherLicence {
  return { name: LICENCE, text: readFileSync(join(folder, 'LICENSE'), 'utf8').trim() };
}

/** The parts of a Node with these `process.versions`; one that was not compiled in has an empty version. */
export function nodeParts(versions: Readonly<Record<string, string>>): Component[] {
  const parts = Object.entries(versions).filter(([key, version]) => !NOT_PARTS.includes(key) && version !== '');
  return parts.map(([key, version]) => {
    const part = NODE_PARTS[key];
    if (part === undefined) throw new Error(`add the licence of ${key} ${version} to release/node-parts.ts`);
    return { ...part, version };
  });
}
