import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { guestOf, guestsNamed, isGuestName } from '../../src/versions/guest.js';
import { cases } from '../support/cases.js';

const GUESTS = [
  ...['linux', 'linux-5.15', 'linux-5.15.204', 'linux-5.19', 'linux-6.0', 'linux-6.8', 'linux-6.19', 'linux-7.0'],
  ...['linux-7.2.7', 'linux-7.3.0', 'linux-7.20', 'linux-10.1', 'linux-next', 'windows10', 'windows11'],
];
const OTHERS = [
  ...['linux-5.14', 'linux-5.20', 'linux-6.20', 'linux-4.19', 'linux-6', 'linux-6.', 'linux-6.08', 'linux-06.8'],
  ...['linux-6.12.', 'linux-6.12.01', 'linux-6.12-rc1', 'linux-7.3.4.1', 'linux-', 'linux6.12', 'Linux-6.12', ''],
  ...['linux-6.12\n', ' linux-6.12', 'linux-next-1', 'windows', 'windows12', 'linux-100.1', 'linux-7.100'],
];

cases(
  'isGuestName',
  [...GUESTS, ...OTHERS].map((name) => ({ name })),
  ({ name }) => {
    assert.is(isGuestName(name), GUESTS.includes(name));
  },
);

test('a release of two numbers is the newest stable one of its series', () => {
  assert.equal(guestOf('linux-7.2')?.version, [7, 2, Infinity]);
  assert.equal(guestOf('linux-7.2.7')?.version, [7, 2, 7]);
  assert.equal(guestOf('linux'), undefined);
});

test('guests are in the order of their releases, each once', () => {
  const names = ['windows11', 'linux-next', 'linux-6.8', 'linux-6.1', 'linux-6.12.3', 'linux-6.12', 'linux-6.8'];
  const inOrder = ['linux-6.1', 'linux-6.8', 'linux-6.12.3', 'linux-6.12', 'linux-next', 'windows11'];
  assert.equal(guestsNamed(names), inOrder);
  assert.equal(guestsNamed(['linux', 'linux-6.12']), ['linux-6.1', 'linux-6.12', 'linux-7.2', 'linux-7.3']);
});

test('linux is what was booted on the architecture', () => {
  assert.equal(guestsNamed(['linux'], 'aarch64'), ['linux-6.1', 'linux-6.12', 'linux-7.2']);
  assert.equal(guestsNamed(['linux'], 'riscv64'), ['linux-6.12', 'linux-7.2']);
});

test.run();
