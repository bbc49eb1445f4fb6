import { ITMT_SWITCHES, type ItmtSwitch } from '../../grammar/linux.js';
import type { Release } from '../../grammar/release.js';
import type { FactsOf } from '../diagnostics/diagnostic.js';
import { isSince } from '../versions/release.js';

/** The file of the ITMT switch, and what debugfs is needed for. */
export function itmtFacts(version: Release): { itmt: string; debugfs: FactsOf<'guest/linux-boot-words'>['debugfs'] } {
  const row: ItmtSwitch | undefined = ITMT_SWITCHES.findLast(({ since }) => isSince(version, since));
  if (!row) throw new Error(`Linux ${version.join('.')} has no ITMT switch`);
  const { file, on, neededBefore } = row;
  const needed = neededBefore && !isSince(version, neededBefore) ? 'needed' : 'only for this file';
  return { itmt: `${file} contains ${on}`, debugfs: neededBefore ? needed : 'not used' };
}
