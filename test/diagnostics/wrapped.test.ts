import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hanging, labelled, wrapped } from '../../src/diagnostics/wrapped.js';
import { cases } from '../support/cases.js';

cases(
  'lines for a terminal of 30 columns',
  [
    { name: 'short', line: 'help: remove it', lines: ['help: remove it'] },
    {
      name: 'below a label',
      line: '  help: give every core a number of its own',
      lines: ['  help: give every core a', '        number of its own'],
    },
    {
      name: 'an item of a list',
      line: '  - nothing else runs on these threads',
      lines: ['  - nothing else runs on these', '    threads'],
    },
    {
      name: 'a command stays whole',
      line: 'first use `cppc-acpi check spec.toml --strict` and then build',
      lines: ['first use', '  `cppc-acpi check spec.toml --strict`', '  and then build'],
    },
    {
      name: 'a line of a spec stays whole',
      line: '  help: under [guest] set host_vendor = "amd" or',
      lines: ['  help: under [guest] set', '        host_vendor = "amd" or'],
    },
    {
      name: 'a quoted name stays whole',
      line: 'the vendor of CPU model "Some long model" is not known',
      lines: ['the vendor of CPU model', '  "Some long model" is not', '  known'],
    },
    {
      name: 'a long word overflows',
      line: `the path ${'/a'.repeat(20)} is long`,
      lines: ['the path', `  ${'/a'.repeat(20)}`, '  is long'],
    },
    {
      name: 'colours have no width',
      line: '\u001b[31mwarning\u001b[0m: eleven more chars.',
      lines: ['\u001b[31mwarning\u001b[0m: eleven more chars.'],
    },
  ],
  ({ line, lines }) => assert.equal(labelled(line, 30), lines),
);

test('exactly the width fits, one more does not', () => {
  assert.equal(wrapped('aaaa bbbb', 9), ['aaaa bbbb']);
  assert.equal(wrapped('aaaa bbbb', 8), ['aaaa', 'bbbb']);
  assert.equal(hanging('aaaa bbbb cc', 9, 2), ['aaaa bbbb', '  cc']);
});

test('unclosed parentheses take no time', () => {
  const text = '(a '.repeat(20_000);
  assert.is(wrapped(text, 60).join(' '), text);
});

test.run();
