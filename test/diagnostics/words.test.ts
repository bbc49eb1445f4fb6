import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hex, list, quotedMessages, short, some } from '../../src/diagnostics/words.js';
import { cases } from '../support/cases.js';

const names = (count: number) => Array.from({ length: count }, (_, i) => `C${i}`);

cases(
  'some of many names',
  [
    { name: 'none', count: 0, text: '' },
    { name: 'one', count: 1, text: 'C0' },
    { name: 'four', count: 4, text: 'C0, C1, C2 and C3' },
    { name: 'five', count: 5, text: 'C0, C1, C2 and 2 more' },
    { name: 'hundreds', count: 600, text: 'C0, C1, C2 and 597 more' },
  ],
  ({ count, text }) => assert.is(some(names(count)), text),
);

cases(
  'text of an input',
  [
    { name: 'as long as is shown', text: 'x'.repeat(60), shown: 'x'.repeat(60) },
    { name: 'longer', text: 'x'.repeat(61), shown: `${'x'.repeat(59)}…` },
    { name: 'with control characters', text: 'a\u001b[31m', shown: 'a?[31m' },
  ],
  ({ text, shown }) => assert.is(short(text), shown),
);

test('two names have no comma', () => assert.is(list(['a', 'b'], 'or'), 'a or b'));

test('numbers have at least two hexadecimal digits', () => {
  assert.equal([hex(5), hex(0x10n), hex(0x1234)], ['0x05', '0x10', '0x1234']);
});

test('messages of iasl: three errors, and warnings only without errors', () => {
  const [one, two] = ['x.asl(1) : warning 3 - a', 'x.asl(2) : error  6 - b'];
  assert.is(quotedMessages([one, two]), 'x.asl(2) : error 6 - b');
  assert.is(quotedMessages([one]), one);
  assert.is(quotedMessages([two, two, two, two]).split('; ').length, 3);
});

test.run();
