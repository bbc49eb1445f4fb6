import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { unbuiltSources } from './unbuilt.js';

test('finds sources that are newer than their build, or not built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
  try {
    for (const name of ['bench', 'grammar', 'release', 'src', 'test', 'build/src'])
      mkdirSync(join(folder, name), { recursive: true });
    const write = (name: string, seconds: number) => {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), seconds, seconds);
    };
    for (const name of ['built', 'changed']) write(`build/src/${name}.js`, 1000);
    write('src/built.ts', 1000);
    write('src/changed.ts', 1001);
    write('src/new.ts', 999);
    write('src/types.d.ts', 2000);
    assert.equal(unbuiltSources(folder).sort(), ['src/changed.ts', 'src/new.ts']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
