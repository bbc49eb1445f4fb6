import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isOurTable } from '../../src/emit/our-tables.js';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const single = await x3d();
const split = await x3d(['[guest]', '[table]\nmax_table_bytes = 1200\n\n[guest]']);

const domain = (os: string, more = '') =>
  `<domain type='kvm'>\n  <vcpu>4</vcpu>\n  <os>\n    <type>hvm</type>${os}\n  </os>\n  <features><acpi/></features>\n${more}</domain>\n`;
const acpi = (...tables: readonly string[]) =>
  ['', '    <acpi>', ...tables.map((one) => `      ${one}`), '    </acpi>'].join('\n');
const raw = (file: string) => `<table type='raw'>/var/lib/libvirt/acpi/${file}</table>`;
const osOf = (text: string) => /<type>hvm<\/type>(.*?)\n {2}<\/os>/s.exec(text)?.[1];

cases(
  'tables',
  [
    { name: 'none yet', before: '', after: acpi(raw('x3d.aml')) },
    {
      name: 'from another folder',
      before: acpi("<table type='raw'>/srv/x3d.aml</table>"),
      after: acpi(raw('x3d.aml')),
    },
    { name: 'an empty <acpi>', before: '\n    <acpi/>', after: acpi(raw('x3d.aml')) },
    { name: 'an <acpi> without tables', before: '\n    <acpi>\n    </acpi>', after: acpi(raw('x3d.aml')) },
    { name: "others' stay", before: acpi(raw('a.aml')), after: acpi(raw('a.aml'), raw('x3d.aml')) },
    {
      name: "others' of a longer name",
      before: acpi(raw('x3d-vm.aml')),
      after: acpi(raw('x3d-vm.aml'), raw('x3d.aml')),
    },
    {
      name: 'fewer parts',
      before: acpi(raw('x3d-1.aml'), raw('b.aml'), raw('x3d-2.aml')),
      after: acpi(raw('x3d.aml'), raw('b.aml')),
    },
    { name: 'of type slic', before: acpi("<table type='slic'>/srv/x3d.aml</table>"), after: acpi(raw('x3d.aml')) },
    {
      name: 'white space and an entity in the path',
      before: acpi("<table type='raw'> /srv/x3d&#46;aml\n </table>"),
      after: acpi(raw('x3d.aml')),
    },
  ],
  ({ before, after }) => assert.is(osOf(put(domain(before), { compiled: single }).text), after),
);

test('tables: more parts', () => {
  assert.is(split.parts.length, 2);
  const before = domain(acpi(raw('x3d.aml'), raw('b.aml')));
  const { text } = put(before, { compiled: split });
  assert.is(osOf(text), acpi(raw('x3d-1.aml'), raw('b.aml'), raw('x3d-2.aml')));
});

test('tables: a path ends with its own element, also where no white space follows', () => {
  const on = (path: string) =>
    `<domain type='kvm'><vcpu>4</vcpu><os><acpi><table type='raw'>${path}</table></acpi></os><features><acpi/></features></domain>`;
  const { text } = put(on('/srv/x3d.aml'), { compiled: single });
  assert.is(/<os>.*<\/os>/.exec(text)?.[0], `<os><acpi>${raw('x3d.aml')}</acpi></os>`);
});

test('tables: the last one goes with its <acpi>, and a comment keeps it', () => {
  const placement = { stem: 'x3d', libvirt: [9, 0] } as const;
  const gone = put(domain(acpi(raw('x3d.aml'))), { compiled: single, placement });
  assert.is(osOf(gone.text), '');
  const kept = put(domain(acpi(raw('x3d.aml'), '<!-- mine -->')), { compiled: single, placement });
  assert.is(osOf(kept.text), acpi('<!-- mine -->'));
});

test('tables: characters that XML has words for', () => {
  const { text } = put(domain(''), { compiled: single, placement: { stem: `a&b<"'>`, tablePath: '/srv/x//' } });
  assert.is(osOf(text), acpi(`<table type='raw'>/srv/x/a&amp;b&lt;"'&gt;.aml</table>`));
});

cases(
  'tables by release',
  [
    { name: '10.9', libvirt: [10, 9], raw: false },
    { name: '11.1', libvirt: [11, 1], raw: false },
    { name: '11.2', libvirt: [11, 2], raw: true },
    { name: '12.0', libvirt: [12, 0], raw: true },
  ] as const,
  ({ libvirt, raw: expected }) => {
    const { text } = put(domain(''), { compiled: single, placement: { stem: 'x3d', libvirt } });
    assert.equal([text.includes("type='raw'"), text.includes('qemu:commandline')], [expected, !expected]);
  },
);

cases(
  'ours',
  [
    { name: 'x3d.aml', is: true },
    { name: '/any/where/x3d.aml', is: true },
    { name: 'x3d-1.aml', is: true },
    { name: 'x3d-12.aml', is: true },
    { name: 'x3d-0.aml', is: false },
    { name: 'x3d-.aml', is: false },
    { name: 'x3d-a.aml', is: false },
    { name: 'my-x3d.aml', is: false },
    { name: 'x3d.aml.bak', is: false },
    { name: 'x3d.aml/other.aml', is: false },
    { name: '', is: false },
  ],
  ({ name, is }) => assert.is(isOurTable(name, 'x3d'), is),
);

test.run();
