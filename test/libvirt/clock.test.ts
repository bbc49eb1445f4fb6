// Windows expects local time in the RTC; libvirt gives a domain without `<clock>` UTC.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hypervElements } from '../../src/hyperv/libvirt-elements.js';
import { compileHyperv } from '../hyperv/specs.js';
import { cases } from '../support/cases.js';
import { put } from './domains.js';

const TIMER = "<timer name='hypervclock' present='yes'/>";

cases(
  'the clock of a domain',
  [
    { name: 'enlightenments', hyperv: 'time = true', after: `<clock offset='localtime'>${TIMER}</clock>` },
    { name: 'Windows without any', hyperv: '', guest: 'os = ["windows11"]', after: "<clock offset='localtime'/>" },
    { name: 'Linux without any', hyperv: '', after: undefined },
    {
      name: 'Linux with a frequency of the TSC',
      hyperv: 'tsc_frequency = 3_000_000_000',
      after: "<clock offset='utc'><timer name='tsc' frequency='3000000000'/></clock>",
    },
    {
      name: 'Windows that has one',
      hyperv: 'time = true',
      guest: 'os = ["windows11"]',
      before: "<clock offset='utc'/>",
      after: `<clock offset='utc'>${TIMER}</clock>`,
    },
    {
      name: 'Windows that has timers',
      hyperv: 'time = true\ntsc_frequency = 3_000_000_000',
      guest: 'os = ["windows11"]',
      before: "<clock offset='localtime'><timer name='tsc' present='yes' frequency='1'/></clock>",
      after: `<clock offset='localtime'><timer name='tsc' present='yes' frequency='3000000000'/>${TIMER}</clock>`,
    },
  ],
  async ({ hyperv, guest = '', before = '', after }) => {
    const compiled = await compileHyperv({ hyperv, guest });
    const request = { compiled, hyperv: hypervElements(compiled.hyperv, [9, 0]) };
    const { text } = put(`<domain type='kvm'><vcpu>2</vcpu>${before}</domain>`, request);
    assert.is(/<clock.*?(?:<\/clock>|'\/>(?!<))|<clock[^>]*\/>/.exec(text)?.[0], after);
    assert.is(put(text, request).text, text);
  },
);

test.run();
