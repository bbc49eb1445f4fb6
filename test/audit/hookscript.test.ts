import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { auditVm } from '../../src/audit/audit.js';
import { withHookscript } from '../../src/audit/readers/hookscript.js';
import { readProxmoxVm } from '../../src/audit/readers/proxmox.js';
import { readHookscriptFile } from '../../src/cli/commands/audit/why-unread.js';
import { auditLines, auditToJson } from '../../src/cli/views/audit-lines.js';
import { compile } from '../../src/compile.js';
import { makeFor, specOf } from '../proxmox/vms.js';
import { cases } from '../support/cases.js';
import { inTemporaryFolder } from '../support/guest.js';

const OURS = 'hookscript: local:snippets/x3d.hookscript.sh\n';
const PINS = [['2'], ['3']];

/** The audit of a VM of two vCPUs whose hookscript has this text. */
async function audited(config: string, script: string | undefined, spec = specOf(PINS)) {
  const { value: vm } = readProxmoxVm(`cores: 2\nostype: win11\n${config}`, '100.conf');
  const { value: compiled } = await compile({ text: spec, file: 'x3d.toml' });
  if (!vm || !compiled) throw new Error('no VM or spec');
  const read = () => (script === undefined ? { why: 'no such file' } : { text: script });
  const made = auditVm(withHookscript(vm, read), { spec: { compiled, stem: 'x3d' } });
  const ofPins = made.diagnostics.filter(({ code }) => /pin|hookscript|helper|share/.test(code));
  return { made, ofPins, codes: ofPins.map(({ code }) => code) };
}

const scriptOf = async (pins: readonly (readonly string[])[]) =>
  (await makeFor(specOf(pins), `cores: ${pins.length}`)).script;

interface Hooked {
  readonly name: string;
  readonly config: string;
  readonly pins?: readonly (readonly string[])[];
  readonly text?: string;
  readonly codes: readonly string[];
  readonly says?: RegExp;
}

// biome-ignore format: a row a line
const HOOKED: readonly Hooked[] = [
  { name: 'none', config: 'affinity: 0-3\n', codes: ['audit/whole-vm-pinned'] },
  { name: 'ours, and affinity elsewhere', config: `affinity: 8-9\n${OURS}`, pins: PINS, codes: [] },
  { name: 'ours, and affinity on the cores of the vCPUs', config: `affinity: 0-3\n${OURS}`, pins: PINS, codes: ['audit/helper-on-vcpu-core'], says: /^affinity 0-3 shares host threads with vCPUs 0 and 1/ },
  { name: 'ours, without affinity', config: OURS, pins: PINS, codes: ['audit/helper-unpinned'], says: /^vCPUs are pinned, but affinity is missing/ },
  { name: 'ours, of another build', config: `affinity: 8-9\n${OURS}`, pins: [['2'], ['5']], codes: ['audit/pin-differs'], says: /^vCPU 1 is pinned to host thread 5, but in the spec to 3/ },
  { name: 'ours, with two vCPUs on one thread', config: `affinity: 8-9\n${OURS}`, pins: [['2'], ['2']], codes: ['audit/vcpus-share-thread', 'audit/pin-differs'] },
  { name: 'ours, for fewer vCPUs', config: `affinity: 8-9\n${OURS}`, pins: [['2']], codes: ['host/vcpu-without-pin'], says: /^vCPU 1 has no pin/ },
  { name: 'ours, missing', config: `affinity: 0-3\n${OURS}`, codes: ['audit/hookscript-unread'], says: /^affinity 0-3 pins the whole VM.*may pin them, but its pins are not known: no such file$/ },
  { name: 'missing, without affinity', config: OURS, codes: ['audit/hookscript-unread'], says: /^no option of the VM pins its vCPUs; the hookscript/ },
  { name: 'another one', config: `affinity: 0-3\n${OURS}`, text: '#!/bin/sh\ntaskset -pc 1 $$\n', codes: ['audit/hookscript-unread'], says: /`build --emit proxmox` did not make it$/ },
  { name: 'of another storage', config: 'hookscript: nfs:snippets/x.sh\n', text: 'x', codes: ['audit/hookscript-unread'], says: /the folder of its storage is not known$/ },
];

cases('audit: the hookscript of a Proxmox VM', HOOKED, async ({ config, pins, text, codes, says }) => {
  const run = await audited(config, pins ? await scriptOf(pins) : text);
  assert.equal(run.codes, codes);
  if (says) assert.match(run.ofPins[0]?.message ?? '', says);
});

test('audit: the pins of a hookscript are in the lines and in JSON, unknown ones are said to be unknown', async () => {
  const { made } = await audited(`affinity: 8-9\n${OURS}`, await scriptOf([['2'], ['0-1,4']]));
  assert.ok(auditLines(made, []).includes('Pins: 0 on 2; 1 on 0-1,4'));
  assert.equal(auditToJson(made).pins[1], { vcpu: 1, cpuset: '0-1,4' });
  assert.is(auditToJson(made).hookscript, 'local:snippets/x3d.hookscript.sh');
  const unread = (await audited(`affinity: 8-9\n${OURS}`, undefined)).made;
  assert.ok(auditLines(unread, []).includes('Pins: the whole VM on 8-9, and what the hookscript pins'));
  assert.ok(unread.notExamined.some((one) => one.includes('hookscript')));
});

test('a hookscript is looked for in the snippets of the storage local alone', async () => {
  const pathOf = (volume: string) => {
    const { value: vm } = readProxmoxVm(`cores: 1\nhookscript: ${volume}\n`, '100.conf');
    const asked: string[] = [];
    const read = (path: string) => {
      asked.push(path);
      return { why: 'a test' };
    };
    if (vm) withHookscript(vm, read);
    return asked[0];
  };
  assert.is(pathOf('local:snippets/x.sh'), '/var/lib/vz/snippets/x.sh');
  for (const name of ['local:snippets/../x', 'local:snippets/', 'nfs:snippets/x', '/x'])
    assert.is(pathOf(name), undefined);
  await inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'x'), '#!/bin/sh\n');
    mkdirSync(join(folder, '..x'));
    assert.equal(readHookscriptFile(join(folder, 'x')), { text: '#!/bin/sh\n' });
    assert.equal(readHookscriptFile(join(folder, '..x')), { why: 'it is not a regular file' });
    assert.ok('why' in readHookscriptFile(join(folder, 'y')));
    writeFileSync(join(folder, 'long'), 'x'.repeat(1024 * 1024 + 1));
    assert.ok('why' in readHookscriptFile(join(folder, 'long')));
  });
});

test.run();
