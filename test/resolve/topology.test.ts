import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mostProcessors } from '../../src/cpc/processor-path.js';
import { cases } from '../support/cases.js';
import { DEFAULTS, problems, processors } from './specs.js';

/** Cores with different levels, so that only the topology can be wrong. */
function spec(cores: readonly string[], guest = ''): string {
  const core = (more: string, i: number) => `[[core]]\nhighest_perf = ${250 - i}\n${more}\n`;
  return `[guest]\nhost_vendor = "intel"\n${guest}\n[registers]\nlayout = "constant"\n${DEFAULTS}${cores.map(core).join('')}`;
}

interface Seats {
  readonly name: string;
  readonly text: string;
  /** vCPU: path, core.thread, host thread. */
  readonly seats: readonly string[];
}

const C = '\\_SB.CPUS.C';

const LAID_OUT: readonly Seats[] = [
  { name: 'one thread a core', text: spec(['', '']), seats: [`0: ${C}000 0.0 -`, `1: ${C}001 1.0 -`] },
  {
    name: 'two threads a core',
    text: spec(['', ''], 'threads_per_core = 2'),
    seats: [`0: ${C}000 0.0 -`, `1: ${C}001 0.1 -`, `2: ${C}002 1.0 -`, `3: ${C}003 1.1 -`],
  },
  {
    name: 'a hybrid guest',
    text: spec(['', 'threads = 1', ''], 'threads_per_core = 2'),
    seats: [`0: ${C}000 0.0 -`, `1: ${C}001 0.1 -`, `2: ${C}002 1.0 -`, `3: ${C}003 2.0 -`, `4: ${C}004 2.1 -`],
  },
  {
    name: 'a count',
    text: spec(['count = 2', ''], 'threads_per_core = 2'),
    seats: [
      `0: ${C}000 0.0 -`,
      `1: ${C}001 0.1 -`,
      `2: ${C}002 1.0 -`,
      `3: ${C}003 1.1 -`,
      `4: ${C}004 2.0 -`,
      `5: ${C}005 2.1 -`,
    ],
  },
  {
    name: 'vCPUs by number, in their order in the table',
    text: spec(['vcpus = [2, 3]', 'vcpus = [0, 1]'], 'threads_per_core = 2'),
    seats: [`0: ${C}000 1.0 -`, `1: ${C}001 1.1 -`, `2: ${C}002 0.0 -`, `3: ${C}003 0.1 -`],
  },
  {
    name: 'vcpus say how many threads there are',
    text: spec(['vcpus = [0, 1]', '']),
    seats: [`0: ${C}000 0.0 -`, `1: ${C}001 0.1 -`, `2: ${C}002 1.0 -`],
  },
  {
    name: 'host threads',
    text: spec(['host_threads = [4, 20]', 'host_threads = "6,22"'], 'threads_per_core = 2'),
    seats: [`0: ${C}000 0.0 4`, `1: ${C}001 0.1 20`, `2: ${C}002 1.0 6`, `3: ${C}003 1.1 22`],
  },
  { name: 'paths', text: spec(["path = ['\\_SB.PR10']", '']), seats: ['0: \\_SB.PR10 0.0 -', `1: ${C}001 1.0 -`] },
  {
    name: 'paths without their padding',
    text: spec(["threads = 2\npath = ['\\_SB_.A___', '\\_SB.B_1_']"]),
    seats: ['0: \\_SB.A 0.0 -', '1: \\_SB.B_1 0.1 -'],
  },
  {
    name: 'xen counts in hexadecimal',
    text: spec(['count = 11'], 'machine = "xen"'),
    seats: [...Array(10).keys(), 'A'].map((i, n) => `${n}: \\_SB.PR0${i} ${n}.0 -`),
  },
  {
    name: 'acrn counts in decimal',
    text: spec(['count = 11'], 'machine = "acrn"'),
    seats: [...Array(11).keys()].map((n) => `${n}: \\_SB.PR${String(n).padStart(2, '0')} ${n}.0 -`),
  },
  { name: 'coreboot', text: spec([''], 'machine = "coreboot"'), seats: ['0: \\_SB.CP00 0.0 -'] },
  { name: 'qemu-virt-aarch64', text: spec([''], 'machine = "qemu-virt-aarch64"'), seats: ['0: \\_SB.C000 0.0 -'] },
  { name: 'cloud-hypervisor', text: spec([''], 'machine = "cloud-hypervisor"'), seats: [`0: ${C}000 0.0 -`] },
  {
    name: "a path of one's own",
    text: spec([''], "processor_path = '\\_PR.P%03d.X'"),
    seats: ['0: \\_PR.P000.X 0.0 -'],
  },
];

cases('seats', LAID_OUT, async ({ text, seats }) => {
  const got = (await processors(text)).map(
    (one) => `${one.vcpu}: ${one.path} ${one.core}.${one.thread} ${one.hostThreads?.text ?? '-'}`,
  );
  assert.equal(got, seats);
});

cases(
  'limits the processors of a pattern',
  [
    { name: 'three hexadecimal digits', pattern: '\\_SB.C%03X', most: 4096 },
    { name: 'two hexadecimal digits', pattern: '\\_SB.PR%02X', most: 256 },
    { name: 'two decimal digits', pattern: '\\_SB.PR%02d', most: 100 },
    { name: 'one decimal digit', pattern: '\\P%01d', most: 10 },
  ],
  ({ pattern, most }) => assert.is(mostProcessors(pattern), most),
);

interface Row {
  readonly name: string;
  readonly text: string;
  readonly says: readonly string[];
}

const AT_MOST = 'threads_per_core = 1';

const PROBLEMS: readonly Row[] = [
  { name: '100 processors of acrn', text: spec(['count = 99', ''], 'machine = "acrn"'), says: [] },
  {
    name: '101 processors of acrn',
    text: spec(['count = 100', ''], 'machine = "acrn"'),
    says: ['resolve/too-many-processors at core.0.count'],
  },
  { name: '256 processors of xen', text: spec(['count = 255', ''], 'machine = "xen"'), says: [] },
  {
    name: '257 processors of xen',
    text: spec(['count = 256', ''], 'machine = "xen"'),
    says: ['resolve/too-many-processors at core.0.count'],
  },
  { name: '4,096 processors', text: spec(['count = 4095', ''], AT_MOST), says: [] },
  {
    name: '4,097 processors',
    text: spec(['count = 4096', ''], AT_MOST),
    says: ['resolve/too-many-processors at core.0.count'],
  },
  {
    name: 'a pattern of its own with one digit, ten processors',
    text: spec(['count = 9', ''], "processor_path = '\\P%01d'"),
    says: [],
  },
  {
    name: 'a pattern of its own with one digit, eleven processors',
    text: spec(['count = 10', ''], "processor_path = '\\P%01d'"),
    says: ['resolve/too-many-processors at core.0.count'],
  },
  {
    name: '101 processors of acrn with paths of their own',
    text: spec(
      [`threads = 101\npath = [${Array.from({ length: 101 }, (_, i) => `'\\_SB.X${String(i).padStart(3, '0')}'`)}]`],
      'machine = "acrn"',
    ),
    says: [],
  },
  {
    name: 'too many by the count of the second core',
    text: spec(['count = 1', 'count = 100'], 'machine = "acrn"'),
    says: ['resolve/too-many-processors at core.1.count'],
  },
  {
    name: 'too many by the threads of a core',
    text: spec(['threads = 101'], 'machine = "acrn"'),
    says: ['resolve/too-many-processors at core.0.threads'],
  },
  {
    name: 'too many by the threads of each core',
    text: spec(Array<string>(51).fill(''), 'machine = "acrn"\nthreads_per_core = 2'),
    says: ['resolve/too-many-processors at guest.threads_per_core'],
  },
  {
    name: 'too many for the machine',
    text: spec(Array<string>(101).fill(''), 'machine = "acrn"'),
    says: ['resolve/too-many-processors at guest.machine'],
  },
  {
    name: 'a gap, the highest vCPU in the middle',
    text: spec(['vcpus = [0]', 'vcpus = [5]', 'vcpus = [3]']),
    says: ['resolve/vcpu-gap at core.1.vcpus'],
  },
  {
    name: 'millions of threads are not laid out',
    text: spec(['count = 4096\nthreads = 4096']),
    says: ['resolve/too-many-processors at core.0.count'],
  },

  {
    name: 'a count with host threads',
    text: spec(['count = 2\nhost_threads = [1]', '']),
    says: ['resolve/count-with at core.0.count'],
  },
  {
    name: 'a count with vcpus',
    text: spec(['count = 1\nvcpus = [0]', '']),
    says: ['resolve/count-with at core.0.count'],
  },
  {
    name: 'a count with a path',
    text: spec(["count = 1\npath = ['\\P']", '']),
    says: ['resolve/count-with at core.0.count'],
  },
  {
    name: 'a count with threads and a domain',
    text: spec(['count = 1\nthreads = 2\ndomain = 7', 'threads = 2']),
    says: [],
  },

  {
    name: 'one host thread for two threads',
    text: spec(['host_threads = [1]', ''], 'threads_per_core = 2'),
    says: ['resolve/threads-disagree at core.0.host_threads'],
  },
  {
    name: 'two host threads for one thread',
    text: spec(['host_threads = [1, 2]', '']),
    says: ['resolve/threads-disagree at core.0.host_threads'],
  },
  {
    name: 'two vcpus for a core of one thread',
    text: spec(['vcpus = [0, 1]\nthreads = 1', '']),
    says: ['resolve/threads-disagree at core.0.vcpus'],
  },
  {
    name: 'two vcpus and one path',
    text: spec(["vcpus = [0, 1]\npath = ['\\P']"]),
    says: ['resolve/threads-disagree at core.0.path'],
  },
  {
    name: 'as many of each',
    text: spec(["vcpus = [0, 1]\npath = ['\\P', '\\Q']\nhost_threads = [8, 9]\nthreads = 2"]),
    says: [],
  },

  { name: 'a vCPU twice', text: spec(['vcpus = [0]', 'vcpus = [0]']), says: ['resolve/vcpu-twice at core.1.vcpus'] },
  {
    name: 'a vCPU that a core without numbers has already',
    text: spec(['', 'vcpus = [0]']),
    says: ['resolve/vcpu-twice at core.1.vcpus'],
  },
  {
    name: 'a path twice',
    text: spec(["path = ['\\P']", "path = ['\\P']"]),
    says: ['resolve/path-twice at core.1.path'],
  },
  {
    name: 'a path twice, once with its padding',
    text: spec(["path = ['\\_SB_.P___']", "path = ['\\_SB.P']"]),
    says: ['resolve/path-twice at core.1.path'],
  },
  {
    name: 'a path that the pattern gives, too',
    text: spec(["path = ['\\_SB.CPUS.C001']", '']),
    says: ['resolve/path-twice at core.1.path'],
  },
  {
    name: 'vCPU 1 without a core',
    text: spec(['vcpus = [0]', 'vcpus = [2]']),
    says: ['resolve/vcpu-gap at core.1.vcpus'],
  },
  { name: 'vCPU 0 without a core', text: spec(['vcpus = [1]']), says: ['resolve/vcpu-gap at core.0.vcpus'] },
  { name: 'vCPUs in any order without a gap', text: spec(['vcpus = [2]', 'vcpus = [0]', 'vcpus = [1]']), says: [] },

  {
    name: 'siblings that are not next to each other',
    text: spec(['vcpus = [0, 2]', 'vcpus = [1, 3]']),
    says: ['resolve/vcpus-apart at core.0.vcpus', 'resolve/vcpus-apart at core.1.vcpus'],
  },
  {
    name: 'siblings the wrong way round',
    text: spec(['vcpus = [1, 0]']),
    says: ['resolve/vcpus-apart at core.0.vcpus'],
  },
  { name: 'siblings that are', text: spec(['vcpus = [2, 3]', 'vcpus = [0, 1]']), says: [] },

  {
    name: 'a host thread for two cores',
    text: spec(['host_threads = [4]', 'host_threads = [4]']),
    says: ['resolve/host-thread-shared at core.1.host_threads'],
  },
  {
    name: 'a set that has a host thread for each vCPU',
    text: spec(['host_threads = ["4,20"]', 'host_threads = ["20,4"]']),
    says: [],
  },
  {
    name: 'a set with a single host thread of it',
    text: spec(['host_threads = ["4,20"]', 'host_threads = [20]']),
    says: [],
  },
  {
    name: 'three vCPUs on two host threads',
    text: spec(['host_threads = ["4,20", 4]\nthreads = 2', 'host_threads = ["4,20"]']),
    says: ['resolve/host-thread-shared at core.1.host_threads', 'resolve/uneven-threads at core.1'],
  },
  { name: 'host threads apart', text: spec(['host_threads = [4]', 'host_threads = [5]']), says: [] },

  { name: 'two cores that say the same domain', text: spec(['domain = 1', 'domain = 1']), says: [] },
  {
    name: 'a core that says the domain of another',
    text: spec(['', 'domain = 0']),
    says: ['resolve/domain-shared at core.1.domain'],
  },
  {
    name: 'a core whose number another says',
    text: spec(['domain = 1', '']),
    says: ['resolve/domain-shared at core.1.domain'],
  },
  { name: 'domains apart', text: spec(['domain = 1', 'domain = 2']), says: [] },
  {
    name: 'one domain, two kinds of coordination',
    text: spec(['domain = 1', 'domain = 1\ncoord_type = "HW_ALL"']),
    says: ['resolve/domain-coord-type at core.1.coord_type'],
  },
  {
    name: 'one domain, with the default given once',
    text: spec(['domain = 1', 'domain = 1\ncoord_type = "SW_ANY"']),
    says: [],
  },
];

cases('rejects wrong cores', PROBLEMS, async ({ text, says }) => {
  const lines = (await problems(text)).filter((line) => !line.startsWith('resolve/all-equal'));
  assert.equal(lines, says);
});

interface Domain {
  readonly name: string;
  readonly text: string;
  /** domain coordination processors, for each vCPU. */
  readonly domains: readonly string[];
}

const DOMAINS: readonly Domain[] = [
  {
    name: 'each core has its own, by its number',
    text: spec(['', ''], 'threads_per_core = 2'),
    domains: ['0 SW_ANY 2', '0 SW_ANY 2', '1 SW_ANY 2', '1 SW_ANY 2'],
  },
  {
    name: 'the device numbers them by their first vCPU',
    text: spec(['', ''], 'threads_per_core = 2').replace('"constant"', '"acpi-cppc"'),
    domains: ['0 SW_ANY 2', '0 SW_ANY 2', '2 SW_ANY 2', '2 SW_ANY 2'],
  },
  {
    name: 'one for all',
    text: spec(['domain = 9', 'domain = 9\nthreads = 2']),
    domains: ['9 SW_ANY 3', '9 SW_ANY 3', '9 SW_ANY 3'],
  },
  {
    name: 'a coordination of one core',
    text: spec(['coord_type = "HW_ALL"', '']),
    domains: ['0 HW_ALL 1', '1 SW_ANY 1'],
  },
  {
    name: 'a coordination of the table',
    text: `[table]\ncoord_type = "SW_ALL"\n${spec(['coord_type = "HW_ALL"', ''])}`,
    domains: ['0 HW_ALL 1', '1 SW_ALL 1'],
  },
];

cases('domains', DOMAINS, async ({ text, domains }) => {
  const got = (await processors(text)).map((one) => `${one.domain} ${one.coordType} ${one.numProcessors}`);
  assert.equal(got, domains);
});

test('threads of a core share one object of entries', async () => {
  const [a, b, c] = await processors(spec(['', ''], 'threads_per_core = 2'));
  assert.is(a?.stated, b?.stated);
  assert.is.not(a?.stated, c?.stated);
});

test.run();
