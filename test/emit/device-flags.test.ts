import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.js';
import { deviceFlags } from '../../src/emit/device-flags.js';
import { cases } from '../support/cases.js';

const OFF = 'hv-no-nonarch-coresharing=off';

function spec(registers: string, guest = '', hyperv = '', pinned = false): string {
  const pins = (thread: number) => (pinned ? `host_threads = [${thread}]\n` : '');
  return `[guest]\n${guest}\n${hyperv}\n[registers]\n${registers}\n[defaults]\nnominal_perf = 131\nlowest_nonlinear_perf = 40
lowest_perf = 15\n[[core]]\nhighest_perf = 236\n${pins(0)}[[core]]\nhighest_perf = 166\n${pins(1)}`;
}

cases(
  'flags of the CPU for the acpi-cppc device',
  [
    { name: 'MSRs', text: spec(''), flags: ['cppc=on', 'pstate=on', OFF] },
    { name: 'MSRs on AMD', text: spec('', 'host_vendor = "amd"'), flags: ['cppc=on', 'pstate=on', OFF] },
    { name: 'MSRs on Intel, which has no pstate', text: spec('', 'host_vendor = "intel"'), flags: ['cppc=on', OFF] },
    {
      name: 'MSRs for an AMD model on Intel',
      text: spec('', 'host_vendor = "intel"\ncpu_model = "EPYC-Genoa"'),
      flags: ['cppc=on', OFF],
    },
    { name: 'ports', text: spec('addrspace = 1'), flags: ['cppc=off', OFF] },
    { name: 'memory', text: spec('addrspace = 0'), flags: ['cppc=off', OFF] },
    { name: 'pinned cores', text: spec('', '', '', true), flags: ['cppc=on', 'pstate=on'] },
    {
      name: 'the flag switched off',
      text: spec('', 'os = ["windows11"]', '[hyperv]\nno_nonarch_coresharing = "off"'),
      flags: ['cppc=on', 'pstate=on', OFF],
    },
    {
      name: 'the flag from the spec',
      text: spec('', 'os = ["windows11"]', '[hyperv]\nno_nonarch_coresharing = "auto"'),
      flags: ['cppc=on', 'pstate=on'],
    },
    { name: 'no device', text: spec('layout = "constant"'), flags: [] },
  ],
  async ({ text, flags }) => {
    const { value, diagnostics } = await compile({ text, file: 'spec.toml' });
    if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    assert.equal(deviceFlags(value.table, value.hyperv), flags);
  },
);

test.run();
