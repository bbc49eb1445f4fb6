// `observe --domain` asks a guest agent through a libvirtd, and where the vCPUs of its domains run.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readVcpuinfo, readVcpupin } from '../../src/observe/vcpu-places.js';
import { plannedGuest, until, WORDS_FILE } from '../support/agent-guest.js';
import { cppcAcpi, type Run } from '../support/command-line.js';
import { guestNeeds } from '../support/guest.js';
import { agentDomain, emptyDomain, hasReported, type Libvirt, withLibvirtd } from '../support/libvirt-daemon.js';
import { testWith } from '../support/outside.js';
import { inFolder } from '../virsh/libvirt.js';
import { specText } from './spec-text.js';

const HIGHEST_PERF = [166, 236, 176, 206];
const NAME = '-observed';

testWith(
  [...guestNeeds('6.12'), 'guest-agent', 'libvirtd', 'virsh'],
  'observe --domain asks a real guest',
  async () => {
    await inLibvirt(async (folder, libvirt) => {
      const text = specText({ highestPerf: HIGHEST_PERF });
      writeFileSync(join(folder, 'spec.toml'), text);
      const domain = agentDomain(folder, NAME, await plannedGuest(text, '6.12'));
      assert.match(await created(folder, libvirt, domain), 'created');
      await until(() => hasReported(folder), 120);
      await until(() => answers(libvirt.virsh), 60);

      await saysThatItRanks(folder, libvirt);
      await blockCommands(libvirt, ['guest-exec']);
      await saysThatItRanks(folder, libvirt);
      await blockCommands(libvirt, ['guest-exec', 'guest-file-open']);
      const blocked = await observe(folder, libvirt, NAME);
      assert.match(blocked.stderr, /error\[observe\/agent-error\]: the guest agent does not run programs: /);

      await libvirt.virsh('suspend', '--domain', NAME);
      const paused = await observe(folder, libvirt, NAME);
      assert.match(paused.stderr, /error\[observe\/no-agent\]: the guest agent does not answer: /);
      const other = await observe(folder, libvirt, 'other');
      assert.match(
        other.stderr,
        /error\[observe\/no-agent\]: libvirt has no such domain: failed to get domain 'other'/,
      );
      const elsewhere = await observe(folder, { uri: `${libvirt.uri}x` }, NAME);
      assert.match(elsewhere.stderr, /error\[observe\/no-agent\]: virsh cannot connect to libvirt: /);
    });
  },
);

testWith(['qemu-system-x86_64', 'libvirtd', 'virsh'], 'libvirt says where vCPUs may run', async () => {
  await inLibvirt(async (folder, libvirt) => {
    assert.match(await created(folder, libvirt, emptyDomain('empty', ['0', '0-1']), '--paused'), 'created');
    const [info, pins] = [await libvirt.virsh('vcpuinfo', 'empty'), await libvirt.virsh('vcpupin', 'empty')];
    const threads = [
      { vcpu: 0, threads: [0] },
      { vcpu: 1, threads: [0, 1] },
    ];
    assert.equal(readVcpupin(pins), threads);
    assert.equal(
      readVcpuinfo(info).map(({ vcpu, threads }) => ({ vcpu, threads })),
      threads,
    );
    assert.ok(readVcpuinfo(info).every(({ last }) => last === 0 || last === 1));
  });
});

test.run();

async function inLibvirt(work: (folder: string, libvirt: Libvirt) => Promise<void>): Promise<void> {
  await inFolder((folder) => withLibvirtd(folder, (libvirt) => work(folder, libvirt)));
}

async function created(
  folder: string,
  { virsh }: Libvirt,
  domain: string,
  ...more: readonly string[]
): Promise<string> {
  const file = join(folder, 'domain.xml');
  writeFileSync(file, domain);
  return virsh('create', file, ...more).then((text) => text || 'created');
}

function observe(cwd: string, { uri }: Pick<Libvirt, 'uri'>, name: string, ...more: readonly string[]): Promise<Run> {
  const args = ['observe', 'spec.toml', `--domain=${name}`, '--connect', uri, ...more];
  return cppcAcpi(args, { cwd, timeoutMs: 120_000 });
}

async function saysThatItRanks(folder: string, libvirt: Libvirt): Promise<void> {
  const { stdout, stderr, status } = await observe(folder, libvirt, NAME, '--json');
  const { ranked, processors, diagnostics } = JSON.parse(stdout) as {
    ranked: boolean;
    processors: { seen: { highest_perf: number } }[];
    diagnostics: { code: string }[];
  };
  assert.equal([stderr, status, ranked], ['', 0, true]);
  assert.equal(
    processors.map(({ seen }) => seen.highest_perf),
    HIGHEST_PERF,
  );
  // No vCPU is pinned.
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['observe/vcpus-share-threads'],
  );
}

/** Writes other options for the agent into the guest, whose init starts it anew, and waits until it blocks the commands. */
async function blockCommands({ virsh }: Libvirt, commands: readonly string[]): Promise<void> {
  const ask = async (execute: string, given: object): Promise<unknown> => {
    const cmd = JSON.stringify({ execute, arguments: given });
    return (JSON.parse(await virsh('qemu-agent-command', '--domain', NAME, cmd)) as { return: unknown }).return;
  };
  const words = `--block-rpcs=${commands.join(',')}`;
  const handle = await ask('guest-file-open', { path: WORDS_FILE, mode: 'w' });
  await ask('guest-file-write', { handle, 'buf-b64': Buffer.from(words).toString('base64') });
  await ask('guest-file-close', { handle });
  await until(async () => {
    const info = await virsh('qemu-agent-command', '--domain', NAME, '{"execute":"guest-info"}');
    // In between, no agent answers.
    const known = info.startsWith('{') ? (JSON.parse(info) as GuestInfo).return.supported_commands : [];
    return commands.every((name) => known.some((one) => one.name === name && !one.enabled));
  }, 60);
}

interface GuestInfo {
  readonly return: { readonly supported_commands: readonly { readonly name: string; readonly enabled: boolean }[] };
}

async function answers(virsh: Libvirt['virsh']): Promise<boolean> {
  return (await virsh('qemu-agent-command', '--domain', NAME, '{"execute":"guest-ping"}')).includes('return');
}
