import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CATALOG } from '../../src/diagnostics/catalog.js';
import { diagnostic, hasErrors } from '../../src/diagnostics/diagnostic.js';
import { diagnosticToJson } from '../../src/diagnostics/render-json.js';
import { type Located, renderText } from '../../src/diagnostics/render-text.js';
import { cases } from '../support/cases.js';

const plain = (_: string, text: string) => text;

const PLACE = { file: 'spec.toml', path: ['core', 0, 'highest_perf'] };
const ZERO = diagnostic('cpc/level-zero', PLACE, { key: 'highest_perf', from: 'spec' });
const AT = { line: 12, column: 1, endColumn: 17, text: 'highest_perf = 0' };

test('a problem of a key, as rustc shows it', () => {
  const text = `error[cpc/level-zero]: highest_perf is 0, which guests read as "not supported"
 --> spec.toml:12:1   core.0.highest_perf
 12 | highest_perf = 0
    | ^^^^^^^^^^^^^^^^
  spec: ACPI 6.6 §8.4.6.1.1; Linux: cppc_get_perf_caps answers "Bad address"; Xen: set_cppc_pminfo
  help: write at least 1
`;
  assert.is(renderText({ diagnostic: ZERO, at: AT }, plain), text);
});

/** The second line of a problem, and the one with the carets. */
function linesOf(located: Located): string[] {
  return renderText(located, plain)
    .split('\n')
    .filter((line) => / -->|\| *\^/.test(line));
}

cases(
  'where a problem is',
  [
    { name: 'a file alone', place: { file: 'x.toml' }, at: undefined, lines: [' --> x.toml'] },
    {
      name: 'bytes of a table',
      place: { file: 'x.aml', offset: 312, length: 4 },
      at: undefined,
      lines: [' --> x.aml at byte 0x138'],
    },
    {
      name: 'a position',
      place: { file: 'x.toml', line: 3, column: 5 },
      at: { line: 3, column: 5, endColumn: 6, text: 'a = yes' },
      lines: [' --> x.toml:3:5', '   |     ^'],
    },
    {
      name: 'part of a line',
      place: PLACE,
      at: { line: 7, column: 3, endColumn: 5, text: '  ab' },
      lines: [' --> spec.toml:7:3   core.0.highest_perf', '   |   ^^'],
    },
    {
      name: 'more than the line',
      place: PLACE,
      at: { line: 7, column: 3, endColumn: 999, text: '  ab' },
      lines: [' --> spec.toml:7:3   core.0.highest_perf', '   |   ^^'],
    },
  ],
  ({ place, at, lines }) => {
    assert.equal(linesOf({ diagnostic: diagnostic('spec/no-core', place, {}), ...(at && { at }) }), lines);
  },
);

test('a problem of no place has none', () => {
  const text = renderText({ diagnostic: diagnostic('iasl/missing', undefined, {}) }, plain);
  assert.not.match(text, '-->');
});

/** Control characters, except the end of a line. */
const CONTROL = /(?!\n)\p{Cc}/u;

test('escapes control characters of a line', () => {
  const at = { line: 1, column: 1, endColumn: 2, text: 'a = "\u001b[31m\u0007\u009b"' };
  const text = renderText({ diagnostic: ZERO, at }, plain);
  assert.not.match(text, CONTROL);
  const value = '\u001b]0;title\u0007';
  const unknown = diagnostic('spec/unknown-key', PLACE, { key: value, table: '', known: [] });
  assert.not.match(renderText({ diagnostic: unknown }, plain), CONTROL);
});

test('a long line is cut', () => {
  const at = { line: 1, column: 1, endColumn: 9999, text: 'x'.repeat(5000) };
  assert.ok(
    renderText({ diagnostic: ZERO, at }, plain)
      .split('\n')
      .every((line) => line.length < 200),
  );
});

cases(
  'the window of a long line',
  [
    { name: 'starts with the line up to column 90', column: 90, from: 0 },
    { name: 'starts 60 characters before column 91', column: 91, from: 31 },
    { name: 'far to the right', column: 1000, from: 940 },
  ],
  ({ column, from }) => {
    const text = Array.from({ length: 2000 }, (_, i) => String.fromCodePoint(0x100 + i)).join('');
    const at = { line: 1, column, endColumn: column + 3, text };
    const [, , shown = '', carets = ''] = renderText({ diagnostic: ZERO, at }, plain).split('\n');
    assert.is(shown, ` 1 | ${text.slice(from, from + 120)}`);
    assert.is(carets, `   | ${' '.repeat(column - from - 1)}^^^`);
  },
);

cases(
  'a problem as JSON',
  [
    {
      name: 'of a key',
      located: { diagnostic: ZERO, at: AT },
      place: { file: 'spec.toml', line: 12, column: 1, key: 'core.0.highest_perf' },
    },
    {
      name: 'of a key that was not found',
      located: { diagnostic: ZERO },
      place: { file: 'spec.toml', line: null, column: null, key: 'core.0.highest_perf' },
    },
    {
      name: 'of bytes',
      located: { diagnostic: diagnostic('spec/no-core', { file: 'x.aml', offset: 4, length: 4 }, {}) },
      place: { file: 'x.aml', offset: 4, length: 4 },
    },
    { name: 'of nothing', located: { diagnostic: diagnostic('spec/no-core', undefined, {}) }, place: null },
  ],
  ({ located, place }) => {
    const json = diagnosticToJson(located);
    assert.equal(Object.keys(json), ['code', 'severity', 'message', 'place', 'section', 'help']);
    assert.equal(json.place, place);
  },
);

test('errors, warnings and notes are distinguished', () => {
  const warning = diagnostic('cpc/io-access-undefined', PLACE, { key: 'desired_perf', from: 'spec' });
  const note = diagnostic('iasl/skipped', undefined, {});
  assert.equal([hasErrors([]), hasErrors([warning, note]), hasErrors([note, ZERO])], [false, false, true]);
});

cases(
  'a row of the catalog',
  Object.entries(CATALOG).map(([name, row]) => ({ name, row })),
  ({ name, row }) => {
    assert.match(name, /^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
    assert.ok(['error', 'warning', 'note'].includes(row.severity));
  },
);

test('codes stand together by their rooms', () => {
  const rooms = Object.keys(CATALOG).map((code) => code.split('/')[0]);
  const runs = rooms.filter((room, i) => room !== rooms[i - 1]);
  assert.equal(runs, [...new Set(runs)]);
});

test.run();
