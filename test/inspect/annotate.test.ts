import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeTable } from '../../src/aml/table.js';
import { annotate } from '../../src/inspect/annotate.js';
import { withValidHeader } from '../support/bytes.js';

test('annotate: what a terminal obeys in the ids of a header is shown as question marks', () => {
  const bytes = withValidHeader(new Uint8Array(36).fill(0x9b, 10, 16));
  const { value } = decodeTable(bytes, 'x.aml');
  const text = value ? annotate(bytes, value) : '';
  assert.match(text, /OEMID "\?{6}"/);
  assert.not.match(text, /[^\P{Cc}\n]/u);
});

test.run();
