// The XML of libvirt domains: it is read, and what a spec needs is put in, or a problem says where.

import { parseXml } from '@rgrove/parse-xml';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js';
import { renderText } from '../../../src/diagnostics/render-text.js';
import type { Compiled } from '../../../src/emit/format.js';
import { specFrom } from '../../../src/host/spec-from.js';
import { readHost, withLevels } from '../../../src/host/sysfs.js';
import { leftovers } from '../../../src/hyperv/leftovers.js';
import { hypervElements } from '../../../src/hyperv/libvirt-elements.js';
import { readCapabilities } from '../../../src/libvirt/capabilities.js';
import { readDomain } from '../../../src/libvirt/domain-pins.js';
import { type EditedDomain, editDomain } from '../../../src/libvirt/edit-domain.js';
import { NEWEST } from '../../../src/versions/release.js';
import { filesOf, treeOf } from '../../host/machines.js';
import { compileText } from '../../laws/specs.js';
import { x3d } from '../../libvirt/domains.js';
import { Random } from '../../support/random.js';
import { domainTexts } from '../corpus.js';
import { mutatedOne } from '../mutate.js';
import { ensure, ensurePlain, type FuzzInput, type Target, textIn } from '../target.js';

const FILE = 'domain.xml';
const DEVICE: readonly (readonly [string, string])[] = [
  ['layout = "constant"', 'layout = "acpi-cppc"'],
  ['nominal_freq          = 3800', ''],
  ['lowest_freq           = 400', ''],
];
const HYPERV: readonly [string, string] = [
  '[registers]',
  '[hyperv]\npreset = "recommended"\ncpu = "amd"\n\n[registers]',
];
const CONSTANT =
  '[registers]\nlayout = "constant"\n[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40\nlowest_perf = 15\n';
const compiled: readonly Compiled[] = [
  await x3d(),
  await x3d(HYPERV),
  await x3d(...DEVICE),
  await x3d(['threads_per_core = 2', 'threads_per_core = 2\ndies = [1, 1]']),
  await compileText(
    `[table]\nmax_table_bytes = 900\n${CONSTANT}[[core]]\nhighest_perf = 166\ncount = 3\n[[core]]\nhighest_perf = 200\n`,
  ),
];
const texts = domainTexts();
const host = withLevels(readHost(treeOf(filesOf('7950x3d-cache')))).value;

const ELEMENTS = [
  ...['domain', 'os', 'acpi', 'table', 'vcpu', 'cpu', 'topology', 'cputune', 'vcpupin', 'features', 'hyperv', 'clock'],
  ...[
    'domainCapabilities',
    'enum',
    'value',
    'defaults',
    'devices',
    'qemu:commandline',
    'qemu:arg',
    'metadata',
    'timer',
    'a:b',
    'feature',
    'model',
    'qemu:override',
  ],
];
const WORDS = [
  ...ELEMENTS.flatMap((name) => [
    name,
    `<${name}>`,
    `</${name}>`,
    `<${name}/>`,
    `<${name} vcpu='0' cpuset="1-3" threads='2'/>`,
  ]),
  ...[
    '<!--',
    '-->',
    '<!-- x -->',
    '<![CDATA[',
    ']]>',
    '<![CDATA[<os/>]]>',
    '<?xml version="1.0"?>',
    '<?x y?>',
    '&amp;',
    '&lt;',
  ],
  ...[
    '&#10;',
    '&#x0;',
    '&e;',
    '<!DOCTYPE d [<!ENTITY e "x">]>',
    'cpuset="0-3,^2"',
    "type='raw'",
    "xmlns:qemu='x'",
    "value='-acpitable'",
  ],
  ...[
    "<qemu:arg value='-cpu'/>",
    "<qemu:arg value='host,hv-relaxed=on'/>",
    '/var/lib/libvirt/acpi/x3d.aml',
    "placement='static'",
  ],
];

export const TARGET: Target = { name: 'domain', extension: 'xml', make, check };

function make(random: Random): FuzzInput {
  return { content: mutatedOne(texts, random, WORDS), choice: random.below(2 ** 31) };
}

function check(input: FuzzInput): void {
  const text = textIn(input);
  const random = new Random(input.choice);
  assertRenders(readCapabilities(text, FILE).diagnostics, text);
  readPins(text, random);
  putIn(text, random);
}

function readPins(text: string, random: Random): void {
  const { value: pinned, diagnostics } = readDomain(text, FILE);
  assertRenders(diagnostics, text);
  if (!pinned || !host) return;
  const layout = random.one(['acpi-cppc', 'constant'] as const);
  assertRenders(specFrom(host, { file: 'spec.toml', layout, offsets: [], pinned }).diagnostics, text);
}

function putIn(text: string, random: Random): void {
  const one = random.one(compiled);
  const libvirt = random.one([[9, 0], [11, 2], NEWEST] as const);
  const { hyperv } = one;
  const request = {
    compiled: one,
    placement: { stem: random.one(['x3d', "it's", 'a&b']), libvirt },
    topology: random.below(2) === 0,
    ...{ hyperv: hypervElements(hyperv, libvirt), leftovers: leftovers(hyperv, libvirt) },
  };
  const once = editDomain(text, FILE, request);
  assertRenders(once.diagnostics, text);
  if (!once.value) {
    ensure(
      once.diagnostics.some(({ severity }) => severity === 'error'),
      () => 'neither a domain nor an error',
    );
    return;
  }
  parseXml(once.value.text);
  onlyChanges(text, once.value);
  const twice = editDomain(once.value.text, FILE, request);
  ensure(twice.value !== undefined, () => `the second time it is refused: ${twice.diagnostics[0]?.message}`);
  const [again] = twice.value.changes;
  ensure(again === undefined, () => `twice is not once: ${again?.how} ${again?.where}: ${again?.what}`);
  ensure(twice.value.text === once.value.text, () => 'twice is not once, without a word');
}

/** Without a change every byte stays; comments go with what they stand in only. */
function onlyChanges(before: string, { text: after, changes }: EditedDomain): void {
  if (changes.length === 0) ensure(before === after, () => 'bytes changed without a word');
  const removed = changes.filter(({ how }) => how === 'removed').map(({ what }) => what);
  const comments = before.includes('CDATA') ? [] : (before.match(/<!--.*?-->/gs) ?? []);
  const isKept = (one: string) => [after, ...removed].some((text) => text.includes(one));
  ensure(comments.every(isKept), () => 'a comment is gone');
}

function assertRenders(diagnostics: readonly Diagnostic[], text: string): void {
  const lines = text.split('\n').length;
  for (const diagnostic of diagnostics) {
    ensurePlain(
      renderText({ diagnostic }, (_, words) => words),
      diagnostic.code,
    );
    const { place } = diagnostic;
    if (place && 'line' in place)
      ensure(place.line >= 1 && place.line <= lines, () => `${diagnostic.code} at line ${place.line}`);
  }
}
