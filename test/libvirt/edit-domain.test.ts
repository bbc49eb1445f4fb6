import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseXml, type XmlElement } from '@rgrove/parse-xml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { childOf, childrenOf } from '../../src/libvirt/children.js';
import { cases } from '../support/cases.js';
import { expectGolden, expectNoGolden } from '../support/fixtures.js';
import { DOMAINS, domains, put, RELEASES, x3d } from './domains.js';

const compiled = await x3d();
const made = domains.flatMap((domain) =>
  RELEASES.map(({ name, libvirt }) => ({
    name: `${domain.name} for ${name}`,
    file: `${domain.name}-${name}.xml`,
    before: domain.text,
    request: { compiled, placement: { stem: 'x3d', libvirt }, topology: true },
  })),
);

test('domains: there are many, and each says why', () => {
  assert.ok(domains.length >= 10);
  for (const { name, text } of domains) assert.match(text, /^\uFEFF?(?:<\?.*\?>\r?\n)?<!-- [A-Z].{30,}\. -->/, name);
});

cases('domain with a spec', made, ({ file, before, request }) => {
  expectGolden(join(DOMAINS, 'edited', file), put(before, request).text);
});

test('domain with a spec: no expected file is left over', () => {
  const files = new Set(made.map(({ file }) => file));
  for (const file of readdirSync(join(DOMAINS, 'edited')))
    if (!files.has(file)) expectNoGolden(join(DOMAINS, 'edited', file));
});

cases('twice is once', made, ({ before, request }) => {
  const once = put(before, request);
  assert.ok(once.changes.length > 0);
  const twice = put(once.text, request);
  assert.equal(twice.changes, []);
  assert.ok(twice.text === once.text);
});

cases('there and back: the other form, and this one again', made, ({ before, request }) => {
  const once = put(before, request).text;
  for (const { libvirt } of RELEASES) {
    const other = put(once, { ...request, placement: { stem: 'x3d', libvirt } }).text;
    const back = put(other, request).text;
    assert.not.match(other.replaceAll('\r\n', ''), before.includes('\r') ? /[\r\n]/ : /\r/);
    assert.equal(optionsAndTables(back), optionsAndTables(once));
    assert.ok(put(back, request).text === back);
  }
});

/** Words and tables of a domain, in their order. */
function optionsAndTables(text: string): readonly string[] {
  const { root } = parseXml(text);
  const acpi = childOf(childOf(root ?? undefined, 'os'), 'acpi');
  const lines = childrenOf(root ?? undefined).filter(({ name }) => name.endsWith('commandline'));
  const words = lines.flatMap((line: XmlElement) => childrenOf(line).map((one) => one.attributes['value'] ?? ''));
  return [...childrenOf(acpi).map((table) => `${table.attributes['type']} ${table.text.trim()}`), ...words.sort()];
}

const ADDED = made.filter(({ before }) => !/x3d(?:-\d)?\.aml<|x3d-\d\.aml'\/>/.test(before));

cases('keeps all of the input except changed values', ADDED, ({ before, request }) => {
  const { text, changes } = put(before, request);
  assert.ok(changes.every(({ how }) => how !== 'removed'));
  const valuesChange = changes.some(({ how }) => how === 'changed');
  const [pieces, others] = [piecesOf(before, valuesChange), piecesOf(text, valuesChange)];
  let found = 0;
  for (const piece of others) if (piece === pieces[found]) found++;
  assert.is(pieces[found], undefined);
});

/** Tags, comments and what is between them; without what may change: values of pins and the topology, and `/>`. */
function piecesOf(text: string, valuesChange: boolean): readonly string[] {
  const pieces = text.match(/<!--.*?-->|<[^>]*>|[^<]+/gs) ?? [];
  const value = /(cpuset|sockets|dies|cores|threads)=(["'])[^"']*\2/g;
  return pieces.map((piece) =>
    (valuesChange ? piece.replace(value, '$1') : piece)
      .replace(/^(<domain.*) xmlns:qemu=[^>]*/, '$1')
      .replace('/>', '>'),
  );
}

test('line ends, quotes and the byte order mark of the document go on', () => {
  const crlf = domains.find(({ name }) => name === 'crlf')?.text ?? '';
  for (const { libvirt } of RELEASES) {
    const { text } = put(crlf, { compiled, placement: { stem: 'x3d', libvirt }, topology: true });
    assert.ok(text.startsWith('\uFEFF<?xml'));
    assert.not.match(text, /[^\r]\n/);
    assert.not.match(text, /='/);
  }
});

test.run();
