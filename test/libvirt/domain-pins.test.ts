import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readDomain } from '../../src/libvirt/domain-pins.js';
import { cases } from '../support/cases.js';

const domain = (inside: string, before = '') => `${before}<domain type='kvm'>\n${inside}\n</domain>\n`;
const PIN0 = "<vcpupin vcpu='0' cpuset='4'/>";
const CPUTUNE = `<cputune>${PIN0}<vcpupin vcpu="1" cpuset="20"/><emulatorpin cpuset="0"/></cputune>`;

interface Read {
  readonly name: string;
  readonly text: string;
  readonly vcpus?: number;
  readonly pins?: readonly (readonly [number, readonly number[]])[];
  readonly threads?: number;
  readonly given?: boolean;
}

const PINNED: readonly (readonly [number, readonly number[]])[] = [
  [0, [4]],
  [1, [20]],
];

const READ: readonly Read[] = [
  { name: 'pins and the number of vCPUs', text: domain(`<vcpu placement='static'>2</vcpu>\n${CPUTUNE}`) },
  {
    name: 'the topology',
    text: domain(`<vcpu> 2 </vcpu>${CPUTUNE}<cpu><topology sockets='1' cores='1' threads='2'/></cpu>`),
    threads: 2,
    given: true,
  },
  { name: 'the most vCPUs, not those at the start', text: domain(`<vcpu current='1'>2</vcpu>${CPUTUNE}`) },
  { name: 'no number of vCPUs', text: domain(CPUTUNE) },
  {
    name: 'a declaration, a doctype, comments',
    text: domain(
      `<vcpu>2</vcpu><!-- ${PIN0} -->${CPUTUNE}`,
      '<?xml version="1.0"?>\n<!DOCTYPE domain [<!ENTITY a "b">]>\n',
    ),
  },
  {
    name: 'pins of elsewhere',
    text: domain(`<metadata>${CPUTUNE.replace('20', '21')}</metadata><vcpu>2</vcpu>${CPUTUNE}`),
  },
  {
    name: 'a cpuset',
    text: domain(`<vcpu>1</vcpu><cputune><vcpupin vcpu='0' cpuset='1-4,^2,6'/></cputune>`),
    vcpus: 1,
    pins: [[0, [1, 3, 4, 6]]],
  },
  { name: 'no pins', text: domain('<vcpu>2</vcpu>'), pins: [] },
  {
    name: 'pins of all others in one',
    text: domain(`<vcpu cpuset='0-1'>2</vcpu><cputune>${PIN0}</cputune>`),
    pins: [
      [0, [4]],
      [1, [0, 1]],
    ],
  },
];

cases('domain: read', READ, ({ text, vcpus = 2, pins = PINNED, threads = 1, given = false }) => {
  const { value, diagnostics } = readDomain(text, 'dom.xml');
  assert.equal(diagnostics, []);
  assert.is(value?.vcpus, vcpus);
  assert.equal(
    value?.pins.map((pin) => [pin.vcpu, pin.threads]),
    pins,
  );
  assert.equal([value?.topology?.threads, value?.topology?.given], [threads, given]);
});

test('domain: pins have a line and a column, also behind characters outside the basic plane', () => {
  const { value } = readDomain(
    domain(`<title>\u{1F680}ü</title><vcpu>1</vcpu>\r\n <cputune>\u{1F680}${PIN0}</cputune>`),
    'dom.xml',
  );
  assert.equal(value?.pins[0]?.place, { file: 'dom.xml', line: 3, column: 13 });
});

const REFUSED: readonly { name: string; text: string; why: RegExp }[] = [
  { name: 'no XML', text: 'vcpu = 4', why: /Root element is missing/ },
  { name: 'nothing', text: '', why: /Root element is missing/ },
  { name: 'cut off', text: domain(CPUTUNE).slice(0, 60), why: /[Uu]nclosed|Missing end tag|[Aa]ttribute/ },
  { name: 'another document', text: '<network/>', why: /its root is <network>/ },
  {
    name: 'an entity of its own',
    text: domain('<vcpu>&a;</vcpu>', '<!DOCTYPE domain [<!ENTITY a "2">]>'),
    why: /[Nn]amed entity.*a/,
  },
  { name: 'nested 60,000 deep', text: '<domain>'.repeat(60_000), why: /nested too deeply/ },
  {
    name: 'a pin without a vCPU',
    text: domain("<cputune><vcpupin cpuset='4'/></cputune>"),
    why: /vcpu="" is not a number/,
  },
  {
    name: 'a pin without a cpuset',
    text: domain("<cputune><vcpupin vcpu='0'/></cputune>"),
    why: /cannot read its cpuset/,
  },
  {
    name: 'a vCPU that no guest has',
    text: domain("<cputune><vcpupin vcpu='4096' cpuset='0'/></cputune>"),
    why: /limit of 4095/,
  },
  { name: 'a billion vCPUs', text: domain('<vcpu>1000000000</vcpu>'), why: /from 1 to 4096/ },
  { name: 'no vCPUs', text: domain('<vcpu>0</vcpu>'), why: /from 1 to 4096, not "0"/ },
  { name: 'a topology without threads', text: domain("<cpu><topology sockets='1'/></cpu>"), why: /threads must be/ },
  { name: 'a pool that is none', text: domain("<vcpu cpuset='x'>2</vcpu>"), why: /cannot read its cpuset/ },
];

cases('domain: refused', REFUSED, ({ text, why }) => {
  const { value, diagnostics } = readDomain(text, 'dom.xml');
  assert.is(value, undefined);
  assert.equal(
    diagnostics.map((one) => one.code),
    ['libvirt/bad-domain'],
  );
  assert.match(diagnostics[0]?.message ?? '', why);
});

test('domain: every bad pin is reported', () => {
  const { diagnostics } = readDomain(
    domain("<cputune><vcpupin vcpu='x'/><vcpupin vcpu='0' cpuset='y'/></cputune>"),
    'dom.xml',
  );
  assert.is(diagnostics.length, 2);
});

test.run();
