// The links of the documents have targets, and the files and diagnostic codes that they name exist.

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { REPOSITORY } from '../support/fixtures.js';
import { DOCUMENTS } from './document.js';

const ROOMS = new Set(Object.keys(CATALOG).map((code) => code.split('/')[0]));

/** A path that starts at the top of the repository, outside of links. */
const PATH = /(?<![\w/.(-])((?:bench|deploy|examples|fixtures|grammar|man|release|src|test)\/[\w./*-]+)/g;

function mentions(pattern: RegExp): { document: string; found: string }[] {
  return DOCUMENTS.flatMap(({ name: document, lines }) =>
    [...lines.join('\n').matchAll(pattern)].map(([, found = '']) => ({ document, found })),
  );
}

test('every relative link leads to a file, and to a heading of it', () => {
  const links = mentions(/\]\((?!https?:)([^)\s]+)\)/g);
  assert.ok(links.length > 10);
  const wrong = links.filter(({ document, found }) => {
    const [path = '', anchor] = found.split('#');
    const file = path === '' ? document : normalize(join(dirname(document), path));
    return !existsSync(join(REPOSITORY, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
  assert.equal(wrong, []);
});

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  const lines = DOCUMENTS.find(({ name }) => name === file)?.lines ?? [];
  return lines
    .filter((line) => /^#+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    );
}

test('README.md links every document of docs/', () => {
  const linked = mentions(/\]\((docs\/[a-z-]+\.md)/g).filter(({ document }) => document === 'README.md');
  const missing = DOCUMENTS.map(({ name }) => name).filter(
    (name) => name !== 'README.md' && !linked.some(({ found }) => found === name),
  );
  assert.equal(missing, []);
});

test('every file of the repository that a document names exists', () => {
  const paths = mentions(PATH).map(({ document, found }) => ({ document, found: found.replace(/[.,]$/, '') }));
  assert.ok(paths.length > 50);
  assert.equal(
    paths.filter(({ found }) => !exists(found)),
    [],
  );
});

/** `*` stands for any characters of a name. */
function exists(path: string): boolean {
  const name = new RegExp(`^${basename(path).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const folder = join(REPOSITORY, dirname(path));
  return existsSync(folder) && readdirSync(folder).some((one) => name.test(one));
}

test('every code of a diagnostic that a document names is in the catalog', () => {
  const codes = mentions(/`([a-z]+\/[a-z0-9-]+)`/g).filter(({ found }) => ROOMS.has(found.split('/')[0] ?? ''));
  assert.ok(codes.length > 20);
  assert.equal(
    codes.filter(({ found }) => !(found in CATALOG)),
    [],
  );
});

test.run();
