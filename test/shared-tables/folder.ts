// Tables of real firmware, which lie beside this repository and not in it. Without them these tests skip, also in CI, unless TABLES names a folder.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { REPOSITORY } from '../support/fixtures.js';

const FOLDER = process.env['TABLES'] ?? join(REPOSITORY, '../shared/tables');

/** Small inputs with known answers, beside this repository, too. */
export const CASES_OF_FIRMWARE = join(process.env['CASES'] ?? join(REPOSITORY, '../shared/cases'), 'firmware');

/** The paths of the tables; none when the folder is missing. */
export const SHARED_TABLES: readonly string[] = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((file) => file.endsWith('.aml'))
      .map((file) => join(FOLDER, file))
  : [];

/** Registers the tests when there are tables. Without them they skip, but fail when TABLES names the folder. */
export function withSharedTables(title: string, register: () => void): void {
  if (SHARED_TABLES.length > 0) return register();
  if (process.env['TABLES'] !== undefined) {
    return void test(title, () => assert.unreachable(`no file in ${FOLDER} ends in .aml`));
  }
  process.stderr.write(`SKIPPED ${title}: there are no tables in ${FOLDER}; TABLES=FOLDER names another folder\n`);
  test.skip(title);
}
