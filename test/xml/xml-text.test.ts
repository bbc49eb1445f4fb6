import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { element, elementText, escaped, textElement, xmlLines } from '../../src/xml/xml-text.js';
import { cases } from '../support/cases.js';

const ALL = `a & b < c > d ' e " f`;

cases(
  'escaped',
  [
    { name: 'in a text', text: ALL, quote: undefined, expected: `a &amp; b &lt; c &gt; d ' e " f` },
    { name: "in '…'", text: ALL, quote: "'", expected: `a &amp; b &lt; c &gt; d &apos; e " f` },
    { name: 'in "…"', text: ALL, quote: '"', expected: `a &amp; b &lt; c &gt; d ' e &quot; f` },
    { name: 'an entity is text, too', text: '&amp;', quote: undefined, expected: '&amp;amp;' },
    // XML 1.0 §3.3.3: a reader replaces white space in an attribute by spaces; §2.11: and \r\n in a text by \n.
    { name: 'white space in an attribute', text: 'a\tb\nc\rd e', quote: '"', expected: 'a&#9;b&#10;c&#13;d e' },
    { name: 'white space in a text', text: 'a\tb\nc\rd e', quote: undefined, expected: 'a\tb\nc&#13;d e' },
  ] as const,
  ({ text, quote, expected }) => {
    assert.is(escaped(text, quote), expected);
  },
);

const TREE = element('a', { one: '1', two: `it's` }, [
  element('b', {}),
  element('c', {}, [textElement('d', {}, 'x < y')]),
]);

test('each child has its own line, and is indented by one unit more than its parent', () => {
  assert.equal(xmlLines(TREE, '    '), [
    `    <a one='1' two='it&apos;s'>`,
    '      <b/>',
    '      <c>',
    '        <d>x &lt; y</d>',
    '      </c>',
    '    </a>',
  ]);
});

test('without an indent the element is one line', () => {
  const style = { newline: '\r\n', unit: '\t', quote: '"' } as const;
  assert.is(elementText(TREE, style), `<a one="1" two="it's"><b/><c><d>x &lt; y</d></c></a>`);
});

test('the style of a document decides line ends, indents and quotes', () => {
  const style = { newline: '\r\n', unit: '\t', quote: '"' } as const;
  assert.is(
    elementText(TREE, style, '\t'),
    `<a one="1" two="it's">\r\n\t\t<b/>\r\n\t\t<c>\r\n\t\t\t<d>x &lt; y</d>\r\n\t\t</c>\r\n\t</a>`,
  );
});

test.run();
