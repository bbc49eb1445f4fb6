import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { REPOSITORY } from '../support/fixtures.js';

test('schema prints the file of the repository', async () => {
  await inScratch(async (folder) => {
    const { status, stdout, stderr } = await cppcAcpi(['schema'], { cwd: folder });
    assert.is(status, 0, stderr);
    assert.ok(stdout === readFileSync(join(REPOSITORY, 'grammar/cppc-spec.schema.json'), 'utf8'));
  });
});

const wheres = [{ name: './cppc-spec.schema.json' }, { name: 'https://example.org/cppc-spec.schema.json' }];

cases('init --schema writes the line that editors read first', wheres, async ({ name }) => {
  await inScratch(async (folder) => {
    const args = ['init', '--sysfs', 'sys', '--pin', '0:0,1:2'];
    const plain = await cppcAcpi(args, { cwd: folder });
    const { status, stdout, stderr } = await cppcAcpi([...args, '--schema', name], { cwd: folder });
    assert.is(status, plain.status, stderr);
    assert.is(stdout, `#:schema ${name}\n\n${plain.stdout}`);
    assert.not.match(plain.stdout, '#:schema');
    const checked = await cppcAcpi(['check', '-'], { cwd: folder, input: stdout });
    assert.is(checked.status, 0, checked.stderr);
  });
});

const bad = [{ name: 'a space' }, { name: 'line\nbreak' }, { name: '' }];

cases('init --schema takes no path that a comment cannot hold', bad, async ({ name }) => {
  await inScratch(async (folder) => {
    const { status, stdout } = await cppcAcpi(['init', '--sysfs', 'sys', '--schema', name], { cwd: folder });
    assert.is(status, 2);
    assert.is(stdout, '');
  });
});

test.run();
