import { parseXml } from '@rgrove/parse-xml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { specFrom } from '../../src/host/spec-from.js';
import { readHost, withLevels } from '../../src/host/sysfs.js';
import { childOf, childrenOf } from '../../src/libvirt/children.js';
import { readDomain } from '../../src/libvirt/domain-pins.js';
import { editDomain } from '../../src/libvirt/edit-domain.js';
import { writeSpec } from '../../src/spec/write.js';
import { filesOf, treeOf } from '../host/machines.js';
import { cases } from '../support/cases.js';
import { Random } from '../support/random.js';
import { domains } from './domains.js';

const host = withLevels(readHost(treeOf(filesOf('7950x3d-frequency')))).value;

/** The spec that `init` writes for a domain; undefined after an error. */
function specOf(text: string): string | undefined {
  const { value: pinned } = readDomain(text, 'domain.xml');
  if (!host || !pinned) throw new Error('the case is wrong');
  const made = specFrom(host, { file: 'spec.toml', layout: 'constant', offsets: [], pinned }).value;
  return made && writeSpec(made.spec, made.comments);
}

/** The pins of a domain as they are written. */
function pinsIn(text: string): readonly string[] {
  const cputune = childOf(parseXml(text).root ?? undefined, 'cputune');
  return childrenOf(cputune, 'vcpupin').map(({ attributes }) => `${attributes['vcpu']}: ${attributes['cpuset']}`);
}

/** Puts the spec of a domain into the domain: no pin may change or be added, and none is reported. */
async function expectSamePins(text: string, spec: string): Promise<void> {
  const { value: compiled } = await compile({ text: spec, file: 'spec.toml' });
  assert.ok(compiled, spec);
  const edit = { compiled, placement: { stem: 'spec' }, topology: false };
  const { value, diagnostics } = editDomain(text, 'domain.xml', edit);
  assert.ok(value, diagnostics.map(({ message }) => message).join('; '));
  assert.equal(pinsIn(value.text), pinsIn(text));
  assert.equal(
    diagnostics.map(({ code }) => code).filter((code) => code.startsWith('libvirt/pin')),
    [],
  );
}

const pinned = domains.flatMap(({ name, text }) => {
  const hasPins = text.includes('<vcpupin') || /<vcpu [^>]*cpuset/.test(text);
  const spec = hasPins && /machine=.(?!microvm)/.test(text) ? specOf(text) : undefined;
  return spec === undefined ? [] : [{ name, text, spec }];
});

cases('init, then libvirt: no pin changes', pinned, ({ text, spec }) => expectSamePins(text, spec));

test('init, then libvirt: several domains of the fixtures have pins', () => {
  assert.ok(pinned.length >= 3, pinned.map(({ name }) => name).join());
});

test('init: the sets of a domain', () => {
  const text = domains.find(({ name }) => name === 'ranges')?.text ?? '';
  const pins = specOf(text)?.match(/(?<=^host_threads = ).*$/gm);
  assert.equal([...(pins ?? [])], ['["8,24"]', '["9,25"]', '["0,16"]', '["1-2,17-18"]']);
});

function randomCpuset(random: Random): string {
  const parts = [`${random.below(32)}`, ...random.list(2, () => part(random))];
  return parts.join(',');
}

function part(random: Random): string {
  const first = random.below(28);
  return random.one([`${first}`, `${first}-${first + random.below(4)}`, `${first}-${first + 1}`]);
}

function randomDomain(random: Random): string {
  const vcpus = 2 * (1 + random.below(4));
  const pins = Array.from({ length: vcpus }, (_, vcpu) =>
    random.below(5) === 0 ? '' : `<vcpupin vcpu='${vcpu}' cpuset='${randomCpuset(random)}'/>`,
  );
  const cpuset = random.below(2) === 0 ? ` cpuset='${randomCpuset(random)}'` : '';
  const threads = random.one([1, 2]);
  return [
    `<domain type='kvm'><vcpu${cpuset}>${vcpus}</vcpu><cputune><shares>9</shares>${pins.join('')}</cputune>`,
    "<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>",
    `<cpu mode='host-passthrough'><topology sockets='1' cores='${vcpus / threads}' threads='${threads}'/></cpu></domain>`,
  ].join('');
}

test('init, then libvirt: no pin of random domains changes', async () => {
  let made = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const text = randomDomain(new Random(seed));
    const spec = specOf(text);
    if (spec === undefined) continue;
    made++;
    await expectSamePins(text, spec).catch((error: Error) => assert.unreachable(`seed ${seed}: ${error.message}`));
  }
  assert.ok(made > 150, String(made));
});

test.run();
