// The small inputs of ../shared/cases/firmware: what they evaluate to, and law 6.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileAsl } from '../../src/iasl/run.js';
import { machine, wayText } from '../evaluate/sources.js';
import { law6Of } from '../evaluate/tables.js';
import { testWith } from '../support/outside.js';
import { CASES_OF_FIRMWARE } from './folder.js';

interface Row {
  readonly files: readonly string[];
  readonly path: string;
  /** How each way begins. */
  readonly ways: readonly string[];
}

const LEVELS = (...levels: number[]) => `(21, 2, ${levels.join(', ')}, `;

const ROWS: readonly Row[] = [
  {
    files: ['f1-processor-calls-a-cpc-of-no-table'],
    path: '\\_SB.PR20._CPC',
    ways: ['unresolved-name \\_SB.PR10._CPC in \\_SB.PR20._CPC (AE_NOT_FOUND)'],
  },
  { files: ['f2a-write-behind-condrefof'], path: '\\_SB.CP00._CPC', ways: [LEVELS(66, 33, 24, 7)] },
  { files: ['f2a-cpc-behind-condrefof'], path: '\\_SB.CP00._CPC', ways: [LEVELS(66, 33, 20, 7)] },
  { files: ['f2b-integer-and-method-of-one-name'], path: '\\_SB.CP00._CPC', ways: [LEVELS(80, 33, 20, 7)] },
  { files: ['f2c-buffer-field-hides-a-method'], path: '\\_SB.CP00._CPC', ways: [LEVELS(77, 33, 20, 7)] },
  {
    files: ['f3-register-address-written-byte-by-byte'],
    path: '\\_SB.CP00._CPC',
    ways: [`${LEVELS(66, 33, 20, 7)}<82 0c 00 01 08 00 01 b2 15 00`],
  },
  {
    files: ['f4-store-that-acpica-refuses'],
    path: '\\_SB.CP00._CPC',
    ways: ['refused-store Buffer (17) in \\_SB.CP00._CPC (AE_AML_OPERAND_TYPE)'],
  },
  { files: ['f5-psd-filled-in-at-run-time'], path: '\\_SB.CP01._PSD', ways: ['((5, 0, 6, 254, 2))'] },
  { files: ['f6-dummy-package-beside-the-real-one'], path: '\\_SB.CP00._CPC', ways: [LEVELS(66, 33, 20, 7)] },
  { files: ['f8-frequency-set-at-run-time'], path: '\\_SB.CP00._CPC', ways: ['(23, 3, 66, 33, 20, 7, '] },
  { files: ['f12-cpc-that-may-return-nothing'], path: '\\_SB.CP00._CPC', ways: ['nothing'] },
  { files: ['scope-caret'], path: '\\_SB.CP00._CPC', ways: [LEVELS(66, 33, 20, 7)] },
  { files: ['psd-without-outer-package'], path: '\\_SB.CP01._PSD', ways: ['(5, 0, 4, 253, 2)'] },
  { files: ['duplicate-cpc-1', 'duplicate-cpc-2'], path: '\\_SB.CP00._CPC', ways: [LEVELS(66, 33, 20, 7)] },
];

async function tableOf(name: string): Promise<Uint8Array> {
  const made = await compileAsl(readFileSync(join(CASES_OF_FIRMWARE, `${name}.asl`)));
  if (made.state !== 'made') throw new Error(`iasl: ${JSON.stringify(made)}`);
  return made.content;
}

if (existsSync(CASES_OF_FIRMWARE)) {
  for (const { files, path, ways } of ROWS) {
    testWith(['iasl', 'acpiexec'], `case ${files.join(', ')}`, async () => {
      const tables = await Promise.all(files.map(tableOf));
      const found = (machine(tables).evaluate(path)?.ways ?? []).map(wayText);
      assert.equal(
        found.map((one, i) => one.slice(0, ways[i]?.length ?? 0)),
        ways,
        found.join('\n'),
      );
      const results = await Promise.all([0, 1, 2].map((fill) => law6Of(tables, fill)));
      for (const { different } of results) assert.equal(different, []);
    });
  }
} else test.skip('the cases of firmware are not here');

test.run();
