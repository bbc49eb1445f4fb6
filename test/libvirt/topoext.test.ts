import { test } from 'uvu';
import * as assert from 'uvu/assert';
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
      name: 'a host that is not known',
      before: "<cpu mode='host-passthrough'/>",
      compiled: unknown,
      after: "<cpu mode='host-passthrough'/>",
    },
  ],
  ({ before, after, compiled, topology }) => assert.is(cpuAfter(before, compiled, topology), after),
);

test('a domain without <cpu> gets none', () => {
  assert.is(cpuAfter(''), undefined);
});

test.run();
