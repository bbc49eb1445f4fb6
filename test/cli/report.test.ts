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

/** A note for each of many cores, as they come from rules. */
const notes = (count: number) => Array.from({ length: count }, () => NOTE);
const unknownKey = (key: string) => diagnostic('spec/unknown-key', undefined, { table: '[[core]]', key, known: [] });

test('errors stand before warnings, and these before notes, also in --json', async () => {
  const found = [...notes(3), WARNING, ERROR, NOTE, unknownKey('x'), ERROR];
  const codes = [ERROR, ERROR, unknownKey('x'), WARNING, ...notes(4)].map(({ code }) => code);
  assert.equal(
    [...(await printed(found)).matchAll(/^\w+\[(.*?)\]/gm)].map(([, code]) => code),
    codes,
  );
  const json = JSON.parse(await printedTo(process.stdout, found, { json: true })).diagnostics;
  assert.equal(
    json.map(({ code }: Diagnostic) => code),
    [ERROR, unknownKey('x'), ERROR, WARNING, ...notes(4)].map(({ code }) => code),
  );
});

cases(
  'an error is printed again where the rest fills a terminal',
  [
    { name: '19 after it', count: 18, again: false },
    { name: '20 after it', count: 19, again: true },
    { name: 'a thousand after it', count: 999, again: true },
  ],
  async ({ count, again }) => {
    const text = await printed([...notes(count), ERROR, WARNING]);
    assert.match(text, /^error\[spec\/no-core\]/);
    assert.is(/The first error again.*\n\nerror\[spec\/no-core\](?:.*\n)+1 error/.test(text), again);
    assert.not.match(await printed([...notes(count), WARNING]), 'again');
  },
);

test('of one code, a problem that differs is seen among thousands that differ only in numbers', async () => {
  const found = [...Array.from({ length: 4000 }, (_, i) => unknownKey(`x${i}`)), unknownKey('highest_pref')];
  const text = await printed(found);
  assert.match(text, '`highest_pref`');
  assert.is(text.match(/^error\[/gm)?.length, 20);
  assert.match(text, '… and 3981 more of spec/unknown-key');
});

test.run();

/** What `report` writes to standard error. */
function printed(diagnostics: readonly Diagnostic[]): Promise<string> {
  return printedTo(process.stderr, diagnostics);
}

async function printedTo(
  stream: NodeJS.WriteStream,
  diagnostics: readonly Diagnostic[],
  options: { json?: true } = {},
): Promise<string> {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  try {
    await report({ allow: [], color: 'never', ...options }, { diagnostics, texts: new Map() });
  } finally {
    stream.write = write;
  }
  return text;
}
