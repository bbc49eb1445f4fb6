import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const compiled = await x3d();

/** A domain with these pins; the spec pins vCPUs 0 to 3 to 0, 16, 8 and 24. */
const domain = (...pins: readonly string[]) =>
  `<domain type='kvm'><vcpu>4</vcpu><cputune>${pins.join('')}</cputune></domain>`;
const pin = (vcpu: string, cpuset: string) => `<vcpupin vcpu='${vcpu}' cpuset='${cpuset}'/>`;
const OTHERS = [pin('1', '16'), pin('2', '8'), pin('3', '24')];

cases(
  'pins of a domain',
  [
    { name: 'another thread', before: [pin('0', '5')], after: [pin('0', '0')] },
    { name: 'a leading zero, which libvirt ignores', before: [pin('00', '5')], after: [pin('00', '0')] },
    { name: 'the right thread in another form', before: [pin('00', '0-1,^1')], after: [pin('00', '0-1,^1')] },
    { name: 'the right thread and another one', before: [pin('0', '0-1')], after: [pin('0', '0')] },
    {
      name: 'a cpuset that cannot be read',
      before: [pin('0', '0'), '<!-- 1 -->'],
      after: [pin('0', '0'), '<!-- 1 -->'],
    },
  ],
  ({ before, after }) => {
    const { text, changes } = put(domain(...before, ...OTHERS), { compiled });
    assert.ok(text.includes(`<cputune>${[...after, ...OTHERS].join('')}</cputune>`), text);
    assert.is(
      changes.some(({ where }) => where.includes('vcpupin')),
      before.join() !== after.join(),
    );
  },
);

test.run();
