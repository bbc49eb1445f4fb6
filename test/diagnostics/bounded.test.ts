// Lists in messages whose length the input decides: each names three and counts the rest.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.js';
import { cases } from '../support/cases.js';

const NAMES = Array.from({ length: 1000 }, (_, i) => `name${i}`);
const GUEST = { from: 'table' as const, guests: 'windows11', many: false, where: '\\_SB.C000._CPC' };

const ROWS: readonly { name: string; made: Diagnostic; text: 'message' | 'help' }[] = [
  {
    name: 'variants of a value',
    made: diagnostic('resolve/variant-missing', undefined, { variant: 'x', has: NAMES }),
    text: 'message',
  },
  {
    name: 'variants of a spec',
    made: diagnostic('resolve/unknown-variant', undefined, { variant: 'x', names: NAMES }),
    text: 'help',
  },
  {
    name: 'devices at a port',
    made: diagnostic('resolve/device-ports-taken', undefined, { first: 0n, last: 9n, devices: NAMES, free: 1 }),
    text: 'message',
  },
  { name: 'tables', made: diagnostic('firmware/no-aml', undefined, { signatures: NAMES }), text: 'message' },
  {
    name: 'registers',
    made: diagnostic('guest/windows-memory', undefined, { ...GUEST, keys: NAMES }),
    text: 'message',
  },
];

cases('diagnostics: a list of 1,000', ROWS, ({ made, text }) => {
  assert.match(made[text] ?? '', 'and 997 more');
  assert.ok((made[text] ?? '').length < 160, made[text]);
});

test.run();
