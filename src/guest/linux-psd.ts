import { COORD_TYPES, PSD_ENTRIES, PSD_REVISION } from '../../grammar/psd.js';
import { hex } from '../diagnostics/words.js';
import type { FoundValue } from '../firmware/found.js';
import type { FoundPackage } from '../firmware/lift.js';
import { found, type GuestFinding, type GuestRule } from './rule.js';
import type { GuestSubject } from './subject.js';

/** What acpi_get_psd() asks of a `_PSD`; where one is wrong, Linux drops the `_CPC` beside it. */
export const LINUX_PSD: readonly GuestRule[] = [
  { code: 'guest/linux-psd', effect: 'refused', family: 'linux', check: psdIsRead },
];

function psdIsRead({ psd }: GuestSubject): GuestFinding[] {
  return psd.flatMap((one) => {
    const why = whatIsWrong(one);
    return why === undefined ? [] : [found('guest/linux-psd', { why }, { path: one.path })];
  });
}

function whatIsWrong({ value }: FoundPackage): string | undefined {
  if (value.kind !== 'package') return undefined;
  const inner = value.elements.filter((one) => one.kind === 'package');
  // ACPICA wraps a package that stands alone in the one that is missing (acpi_ns_wrap_with_package).
  const [only] = inner.length === 0 ? [value] : inner;
  if (inner.length > 1) return `it holds ${inner.length} packages, not one`;
  return only?.kind === 'package' ? whatIsWrongIn(only.elements) : undefined;
}

/** Linux takes the first five elements and does not look whether there are more. */
function whatIsWrongIn(elements: readonly FoundValue[]): string | undefined {
  const right = PSD_ENTRIES.length;
  if (elements.length < right) return `it has ${elements.length} elements, not ${right}`;
  const number = (name: (typeof PSD_ENTRIES)[number]) => {
    const value = elements[PSD_ENTRIES.indexOf(name)];
    return value?.kind === 'integer' ? value.value : undefined;
  };
  const [said, revision, type] = [number('NumEntries'), number('Revision'), number('CoordType')];
  if (said !== undefined && said !== BigInt(right)) return `its NumEntries is ${said}, not ${right}`;
  if (revision !== undefined && revision !== PSD_REVISION) return `its revision is ${revision}, not ${PSD_REVISION}`;
  const known = COORD_TYPES.map((row) => row.id);
  if (type === undefined || known.some((id) => id === type)) return undefined;
  return `its coordination type is ${hex(type)}, none of ${known.map((id) => hex(id)).join(', ')}`;
}
