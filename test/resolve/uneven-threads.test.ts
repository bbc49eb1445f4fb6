import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { DEFAULTS, problems, resolved } from './specs.js';

/** Cores with different levels; the vendor is known, so that only the threads can be wrong. */
function spec(guest: string, cores: readonly string[]): string {
  const core = (more: string, i: number) => `[[core]]\nhighest_perf = ${250 - i}\n${more}\n`;
  return `[guest]\nhost_vendor = "intel"\n${guest}\n[registers]\nlayout = "constant"\n${DEFAULTS}${cores.map(core).join('')}`;
}

const TWO = 'threads_per_core = 2\n';

cases(
  'cores with different numbers of threads',
  [
    { name: 'threads of one core', text: spec(TWO, ['', 'threads = 1\ncount = 4']), place: 'core.1.threads' },
    { name: 'the first core has fewer', text: spec(TWO, ['threads = 1', '']), place: 'core.0.threads' },
    { name: 'one core has more', text: spec('', ['threads = 2', '']), place: 'core.1' },
    { name: 'its vCPUs', text: spec(TWO, ['', 'vcpus = [2]']), place: 'core.1.vcpus' },
    {
      name: "QEMU's Arm machine",
      text: spec(`${TWO}machine = "qemu-virt-aarch64"`, ['', 'threads = 1']),
      place: 'core.1.threads',
    },
    {
      name: 'three and one of three',
      text: spec('threads_per_core = 3', ['', 'threads = 1']),
      place: 'core.1.threads',
    },
  ],
  async ({ text, place }) => {
    const found = (await problems(text)).filter((one) => one.startsWith('resolve/uneven'));
    assert.equal(found, [`resolve/uneven-threads at ${place}`]);
  },
);

cases(
  'no warning',
  [
    { name: 'as many threads on each', text: spec(TWO, ['', 'threads = 2']) },
    { name: 'one core', text: spec('', ['threads = 3']) },
    { name: 'a machine with its own cores', text: spec(`${TWO}machine = "xen"`, ['', 'threads = 1']) },
  ],
  async ({ text }) => assert.equal(await problems(text), []),
);

test('eight P cores and sixteen E cores: what QEMU does, and two layouts', async () => {
  const { diagnostics } = await resolved(spec(TWO, ['count = 8', 'threads = 1\ncount = 16']));
  const [{ severity, message, help = '' } = { severity: '', message: '' }] = diagnostics;
  assert.is(severity, 'warning');
  assert.match(message, /2 and 1 threads.*`-smp 32` each thread becomes a core/);
  assert.match(help, /only 8 cores with 2 threads \(`-smp 16,sockets=1,cores=8,threads=2`\)/);
  assert.match(help, /one thread for each of 24 cores \(`-smp 24,sockets=1,cores=24,threads=1`/);
});

test.run();
