import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXIT, exitStatus, withoutAllowed } from '../../src/cli/terminal/exit.js';
import { diagnostic } from '../../src/diagnostics/diagnostic.js';
import { cases } from '../support/cases.js';

const NOTE = diagnostic('iasl/skipped', undefined, {});
const WARNING = diagnostic('cpc/io-access-undefined', undefined, { key: 'desired_perf', from: 'spec' });
const ERROR = diagnostic('spec/no-core', undefined, {});
const OUTSIDE = diagnostic('iasl/missing', undefined, {});
const ALLOWED = [WARNING.code, NOTE.code];

cases(
  'exit status',
  [
    { name: 'nothing', found: [], allow: [], status: EXIT.ok, strict: EXIT.ok },
    { name: 'a note', found: [NOTE], allow: [], status: EXIT.ok, strict: EXIT.ok },
    { name: 'a warning', found: [WARNING], allow: [], status: EXIT.ok, strict: EXIT.problems },
    { name: 'an allowed warning', found: [WARNING], allow: ALLOWED, status: EXIT.ok, strict: EXIT.ok },
    { name: 'an error', found: [ERROR], allow: [], status: EXIT.problems, strict: EXIT.problems },
    { name: 'an allowed error', found: [ERROR], allow: [ERROR.code], status: EXIT.problems, strict: EXIT.problems },
    { name: 'an external program', found: [OUTSIDE], allow: [], status: EXIT.outside, strict: EXIT.outside },
    { name: 'and a warning', found: [OUTSIDE, WARNING], allow: [], status: EXIT.outside, strict: EXIT.outside },
    { name: 'and an error', found: [OUTSIDE, ERROR], allow: [], status: EXIT.problems, strict: EXIT.problems },
    { name: 'an error before it', found: [ERROR, OUTSIDE], allow: [], status: EXIT.problems, strict: EXIT.problems },
  ],
  ({ found, allow, status, strict }) => {
    assert.is(exitStatus(found, { allow }), status);
    assert.is(exitStatus(found, { allow, strict: true }), strict);
  },
);

test('errors cannot be suppressed', () => {
  assert.equal(withoutAllowed([NOTE, WARNING, ERROR], { allow: [...ALLOWED, ERROR.code] }), [ERROR]);
});

test.run();
