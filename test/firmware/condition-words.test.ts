import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { alternativeLines } from '../../src/firmware/condition-words.js';

/** The conditions of a way, and their words. */
const ROWS: readonly (readonly [when: readonly string[], words: string])[] = [
  [['(MODE == 1)'], '(MODE == 1)'],
  [['!((MODE == 1) && (KIND != 0))'], '!((MODE == 1) && (KIND != 0))'],
  [['((CFGD & 0x1000000) != 0)'], 'overclocking is unlocked'],
  [['((CFGD & 0x1000000) == 0)', '(LMPS != 0)'], 'overclocking is locked and (LMPS != 0)'],
  [['(((CFGD & 0x2000000) != 0) && (ITBM == 0))'], 'Turbo Boost Max 3.0 is supported and (ITBM == 0)'],
  [['!(((CFGD & 0x2000000) != 0) && (ITBM == 0))'], 'Turbo Boost Max 3.0 is not supported or (ITBM != 0)'],
  [
    ['!(((CFGD & 0x2000000) != 0) && ((CFGD & 0x400000) != 0))', '(HTRO != 0)'],
    '(Turbo Boost Max 3.0 is not supported or HWP is disabled) and (HTRO != 0)',
  ],
  [['(((CFGD & 0x400000) != 0) || ((A < 2) && (B != 0)))'], 'HWP is enabled or ((A < 2) and (B != 0))'],
  [['!(((CFGD & 0x400000) == 0) || (A < 2))'], 'HWP is enabled and !(A < 2)'],
  [['((PF07 & 0x800) == 0)'], 'the system does not let hardware coordinate'],
  [['((PCnn & 0x800) != 0)'], 'the system lets hardware coordinate (Linux does)'],
  [['((PF07 & 0x200) != 0)'], '((PF07 & 0x200) != 0)'],
];

for (const [when, words] of ROWS) test(words, () => assert.equal(alternativeLines([when]), [`when ${words}`]));

test.run();
