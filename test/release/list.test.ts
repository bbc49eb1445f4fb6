// The list of what is inside a release.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { npmComponents } from '../../release/licences.js';
import { nodeParts } from '../../release/node-parts.js';
import { type ReleasedFile, spdxDocument } from '../../release/spdx.js';

const RELEASE = { version: '1.2.0-rc.1', seconds: 1795824000 };
const TOML = { name: '@iarna/toml', version: '3.0.0', folder: 'node_modules/@iarna/toml', licence: 'ISC', text: '' };
const FILES: readonly ReleasedFile[] = [
  { file: 'a_1.2.0~rc.1.deb', sha256: 'aa', inside: npmComponents([TOML]) },
  { file: 'b.tgz', sha256: 'bb', inside: npmComponents([TOML]) },
];

test('parts of Node have licences, and those that were left out do not count', () => {
  const parts = nodeParts({ node: '24.1.0', modules: '137', uv: '1.52.1', ngtcp2: '', zlib: '1.3' });
  assert.equal(parts, [
    { name: 'libuv', version: '1.52.1', licence: 'MIT' },
    { name: 'zlib', version: '1.3', licence: 'Zlib' },
  ]);
});

test('a part of Node whose licence nobody has looked up is an error', () => {
  assert.throws(() => nodeParts({ newlib: '1.0' }), /add the licence of newlib 1\.0 to release\/node-parts\.ts/);
});

test('a component that two files have is listed once, and belongs to both', () => {
  const { packages, relationships } = JSON.parse(JSON.stringify(spdxDocument(RELEASE, FILES, [])));
  assert.is(packages.length, 3);
  assert.equal(packages[2].externalRefs[0].referenceLocator, 'pkg:npm/%40iarna/toml@3.0.0');
  const containing = relationships.filter((one: { relationshipType: string }) => one.relationshipType === 'CONTAINS');
  assert.equal(
    containing.map((one: { spdxElementId: string }) => one.spdxElementId),
    ['SPDXRef-a-1.2.0-rc.1.deb', 'SPDXRef-b.tgz'],
  );
});

test('the same files have the same list, others another', () => {
  assert.equal(spdxDocument(RELEASE, FILES, []), spdxDocument(RELEASE, FILES, []));
  const namespaceOf = (files: readonly ReleasedFile[]) =>
    JSON.parse(JSON.stringify(spdxDocument(RELEASE, files, []))).documentNamespace;
  assert.match(namespaceOf(FILES), /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.is.not(namespaceOf(FILES), namespaceOf(FILES.slice(1)));
});

test.run();
