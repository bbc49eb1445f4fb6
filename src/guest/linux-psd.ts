import { COORD_TYPES, PSD_ENTRIES, PSD_REVISION } from '../../grammar/psd.js';
import type { NamedPackage } from '../cpc/package.js';
import { readPsd } from '../cpc/psd.js';
import { finding } from '../cpc/rules/finding.js';
import { hex } from '../diagnostics/words.js';
import type { GuestFinding, GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

/** Requirements of acpi_get_psd() on a `_PSD`; if one fails, Linux drops the processor's `_CPC`. */
export const LINUX_PSD: readonly GuestRule[] = [
  { code: 'guest/linux-psd', effect: 'refused', family: 'linux', check: psdIsRead },
];

function psdIsRead({ psd }: GuestSubject): GuestFinding[] {
  return psd.flatMap((one) => {
    const why = whatIsWrong(one);
    return why === undefined ? [] : [finding('guest/linux-psd', { why }, { object: one })];
  });
}

function whatIsWrong({ value }: NamedPackage): string | undefined {
  const { packages, elements, integer } = readPsd(value);
  if (packages > 1) return `it holds ${packages} packages, not one`;
  if (!elements) return undefined;
  const right = PSD_ENTRIES.length;
  // Linux reads the first five elements and ignores more.
  if (elements.length < right) return `it has ${elements.length} elements, not ${right}`;
  const [numEntries, revision, type] = [integer('NumEntries'), integer('Revision'), integer('CoordType')];
  if (numEntries !== undefined && numEntries !== BigInt(right)) return `its NumEntries is ${numEntries}, not ${right}`;
  if (revision !== undefined && revision !== PSD_REVISION) return `its revision is ${revision}, not ${PSD_REVISION}`;
  const known = COORD_TYPES.map((row) => row.id);
  if (type === undefined || known.some((id) => id === type)) return undefined;
  return `its coordination type is ${hex(type)}, not one of ${known.map((id) => hex(id)).join(', ')}`;
}
