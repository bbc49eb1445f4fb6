import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pathRanges } from '../../src/inspect/path-ranges.js';
import { cases } from '../support/cases.js';

cases(
  'path ranges',
  [
    { name: 'one', paths: ['\\_SB.C000'], text: '\\_SB.C000' },
    { name: 'two stay two', paths: ['\\_SB.C000', '\\_SB.C001'], text: '\\_SB.C000, \\_SB.C001' },
    { name: 'hex goes over 9', paths: ['\\_SB.C008', '\\_SB.C009', '\\_SB.C00A'], text: '\\_SB.C008-C00A' },
    { name: 'hex goes over F', paths: ['\\_SB.C00E', '\\_SB.C00F', '\\_SB.C010'], text: '\\_SB.C00E-C010' },
    { name: 'decimal goes over 9', paths: ['\\_SB.PR08', '\\_SB.PR09', '\\_SB.PR10'], text: '\\_SB.PR08-PR10' },
    { name: 'a base does not change', paths: ['\\PR09', '\\PR0A', '\\PR10'], text: '\\PR09, \\PR0A, \\PR10' },
    { name: 'a gap', paths: ['\\C000', '\\C001', '\\C002', '\\C004'], text: '\\C000-C002, \\C004' },
    { name: 'another parent', paths: ['\\A.C000', '\\B.C001'], text: '\\A.C000, \\B.C001' },
  ],
  ({ paths, text }) => assert.is(pathRanges(paths), text),
);

test.run();
