// The same numbers give the same findings, whether a spec or a table states them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { packagesOf } from '../../src/cpc/package.js';
import { NUMBER_RULES } from '../../src/cpc/rules/numbers.js';
import { REGISTERS_RULES, SINGLE_REGISTER_RULES } from '../../src/cpc/rules/registers.js';
import { subjectOfPackage } from '../../src/cpc/rules/subject.js';
import { resolved } from '../resolve/specs.js';
import { cases } from '../support/cases.js';
import { FIXTURES } from '../support/fixtures.js';

const FOLDER = join(FIXTURES, 'reject/cpc');
const RULES = [...NUMBER_RULES, ...SINGLE_REGISTER_RULES, ...REGISTERS_RULES];

const specs = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.toml'))
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

test('there are specs', () => {
  assert.ok(specs.length >= 15, String(specs.length));
});

/** Codes of the shared rules; the rule of 32 bits depends on the machine, which a table does not name. */
const shared = (codes: readonly string[]) =>
  [...new Set(codes.filter((code) => code.startsWith('cpc/') && code !== 'cpc/integer-past-32-bits'))].sort();

cases('a spec and its packages have the same findings', specs, async ({ text }) => {
  const { table, diagnostics } = await resolved(text);
  const findings = packagesOf(table).flatMap((cpc) => RULES.flatMap((rule) => rule.check(subjectOfPackage(cpc))));
  assert.equal(shared(findings.map(({ code }) => code)), shared(diagnostics.map(({ code }) => code)));
});

test.run();
