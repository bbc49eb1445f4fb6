// The version of the release, which stands in several files.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { releaseOf } from '../../release/version.js';
import { DOCUMENTS } from '../docs/document.js';
import { cases } from '../support/cases.js';
import { REPOSITORY } from '../support/fixtures.js';

const RELEASE = releaseOf(REPOSITORY, {});

test('the lockfile has the version of package.json', () => {
  const lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8'));
  assert.equal([lock.version, lock.packages[''].version], [RELEASE.version, RELEASE.version]);
});

test('files that documents and deploy/ name have the version of the release', () => {
  const texts = DOCUMENTS.map(({ lines }) => lines.join('\n'));
  texts.push(readFileSync(join(REPOSITORY, 'deploy/nixos/cppc-acpi.nix'), 'utf8'));
  const named = texts.flatMap((text) => [
    ...text.matchAll(/\bcppc-acpi(?:-standalone)?[-_](\d+\.\d+\.\d+[\w.~-]*?)(?=-linux|\.tgz|_)/g),
  ]);
  assert.ok(named.length > 3, `${named.length}`);
  const versions = new Set(named.map(([, version]) => version));
  const { version } = RELEASE;
  versions.delete(version);
  versions.delete(`${version.replace('-', '~')}-1`);
  assert.equal([...versions], []);
});

test('the changelog is a list by version', () => {
  const headings = readFileSync(join(REPOSITORY, 'CHANGELOG.md'), 'utf8').match(/^## .*$/gm) ?? [];
  assert.ok(headings.length > 1);
  for (const heading of headings)
    assert.match(heading, /^## \d+\.\d+\.\d+(?:-rc\.\d+)? \((?:\d{4}-\d\d-\d\d|not published)\)$/);
});

cases(
  'the time of the release',
  [
    { name: 'is the day of the changelog', env: {}, seconds: 1795824000 },
    { name: 'is that of the environment', env: { SOURCE_DATE_EPOCH: '1700000000' }, seconds: 1700000000 },
  ],
  ({ env, seconds }) =>
    inFolder('## 1.2.0 (2026-11-28)', (folder) => assert.is(releaseOf(folder, env).seconds, seconds)),
);

cases(
  'no release',
  [
    {
      name: 'of another version',
      heading: '## 1.1.0 (2026-11-28)',
      env: {},
      says: /CHANGELOG\.md is "## 1\.1\.0 .*write "## 1\.2\.0 /,
    },
    { name: 'without a day', heading: '## 1.2.0', env: {}, says: /write "## 1\.2\.0 \(YEAR-MONTH-DAY\)"/ },
    {
      name: 'at a wrong time',
      heading: '## 1.2.0 (2026-11-28)',
      env: { SOURCE_DATE_EPOCH: 'now' },
      says: /SOURCE_DATE_EPOCH is "now"/,
    },
  ],
  ({ heading, env, says }) => inFolder(heading, (folder) => assert.throws(() => releaseOf(folder, env), says)),
);

function inFolder(heading: string, check: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-version-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"version":"1.2.0"}');
    writeFileSync(join(folder, 'CHANGELOG.md'), `# Changelog\n\n${heading}\n\n- A change.\n`);
    check(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.run();
