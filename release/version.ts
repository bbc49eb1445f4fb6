// The version and the date of the release. package.json has the one, the first heading of CHANGELOG.md has both.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Release {
  readonly version: string;
  /** Seconds since 1970, of every file in the packages: SOURCE_DATE_EPOCH, or the day in CHANGELOG.md. */
  readonly seconds: number;
}

export function releaseOf(repository: string, env: NodeJS.ProcessEnv = process.env): Release {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  const heading = /^## .*$/m.exec(readFileSync(join(repository, 'CHANGELOG.md'), 'utf8'))?.[0];
  const [, changed, day] = /^## (\S+) \((\d{4}-\d\d-\d\d)\)$/.exec(heading ?? '') ?? [];
  if (changed !== version || day === undefined) {
    throw new Error(`the first heading of CHANGELOG.md is "${heading}": write "## ${version} (YEAR-MONTH-DAY)"`);
  }
  return { version, seconds: secondsOf(env['SOURCE_DATE_EPOCH'], day) };
}

/** reproducible-builds.org/specs/source-date-epoch */
function secondsOf(epoch: string | undefined, day: string): number {
  if (epoch === undefined || epoch === '') return Date.parse(`${day}T00:00:00Z`) / 1000;
  if (!/^\d{1,10}$/.test(epoch)) throw new Error(`SOURCE_DATE_EPOCH is "${epoch}": write seconds since 1970`);
  return Number(epoch);
}
