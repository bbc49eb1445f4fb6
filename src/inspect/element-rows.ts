import { CPC_ENTRIES, CPC_HEAD, NEWEST_REVISION } from '../../grammar/cpc.js';
import { lineText } from '../asl/print.js';
import { fixedHardwareOf } from '../cpc/fixed-hardware.js';
import { type CpcPackage, integerOf, type PackageValue } from '../cpc/package.js';
import { short } from '../diagnostics/words.js';
import { registerWords } from './register-words.js';

/** An element of a package, for people. */
export interface Element {
  readonly index: number;
  readonly key: string;
  readonly value: PackageValue;
  readonly words: string;
}

const LONGEST_WORDS = 160;

/** A hostile package has millions of elements after its own. */
const MOST_EXTRA = 64;

/** All elements of a package, also those past its revision. */
export function elementRows(cpc: CpcPackage): Element[] {
  const { entries, extra, revision, numEntries } = cpc;
  const head = [numEntries, revision].map((value, i) => row(i, CPC_HEAD[i] ?? '', value));
  const own = [...entries].map(([key, value], i) => {
    const plain = row(i + CPC_HEAD.length, key, value);
    return key === 'reference_perf' ? { ...plain, words: plain.words + counterRate(cpc) } : plain;
  });
  const from = CPC_HEAD.length + own.length;
  const published = (integerOf(revision) ?? 0n) <= NEWEST_REVISION;
  const name = published ? 'past the revision' : 'not published';
  return [...head, ...own, ...extra.slice(0, MOST_EXTRA).map((value, i) => row(from + i, name, value))];
}

/** On Arm the rate of the constant counter that the numbers imply, to compare with the real one, usually 1000 MHz. */
function counterRate(cpc: CpcPackage): string {
  if (fixedHardwareOf(cpc) !== 'amu') return '';
  const [reference, nominal, frequency] = (['reference_perf', 'nominal_perf', 'nominal_freq'] as const).map((key) =>
    integerOf(cpc.entries.get(key)),
  );
  if (!reference || !nominal || !frequency) return '';
  return ` (the constant counter has ${(frequency * reference) / nominal} MHz by this)`;
}

function row(index: number, key: string, value: PackageValue): Element {
  return { index, key, value, words: short(`${valueWords(value)}${unitOf(key, value)}`, LONGEST_WORDS) };
}

function unitOf(key: string, value: PackageValue): string {
  if (value.kind !== 'integer') return '';
  const unit = CPC_ENTRIES.find((entry) => entry.key === key)?.unit;
  return unit === 'MHz' || unit === 'seconds' ? ` ${unit}` : '';
}

export function valueWords(value: PackageValue): string {
  switch (value.kind) {
    case 'integer':
      return String(value.value);
    case 'register':
      return registerWords(value.register);
    case 'absent':
      return 'not supported';
    case 'package':
      return value.elements.length === 0 ? 'empty Package' : `{ ${value.elements.map(valueWords).join(', ')} }`;
    case 'unknown':
      return unknownWords(value);
    case 'other':
      return `${short(lineText(value.node, true))} (${OTHERS[value.node.term] ?? 'neither Integer nor Register'})`;
  }
}

/** `NFRQ, read at run time` */
function unknownWords({ text, of }: Extract<PackageValue, { kind: 'unknown' }>): string {
  if (of === 'Buffer') return `a Buffer with bytes of ${short(text)}, read at run time`;
  const isName = /^[\w.\\^]+$/.test(text);
  return `${short(text)}, ${isName ? 'read' : 'computed'} at run time`;
}

const OTHERS: Readonly<Record<string, string>> = {
  NameString: 'a name without a value in these tables',
  DefBuffer: 'a Buffer without Register',
  ResourceTemplate: 'more than one Register',
};
