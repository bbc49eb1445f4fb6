import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cpuValue } from '../../src/emit/qemu.js';
import { cases } from '../support/cases.js';
import { DEFAULTS, problems, resolved } from './specs.js';

/** Two cores of two threads. */
function spec(guest: string, cores = ['', '']): string {
  const core = (more: string, i: number) => `[[core]]\nhighest_perf = ${250 - i}\n${more}\n`;
  return `[guest]\n${guest}\n[registers]\nlayout = "constant"\n${DEFAULTS}${cores.map(core).join('')}`;
}

const TWO = 'threads_per_core = 2\n';
const AMD = 'host_vendor = "amd"\n';
const INTEL = 'host_vendor = "intel"\n';
const THREADS = 'guest.threads_per_core';

cases(
  'topoext',
  [
    { name: 'an AMD model', text: spec(`${TWO}cpu_model = "EPYC-Genoa"`), cpu: 'EPYC-Genoa,topoext=on', says: [] },
    { name: 'Hygon', text: spec(`${TWO}cpu_model = "Dhyana"`), cpu: 'Dhyana,topoext=on', says: [] },
    { name: 'a host of AMD', text: spec(TWO + AMD), cpu: 'host,topoext=on', says: [] },
    {
      name: 'a host that [hyperv] names',
      text: `${spec(TWO)}[hyperv]\ncpu = "amd"\n`,
      cpu: 'host,topoext=on',
      says: [],
    },
    {
      name: 'max, which copies the host',
      text: spec(`${TWO}${AMD}cpu_model = "max"`),
      cpu: 'max,topoext=on',
      says: [],
    },
    { name: 'a host of Intel', text: spec(TWO + INTEL), cpu: 'host', says: [] },
    {
      name: 'an Intel model on a host of AMD',
      text: spec(`${TWO}${AMD}cpu_model = "Haswell"`),
      cpu: 'Haswell',
      says: [],
    },
    {
      name: 'an AMD model on a host of Intel',
      text: spec(`${TWO}${INTEL}cpu_model = "EPYC"`),
      cpu: 'EPYC,topoext=on',
      says: [],
    },
    { name: 'one thread per core', text: spec(`${AMD}cpu_model = "EPYC"`), cpu: 'EPYC', says: [] },
    { name: 'one core of two threads', text: spec(AMD, ['threads = 2']), cpu: 'host,topoext=on', says: [] },
    {
      name: 'a vendor that is not known',
      text: spec(TWO),
      cpu: 'host',
      says: [`note resolve/topoext-unknown at ${THREADS}`],
    },
    {
      name: 'the same, with threads on the core',
      text: spec('', ['vcpus = [0, 1]']),
      cpu: 'host',
      says: ['note resolve/topoext-unknown at core.0.vcpus'],
    },
    { name: 'on, whatever the host is', text: spec(`${TWO}topoext = true`), cpu: 'host,topoext=on', says: [] },
    {
      name: 'on, with an Intel model',
      text: spec(`${TWO}cpu_model = "Haswell"\ntopoext = true`),
      cpu: 'Haswell,topoext=on',
      says: ['warning resolve/topoext-intel at guest.topoext'],
    },
    {
      name: 'off',
      text: spec(`${TWO}${AMD}topoext = false`),
      cpu: 'host,topoext=off',
      says: ['warning resolve/topoext-off at guest.topoext'],
    },
    {
      name: 'off, on an unknown host',
      text: spec(`${TWO}topoext = false`),
      cpu: 'host,topoext=off',
      says: ['warning resolve/topoext-off at guest.topoext'],
    },
    { name: 'off, on Intel', text: spec(`${TWO}${INTEL}topoext = false`), cpu: 'host,topoext=off', says: [] },
    { name: 'off, with one thread', text: spec(`${AMD}topoext = false`), cpu: 'host,topoext=off', says: [] },
    {
      name: 'a model that has the flag',
      text: spec(`${TWO}cpu_model = "EPYC,+topoext"`),
      cpu: 'EPYC,+topoext',
      says: [],
    },
    {
      name: 'a model that has it off',
      text: spec(`${TWO}cpu_model = "EPYC,topoext=off"`),
      cpu: 'EPYC,topoext=off',
      says: ['warning resolve/topoext-off at guest.cpu_model'],
    },
    {
      name: 'a model that has it off, in the old form and against topoext = true',
      text: spec(`${TWO}topoext = true\ncpu_model = "EPYC,-topoext"`),
      cpu: 'EPYC,-topoext',
      says: ['warning resolve/topoext-off at guest.cpu_model'],
    },
    {
      name: 'a host that has it off by another word of QEMU',
      text: spec(`${TWO}cpu_model = "host,topoext=no"`),
      cpu: 'host,topoext=no',
      says: ['warning resolve/topoext-off at guest.cpu_model'],
    },
    {
      name: 'a model whose last word is on',
      text: spec(`${TWO}cpu_model = "EPYC,topoext=off,topoext=on"`),
      cpu: 'EPYC,topoext=off,topoext=on',
      says: [],
    },
    {
      name: 'a model that has it off before it has it on: QEMU applies the minus last',
      text: spec(`${TWO}cpu_model = "EPYC,-topoext,topoext=on"`),
      cpu: 'EPYC,-topoext,topoext=on',
      says: ['warning resolve/topoext-off at guest.cpu_model'],
    },
    {
      name: 'an Intel model that has it off',
      text: spec(`${TWO}cpu_model = "Haswell,topoext=off"`),
      cpu: 'Haswell,topoext=off',
      says: [],
    },
    { name: 'another machine', text: spec(`${TWO}${AMD}machine = "xen"`), cpu: 'host', says: [] },
    {
      name: 'on, in another machine',
      text: spec(`${TWO}machine = "xen"\ntopoext = true`),
      cpu: 'host',
      says: ['warning resolve/topoext-other-machine at guest.topoext'],
    },
  ],
  async ({ text, cpu, says }) => {
    const { table, diagnostics } = await resolved(text);
    assert.is(cpuValue(table, { on: [], off: [], leftOut: [] }), cpu);
    const lines = await problems(text);
    assert.equal(
      lines.map((line, i) => `${diagnostics[i]?.severity} ${line}`),
      says,
    );
  },
);

test('a value that cannot be read is reported once', async () => {
  assert.equal(await problems(spec(`${TWO}topoext = "on"`)), ['spec/wrong-type at guest.topoext']);
});

test.run();
