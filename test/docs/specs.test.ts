// The specs of the documents compile, and docs/spec.md has every key of the grammar and no other.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  CORE_KEYS,
  ENTRY_KEYS,
  GUEST_KEYS,
  HYPERV_FLAG_KEYS,
  HYPERV_SETTING_KEYS,
  LAYOUT_KEYS,
  LEVEL_KEYS,
  OFFSET_KEYS,
  PRIORITY_KEYS,
  REGISTER_KEYS,
  SPEC_TABLES,
  TABLE_KEYS,
} from '../../grammar/spec-keys.js';
import { compile } from '../../src/compile.js';
import { readSpec } from '../../src/spec/read.js';
import { cases } from '../support/cases.js';
import { blocksIn, DOCUMENTS } from './document.js';

const TOML = blocksIn('toml');

cases(
  'spec',
  TOML.filter(({ file }) => file !== undefined),
  async ({ lines, file = '' }) => {
    const { diagnostics } = await compile({ text: lines.join('\n'), file });
    assert.equal(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`),
      [],
    );
  },
);

cases(
  'part of a spec',
  TOML.filter(({ file }) => file === undefined),
  async ({ lines }) => {
    const { diagnostics } = await readSpec(lines.join('\n'), 'part');
    assert.equal(
      diagnostics.filter(({ code }) => code !== 'spec/no-core').map(({ code, message }) => `${code}: ${message}`),
      [],
    );
  },
);

const KEYS_OF: Readonly<Record<string, readonly { readonly key: string }[]>> = {
  table: TABLE_KEYS,
  guest: GUEST_KEYS,
  registers: LAYOUT_KEYS,
  'registers, entries': ENTRY_KEYS,
  'a register': REGISTER_KEYS,
  'a resource priority': PRIORITY_KEYS,
  defaults: LEVEL_KEYS,
  core: CORE_KEYS,
  offset: OFFSET_KEYS,
  hyperv: HYPERV_SETTING_KEYS,
  'hyperv, flags': HYPERV_FLAG_KEYS,
};

const SPEC_LINES = DOCUMENTS.find(({ name }) => name === 'docs/spec.md')?.lines ?? [];

/** First cells of the table below its mark `<!-- keys: … -->`, up to the next mark or heading. */
function keysBelow(heading: string): string[] {
  const from = SPEC_LINES.indexOf(`<!-- keys: ${heading} -->`);
  if (from < 0) return [];
  const length = SPEC_LINES.slice(from + 1).findIndex((line) => /^(?:#|<!-- keys)/.test(line));
  const rows = SPEC_LINES.slice(from + 1, length < 0 ? undefined : from + 1 + length);
  return rows.flatMap((row) => /^\| `([a-z_]+)`/.exec(row)?.[1] ?? []);
}

cases(
  'docs/spec.md has the keys of',
  Object.entries(KEYS_OF).map(([name, rows]) => ({ name, rows })),
  ({ name, rows }) => {
    assert.equal(keysBelow(name).sort(), rows.map(({ key }) => key).sort());
  },
);

test('docs/spec.md has every table of a spec', () => {
  const headings = SPEC_LINES.filter((line) => line.startsWith('## ')).join('\n');
  const missing = SPEC_TABLES.map(({ key, array }) => (array ? `[[${key}]]` : `[${key}]`)).filter(
    (table) => !headings.includes(`\`${table}\``),
  );
  assert.equal(missing, []);
});

test.run();
