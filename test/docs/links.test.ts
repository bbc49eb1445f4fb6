// Links between the documents lead somewhere, and codes of diagnostics are there.

import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { REPOSITORY } from '../support/fixtures.js';
import { DOCUMENTS } from './document.js';

const ROOMS = new Set(Object.keys(CATALOG).map((code) => code.split('/')[0]));

function spoken(pattern: RegExp): { document: string; found: string }[] {
  return DOCUMENTS.flatMap(({ name: document, lines }) =>
    [...lines.join('\n').matchAll(pattern)].map(([, found = '']) => ({ document, found })),
  );
}

test('every relative link leads to a file, and to a heading of it', () => {
  const links = spoken(/\]\((?!https?:)([^)\s]+)\)/g);
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
  const linked = spoken(/\]\((docs\/[a-z-]+\.md)/g).filter(({ document }) => document === 'README.md');
  const missing = DOCUMENTS.map(({ name }) => name).filter(
    (name) => name !== 'README.md' && !linked.some(({ found }) => found === name),
  );
  assert.equal(missing, []);
});

test('every code of a diagnostic that a document names is in the catalog', () => {
  const codes = spoken(/`([a-z]+\/[a-z0-9-]+)`/g).filter(({ found }) => ROOMS.has(found.split('/')[0] ?? ''));
  assert.ok(codes.length > 20);
  assert.equal(
    codes.filter(({ found }) => !(found in CATALOG)),
    [],
  );
});

test.run();
