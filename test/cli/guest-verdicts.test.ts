import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { answersToJson } from '../../src/cli/views/guest-verdicts.js';
import type { GuestAnswer } from '../../src/guest/judge.js';
import { cases } from '../support/cases.js';

const answer = (verdict: GuestAnswer['verdict'], ...because: string[]): GuestAnswer =>
  ({ guest: 'linux-6.12', verdict, because, findings: [] }) as unknown as GuestAnswer;

const ACCEPTED = answer('accepted');
const UNRANKED = answer('unranked', 'guest/all-equal');
const REFUSED = answer('refused', 'guest/linux-entries');

cases(
  'several inputs: the worst verdict',
  [
    { name: 'first', answers: [REFUSED, UNRANKED, ACCEPTED], verdict: 'refused', because: ['guest/linux-entries'] },
    {
      name: 'in the middle',
      answers: [UNRANKED, REFUSED, ACCEPTED],
      verdict: 'refused',
      because: ['guest/linux-entries'],
    },
    { name: 'last', answers: [ACCEPTED, UNRANKED, REFUSED], verdict: 'refused', because: ['guest/linux-entries'] },
    {
      name: 'unranked before accepted',
      answers: [UNRANKED, ACCEPTED],
      verdict: 'unranked',
      because: ['guest/all-equal'],
    },
    { name: 'accepted', answers: [ACCEPTED, ACCEPTED], verdict: 'accepted', because: [] },
    {
      name: 'for two reasons, each once',
      answers: [REFUSED, answer('refused', 'guest/other'), REFUSED],
      verdict: 'refused',
      because: ['guest/linux-entries', 'guest/other'],
    },
  ],
  ({ answers, verdict, because }) => {
    assert.equal(answersToJson(answers), { 'linux-6.12': { verdict, because } });
  },
);

test('each guest has its own verdict', () => {
  const windows = { ...ACCEPTED, guest: 'windows11' } as GuestAnswer;
  assert.equal(Object.keys(answersToJson([REFUSED, windows])), ['linux-6.12', 'windows11']);
});

test.run();
