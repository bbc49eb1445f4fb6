// The tables of fixtures/reject are what iasl makes of the ASL beside them.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sameBytes } from '../support/bytes.js';
import { bytesOf } from '../support/command-line.js';
import { FIXTURES } from '../support/fixtures.js';
import { testWith } from '../support/outside.js';

const REJECT = join(FIXTURES, 'reject');

/** Bytes that follow from iasl's release: the checksum, the creator and its revision. */
const OF_RELEASE = [9, ...Array.from({ length: 8 }, (_, i) => 28 + i)];

// -f: what iasl refuses is what some of these restate. 6105 and 2095: see src/iasl/run.ts.
const OPTIONS = ['-f', '-vs', '-vi', '-vw', '6105', '-vw', '2095'];

const NOT_FROM_ASL = ['cpc/access-size'];

const names = (extension: string) =>
  ['cpc', 'firmware', 'guest', '../guest-tables'].flatMap((room) =>
    readdirSync(join(REJECT, room))
      .filter((file) => extname(file) === extension)
      .map((file) => join(room, basename(file, extension))),
  );

test('table fixtures: all but those that no ASL can say have ASL', () => {
  assert.equal(
    names('.hex').filter((name) => !names('.asl').includes(name)),
    NOT_FROM_ASL,
  );
});

for (const name of names('.asl')) {
  testWith(['iasl'], `table fixtures: iasl makes ${name}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cppc-acpi-test-'));
    try {
      const made = join(folder, 'table.aml');
      await execa('iasl', [...OPTIONS, '-p', made, join(REJECT, `${name}.asl`)], { cwd: folder, reject: false });
      sameBytes(bytesOf(join(REJECT, `${name}.hex`)), readFileSync(made), `${name}.hex`, OF_RELEASE);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

for (const name of names('.asl')) {
  test(`table fixtures: ${name} says the same in its ASL and its hex`, () => {
    const [asl, hex] = ['.asl', '.hex'].map((extension) => readFileSync(join(REJECT, name + extension), 'utf8'));
    assert.is(asl?.split('\n')[0]?.replace('// ', ''), hex?.split('\n')[0]?.replace('# ', ''));
  });
}

test.run();
