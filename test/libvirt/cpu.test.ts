import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cases } from '../support/cases.js';
import { put, x3d } from './domains.js';

const domain = (topology: string) =>
  `<domain type='kvm'><vcpu>12</vcpu><cpu mode='host-model'>${topology}</cpu></domain>`;
const compiled = await x3d(['host_threads = [8, 24]', 'count = 5']);
const made = (text: string) => /<topology[^>]*>/.exec(put(text, { compiled, topology: true }).text)?.[0];

cases(
  'topology of six cores with two threads',
  [
    { name: 'none yet', before: '', after: "<topology sockets='1' cores='6' threads='2'/>" },
    {
      name: 'sockets that divide',
      before: "<topology sockets='2' cores='6' threads='1'/>",
      after: "<topology sockets='2' cores='3' threads='2'/>",
    },
    {
      name: 'sockets that do not',
      before: "<topology sockets='12' cores='1' threads='1'/>",
      after: "<topology sockets='1' cores='6' threads='2'/>",
    },
    {
      name: 'dies and clusters that divide',
      before: "<topology sockets='1' dies='3' clusters='2' cores='2' threads='1'/>",
      after: "<topology sockets='1' dies='3' clusters='2' cores='1' threads='2'/>",
    },
    {
      name: 'dies that do not',
      before: "<topology sockets='1' dies='4' cores='3' threads='1'/>",
      after: "<topology sockets='1' dies='1' cores='6' threads='2'/>",
    },
    {
      name: 'less than none',
      before: "<topology sockets='-1' dies='-1' cores='3' threads='1'/>",
      after: "<topology sockets='1' dies='1' cores='6' threads='2'/>",
    },
    {
      name: 'a part of one',
      before: "<topology sockets='1.5' cores='3' threads='1'/>",
      after: "<topology sockets='1' cores='6' threads='2'/>",
    },
    {
      name: 'nonsense',
      before: "<topology sockets='x' cores='' threads='1'/>",
      after: "<topology sockets='1' cores='6' threads='2'/>",
    },
    {
      name: 'what fits already',
      before: '<topology threads="2" cores="6" sockets="1" />',
      after: '<topology threads="2" cores="6" sockets="1" />',
    },
  ],
  ({ before, after }) => assert.is(made(domain(before)), after),
);

test('topology: written only on request', () => {
  assert.not.match(put(domain(''), { compiled }).text, /topology/);
});

test.run();
