import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exampleOf } from '../../src/cli/commands/explain/examples.js';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import type { Code } from '../../src/diagnostics/diagnostic.js';
import { cases } from '../support/cases.js';
import { cppcAcpi, inScratch } from '../support/command-line.js';

const codes = (Object.keys(CATALOG) as Code[]).map((name) => ({ name }));

cases('a code has an example, which says the code', codes, ({ name }) => {
  const example = exampleOf(name);
  assert.ok(example, 'no example');
  assert.match(example.output, `[${name}]`);
  assert.ok(example.kind === 'output' || example.input.trim().length > 10);
});

cases('a command of an example can be run by a person', codes, ({ name }) => {
  const example = exampleOf(name);
  if (example?.kind === 'command') assert.match(example.input, /^(?:TMPDIR=\S+ )?cppc-acpi (?!.*fake=)/);
});

test('explain shows it', async () => {
  await inScratch(async (folder) => {
    const { status, stdout } = await cppcAcpi(['explain', 'cpc/level-order'], { cwd: folder });
    assert.is(status, 0);
    assert.match(stdout, /Example spec:[\s\S]*Output:[\s\S]*error\[cpc\/level-order\]/);
  });
});

test.run();
