import { COORD_TYPES, PSD_ENTRIES, PSD_REVISION } from '../../../grammar/psd.js';
import { isReference, type NamedPackage, wordsFor } from '../../cpc/package.js';
import { psdNumber, readPsd } from '../../cpc/psd.js';
import { type Finding, finding, type Rule } from '../../cpc/rules/finding.js';

/** What `_PSD` must look like. ACPI 6.6 §8.4.5.5. */
export const PSD_RULES: readonly Rule<NamedPackage>[] = [
  { origins: ['L13'], check: onePackage },
  { origins: ['L13'], check: fiveIntegers },
  { origins: ['L13'], check: numEntriesIsRight },
  { origins: ['L13', 'E6'], check: revisionIsZero },
  { origins: ['L13', 'E6'], check: coordinationIsKnown },
  { origins: ['E6'], check: someProcessors },
];

/** ACPICA adds an outer Package that is missing; a name that no table defines can be anything. */
function onePackage({ value }: NamedPackage): Finding[] {
  const { packages, wrapped, elements } = readPsd(value);
  if (wrapped && elements?.length === PSD_ENTRIES.length) return [finding('firmware/psd-not-nested', {})];
  const outer = value.kind === 'package' ? value.elements : [];
  const [first] = outer;
  if (outer.length === 1 && first && (packages === 1 || isReference(first))) return [];
  const is = outer.length === 1 && first ? wordsFor(first) : `${outer.length} elements`;
  return [finding('firmware/psd-shape', { is })];
}

/** Five Integers, where there is one Package. */
function fiveIntegers({ value }: NamedPackage): Finding[] {
  const { wrapped, elements } = readPsd(value);
  if (!elements || (wrapped && elements.length !== PSD_ENTRIES.length)) return [];
  const right = PSD_ENTRIES.length;
  if (elements.length !== right)
    return [finding('firmware/psd-elements', { is: `${elements.length} elements`, right })];
  const at = elements.findIndex((one) => one.kind !== 'integer' && !isReference(one));
  const wrong = elements[at];
  return wrong ? [finding('firmware/psd-elements', { is: `${wordsFor(wrong)} as ${PSD_ENTRIES[at]}`, right })] : [];
}

function numEntriesIsRight(psd: NamedPackage): Finding[] {
  const stated = psdNumber(psd, 'NumEntries');
  if (stated === undefined || stated === BigInt(PSD_ENTRIES.length)) return [];
  return [finding('firmware/psd-num-entries', { stated, right: PSD_ENTRIES.length })];
}

function revisionIsZero(psd: NamedPackage): Finding[] {
  const revision = psdNumber(psd, 'Revision');
  if (revision === undefined || revision === PSD_REVISION) return [];
  return [finding('firmware/psd-revision', { revision, right: PSD_REVISION })];
}

function coordinationIsKnown(psd: NamedPackage): Finding[] {
  const type = psdNumber(psd, 'CoordType');
  if (type === undefined || COORD_TYPES.some((row) => row.id === type)) return [];
  return [finding('firmware/psd-coord-type', { type, known: COORD_TYPES.map((row) => row.id) })];
}

function someProcessors(psd: NamedPackage): Finding[] {
  return psdNumber(psd, 'NumProcessors') === 0n ? [finding('firmware/psd-no-processors', {})] : [];
}
