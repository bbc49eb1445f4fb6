// The I/O ports of a running QEMU: the ports that specs write are free, and the grammar has all others.

import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PC_PORTS } from '../../grammar/pc-ports.js';
import { freePorts } from '../../src/resolve/ports.js';
import { outside, testWith } from '../support/outside.js';

interface Region {
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

/** SeaBIOS gives PCI devices their ports from here on; they have no fixed ones. */
const FIRST_PCI_PORT = 0xc000;

/** The last of the fixed ports that SeaBIOS switches on. */
const SEABIOS_IS_DONE = 'pm-smbus';

for (const machine of ['q35', 'pc'] as const) {
  testWith(['qemu-system-x86_64'], `${machine}: the sink ports and the proposed windows are free`, async () => {
    const used = await usedPorts(machine);
    assert.equal(within(used, 0x5f0, 0x5f7), []);
    for (const size of [8, 0x60]) {
      const first = freePorts(size);
      assert.equal(within(used, first, first + size - 1), [], `${size} ports from 0x${first.toString(16)}`);
    }
    assert.ok(within(used, 0x600, 0x608).length > 0, 'the power management timer is where counters "pm-timer" reads');
  });

  testWith(['qemu-system-x86_64'], `${machine}: the grammar has every port of the default devices`, async () => {
    const used = (await usedPorts(machine)).filter(({ first }) => first < FIRST_PCI_PORT);
    assert.ok(used.length > 30, `${used.length} regions`);
    const unknown = used.filter(({ first, last }) => !isKnown(first, last));
    assert.equal(
      unknown.map(({ name, first }) => `${name} at 0x${first.toString(16)}`),
      [],
    );
  });
}

test.run();

function within(regions: readonly Region[], first: number, last: number): string[] {
  return regions.filter((one) => one.first <= last && first <= one.last).map(({ name }) => name);
}

function isKnown(first: number, last: number): boolean {
  for (let port = first; port <= last; port++) {
    if (!PC_PORTS.some((row) => row.first <= port && port <= row.last)) return false;
  }
  return true;
}

/** Reads from the monitor until SeaBIOS has enabled the devices at fixed ports. */
async function usedPorts(machine: 'q35' | 'pc'): Promise<Region[]> {
  const args = ['-machine', machine, '-accel', 'tcg', '-display', 'none', '-no-user-config', '-monitor', 'stdio'];
  const qemu = execa(outside('qemu-system-x86_64'), args, { reject: false, timeout: 60_000, killSignal: 'SIGKILL' });
  let output = '';
  qemu.stdout.on('data', (text) => {
    output += String(text);
  });
  const ask = setInterval(
    () => qemu.stdin.write(ports(output).some(({ name }) => name === SEABIOS_IS_DONE) ? 'quit\n' : 'info mtree -f\n'),
    300,
  );
  await qemu;
  clearInterval(ask);
  return ports(output);
}

/** The regions of the last complete view of the I/O space, without its empty parts. */
function ports(output: string): Region[] {
  const views = output
    .replaceAll('\r', '')
    .split('FlatView')
    .filter((view) => view.includes('Root memory region: io\n'));
  const view = views.findLast((one) => one.includes('\n\n')) ?? '';
  return [...view.matchAll(/^ +0+([0-9a-f]+)-0+([0-9a-f]+) \(prio \d+, \S+\): (\S+)/gm)]
    .map(([, first = '', last = '', name = '']) => ({ first: parseInt(first, 16), last: parseInt(last, 16), name }))
    .filter(({ name }) => name !== 'io');
}
