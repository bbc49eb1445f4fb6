import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { report } from '../../src/cli/terminal/report.js';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.js';
import { cases } from '../support/cases.js';

const NOTE = diagnostic('iasl/skipped', undefined, {});
const WARNING = diagnostic('cpc/io-access-undefined', undefined, { key: 'desired_perf', from: 'spec' });
const ERROR = diagnostic('spec/no-core', undefined, {});

cases(
  'the last line counts',
  [
    { name: 'nothing', found: [], last: '' },
    { name: 'a note', found: [NOTE], last: '1 note' },
    { name: 'notes', found: [NOTE, NOTE], last: '2 notes' },
    { name: 'a warning and a note', found: [NOTE, WARNING], last: '1 warning, 1 note' },
    { name: 'all three', found: [ERROR, NOTE, WARNING, ERROR], last: '2 errors, 1 warning, 1 note' },
  ],
  async ({ found, last }) => assert.is((await printed(found)).split('\n').at(-2) ?? '', last),
);

cases(
  'many diagnostics',
  [
    { name: 'all of 20', count: 20, more: undefined },
    { name: '20 of 21', count: 21, more: '… and 1 more of spec/no-core; use --json to print all' },
  ],
  async ({ count, more }) => {
    const text = await printed([...Array.from({ length: count }, () => ERROR), WARNING]);
    assert.is(text.match(/^error\[/gm)?.length, 20);
    assert.match(text, /^warning\[/m, 'others are still seen');
    assert.is(/^….*$/m.exec(text)?.[0], more);
    assert.match(text, `\n${count} errors, 1 warning\n`);
  },
);

test.run();

/** What `report` writes to standard error. */
async function printed(diagnostics: readonly Diagnostic[]): Promise<string> {
  const { write } = process.stderr;
  let text = '';
  process.stderr.write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  try {
    await report({ allow: [], color: 'never' }, { diagnostics, texts: new Map() });
  } finally {
    process.stderr.write = write;
  }
  return text;
}
