import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editDomain } from '../../src/libvirt/edit-domain.js';
import { compileText, specText } from '../laws/specs.js';
import { cases } from '../support/cases.js';
import { put } from './domains.js';

const spec = (guest: string) =>
  compileText(specText({ name: 'topoext', registers: 'layout = "constant"', guest: `threads_per_core = 2\n${guest}` }));
const [amd, off, unknown] = await Promise.all([spec('host_vendor = "amd"'), spec('topoext = false'), spec('')]);
const cpuAfter = (cpu: string, compiled = amd, topology = false) =>
  /<cpu[\s\S]*(?:<\/cpu>|\/>)/.exec(
    put(`<domain type='kvm'><vcpu>4</vcpu>${cpu}</domain>`, { compiled, topology }).text,
  )?.[0];

cases(
  'topoext in a domain',
  [
    {
      name: 'the CPU of the host',
      before: "<cpu mode='host-passthrough'/>",
      after: "<cpu mode='host-passthrough'><feature policy='require' name='topoext'/></cpu>",
    },
    {
      name: 'beside a new topology',
      before: "<cpu mode='host-passthrough'/>",
      topology: true,
      after:
        "<cpu mode='host-passthrough'><topology sockets='1' cores='2' threads='2'/><feature policy='require' name='topoext'/></cpu>",
    },
    {
      name: 'beside another feature',
      before: "<cpu mode='host-model'><feature policy='disable' name='svm'/></cpu>",
      after:
        "<cpu mode='host-model'><feature policy='disable' name='svm'/><feature policy='require' name='topoext'/></cpu>",
    },
    {
      name: 'turned on',
      before: "<cpu mode='host-model'><feature policy='disable' name='topoext'/></cpu>",
      after: "<cpu mode='host-model'><feature policy='require' name='topoext'/></cpu>",
    },
    {
      name: 'already there by force',
      before: "<cpu mode='host-model'><feature name='topoext' policy='force'/></cpu>",
      after: "<cpu mode='host-model'><feature name='topoext' policy='force'/></cpu>",
    },
    {
      name: 'an Intel model of the domain',
      before: "<cpu mode='custom'><model>Haswell</model></cpu>",
      after: "<cpu mode='custom'><model>Haswell</model></cpu>",
    },
    {
      name: 'no model: libvirt refuses features',
      before: "<cpu><topology sockets='1' cores='2' threads='2'/></cpu>",
      after: "<cpu><topology sockets='1' cores='2' threads='2'/></cpu>",
    },
    {
      name: 'off',
      before: "<cpu mode='host-passthrough'><feature policy='require' name='topoext'/></cpu>",
      compiled: off,
      after: "<cpu mode='host-passthrough'><feature policy='disable' name='topoext'/></cpu>",
    },
    {
      name: 'an AMD model of the domain, with a host that is not known',
      before: "<cpu mode='custom'><model>EPYC</model></cpu>",
      compiled: unknown,
      after: "<cpu mode='custom'><model>EPYC</model><feature policy='require' name='topoext'/></cpu>",
    },
    {
      name: 'a host that is not known',
      before: "<cpu mode='host-passthrough'/>",
      compiled: unknown,
      after: "<cpu mode='host-passthrough'/>",
    },
  ],
  ({ before, after, compiled, topology }) => assert.is(cpuAfter(before, compiled, topology), after),
);

const codesAfter = (cpu: string, compiled = amd) =>
  editDomain(`<domain type='kvm'><vcpu>4</vcpu><features><acpi/></features>${cpu}</domain>`, 'domain.xml', {
    compiled,
    placement: { stem: 'x3d' },
    topology: false,
  })
    .diagnostics.map(({ code }) => code)
    .filter((code) => code.startsWith('libvirt/topoext'));
const feature = (policy: string) => `<feature${policy} name='topoext'/>`;

cases(
  'topoext in a domain: what is said',
  [
    { name: 'disable to require', of: amd, policy: " policy='disable'", says: ['libvirt/topoext-changed'] },
    { name: 'optional to require', of: amd, policy: " policy='optional'", says: ['libvirt/topoext-changed'] },
    { name: 'require by default', of: amd, policy: '', says: [] },
    { name: 'force', of: amd, policy: " policy='force'", says: [] },
    { name: 'require to disable', of: off, policy: " policy='require'", says: ['libvirt/topoext-changed'] },
    { name: 'force to disable', of: off, policy: " policy='force'", says: ['libvirt/topoext-changed'] },
    { name: 'disable stays', of: off, policy: " policy='disable'", says: [] },
    {
      name: 'a feature of the domain, on a host that is not known',
      of: unknown,
      policy: " policy='disable'",
      says: [],
    },
    { name: 'no feature, on a host that is not known', of: unknown, says: ['libvirt/topoext-unknown'] },
    { name: 'no feature, on AMD', of: amd, says: [] },
  ],
  ({ of, policy, says }) => {
    const child = policy === undefined ? '' : feature(policy);
    assert.equal(codesAfter(`<cpu mode='host-passthrough'>${child}</cpu>`, of), says);
  },
);

test('the model of a domain names the vendor', () => {
  for (const model of ['EPYC', 'Haswell'])
    assert.equal(codesAfter(`<cpu mode='custom'><model>${model}</model></cpu>`, unknown), []);
});

test('a domain without <cpu> gets none', () => {
  assert.is(cpuAfter(''), undefined);
});

test.run();
