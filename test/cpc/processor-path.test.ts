import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { patternOf, processorPath } from '../../src/cpc/processor-path.js';
import { cases } from '../support/cases.js';

const paths = (pattern: string, count: number) => Array.from({ length: count }, (_, i) => processorPath(pattern, i));

cases(
  'the pattern of paths',
  [
    { name: 'of QEMU', given: paths('\\_SB.CPUS.C%03X', 20), pattern: '\\_SB.CPUS.C%03X' },
    { name: 'of Xen', given: paths('\\_SB.PR%02X', 17), pattern: '\\_SB.PR%02X' },
    { name: 'of no machine, hexadecimal', given: paths('\\_SB.PLTF.P%03X', 17), pattern: '\\_SB.PLTF.P%03X' },
    { name: 'of no machine, decimal', given: paths('\\_SB.SCK0.P%03d', 17), pattern: '\\_SB.SCK0.P%03d' },
    { name: 'of one digit', given: paths('\\_PR.CPU%01X', 16), pattern: '\\_PR.CPU%01X' },
    { name: 'a name that a digit ends', given: ['\\_SB.P100', '\\_SB.P101'], pattern: '\\_SB.P1%02X' },
    { name: 'more than its digits can name', given: [...paths('\\_PR.CPU%01X', 16), '\\_PR.CP10'], pattern: undefined },
    { name: 'from 1 on', given: ['\\_SB.P001', '\\_SB.P002'], pattern: undefined },
    { name: 'a gap', given: ['\\_SB.P000', '\\_SB.P002'], pattern: undefined },
    { name: 'another order', given: ['\\_SB.P001', '\\_SB.P000'], pattern: undefined },
    { name: 'without a number', given: ['\\_SB.CPUA', '\\_SB.CPUB'], pattern: undefined },
  ],
  ({ given, pattern }) => assert.is(patternOf(given), pattern),
);

test.run();
