// Enlightenments in domains: libvirt accepts them, and starts QEMU with the flags of the spec.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cppcAcpi, inScratch } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { testWith } from '../support/outside.js';
import { complaintsOfLibvirt, LIBVIRT, qemuArguments } from './libvirt.js';

const ACCEPT = join(FIXTURES, 'accept');
const SPECS = readdirSync(ACCEPT).filter((name) => name.startsWith('hyperv'));

/** A domain without features of its own, for TCG. */
function domain(vcpus: number): string {
  return `<domain type='qemu'>
  <name>w</name>
  <memory>1048576</memory>
  <vcpu>${vcpus}</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
  </os>
  <features>
    <acpi/>
  </features>
  <cpu mode='custom'>
    <model>qemu64</model>
  </cpu>
</domain>
`;
}

interface Hyperv {
  readonly enlightenments: readonly { flag: string; value: string }[];
}

async function made(name: string) {
  let result: { domain: string; again: string; flags: readonly string[] } | undefined;
  await inScratch(async (cwd) => {
    const spec = join(ACCEPT, name, 'spec.toml');
    const run = await cppcAcpi(['hyperv', spec, '--json'], { cwd });
    const { enlightenments } = JSON.parse(run.stdout) as Hyperv;
    const built = await cppcAcpi(['build', spec, '-o', 'out', '--emit', 'json', '--iasl', 'off'], { cwd });
    assert.is(built.status, 0, built.stderr);
    const { processors } = JSON.parse(readFileSync(join(cwd, 'out/spec.json'), 'utf8')) as { processors: unknown[] };
    writeFileSync(join(cwd, 'w.xml'), domain(processors.length));
    const args = ['libvirt', spec, '--libvirt', LIBVIRT.join('.'), '--domain'];
    const once = await cppcAcpi([...args, 'w.xml'], { cwd });
    assert.is(once.status, 0, once.stderr);
    const twice = await cppcAcpi([...args, '-'], { cwd, input: once.stdout });
    result = {
      domain: once.stdout,
      again: twice.stdout,
      flags: enlightenments.map(({ flag, value }) => `${flag}=${value}`),
    };
  });
  if (!result) throw new Error('nothing was made');
  return result;
}

for (const name of SPECS) {
  testWith(['virt-xml-validate'], `libvirt takes the enlightenments of ${name}, and twice is once`, async () => {
    const { domain: xml, again } = await made(name);
    assert.is(await complaintsOfLibvirt(xml), '');
    assert.is(again, xml);
  });
  testWith(['virsh', 'qemu-system-x86_64'], `libvirt starts QEMU with each flag of ${name}`, async () => {
    const { domain: xml, flags } = await made(name);
    const words = await qemuArguments(xml);
    assert.is(words.filter((word) => word === '-cpu').length, 1);
    const cpu = words[words.indexOf('-cpu') + 1] ?? '';
    const given = [...cpu.split(','), ...words.filter((_, i) => words[i - 1] === '-global')];
    const spec = readFileSync(join(ACCEPT, name, 'spec.toml'), 'utf8');
    const hz = /tsc_frequency = ([\d_]+)/.exec(spec)?.[1]?.replaceAll('_', '');
    assert.is(
      given.find((one) => one.startsWith('tsc-frequency=')),
      hz && `tsc-frequency=${hz}`,
    );
    const missing = flags.filter((flag) => !given.some((one) => says(one, flag)));
    assert.equal(missing, [], `${cpu}\n${words.filter((_, i) => words[i - 1] === '-global').join('\n')}`);
  });
}

test('there are specs with enlightenments', () => assert.ok(SPECS.length > 4));

/** libvirt writes `hv-crash` for `hv-crash=on`, and numbers in hexadecimal. */
function says(given: string, flag: string): boolean {
  const [name = '', value = ''] = flag.split('=');
  const [have = '', is = 'on'] = given.replace(/^x86_64-cpu\./, '').split('=');
  if (have.replaceAll('_', '-') !== name) return false;
  return is === value || (Number.isFinite(Number(value)) && Number(is) === Number(value));
}

test.run();
