import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AmlNode } from '../../src/aml/tree.js';
import { cases } from '../support/cases.js';
import { cpc, type Entries, name, problemsOf, psd, readTable } from './packages.js';

function messages(...terms: readonly AmlNode[]): string[] {
  return problemsOf(readTable(terms)).map(({ code, message }) => `${code}: ${message}`);
}

const path = (i: number) => `\\C${i.toString(16).toUpperCase().padStart(3, '0')}`;

/** A `_CPC` and a `_PSD` of a processor. */
function processor(i: number, highest: bigint, domain: bigint, of = 2n): AmlNode[] {
  const levels = { highest_perf: highest, nominal_perf: 120n, lowest_nonlinear_perf: 50n, lowest_perf: 25n };
  return [name(`${path(i)}._CPC`, cpc(levels)), name(`${path(i)}._PSD`, psd(5n, 0n, domain, 0xfen, of))];
}

interface Siblings {
  readonly name: string;
  readonly processors: readonly AmlNode[][];
  readonly says: readonly string[];
}

cases<Siblings>(
  'threads of a core',
  [
    {
      name: 'are equal',
      processors: [processor(0, 166n, 0n), processor(1, 166n, 0n), processor(2, 176n, 1n), processor(3, 176n, 1n)],
      says: [],
    },
    {
      name: 'differ in one core',
      processors: [processor(0, 166n, 0n), processor(1, 170n, 0n), processor(2, 176n, 1n), processor(3, 176n, 1n)],
      says: [
        'firmware/siblings-differ: \\C001._CPC: highest_perf is 170; for \\C000, the other thread of this core by _PSD, it is 166',
      ],
    },
    {
      name: 'differ in both cores: one finding',
      processors: [processor(0, 166n, 0n), processor(1, 170n, 0n), processor(2, 176n, 1n), processor(3, 180n, 1n)],
      says: [
        'firmware/siblings-differ: \\C001._CPC: highest_perf is 170; for \\C000, the other thread of this core by _PSD, it is 166; 1 more core likewise',
      ],
    },
    {
      name: 'two cores in one domain are no threads',
      processors: [processor(0, 166n, 0n), processor(1, 170n, 0n)],
      says: [],
    },
    {
      name: 'a domain of one core each',
      processors: [processor(0, 166n, 0n, 1n), processor(1, 170n, 1n, 1n)],
      says: [],
    },
    {
      name: 'one domain for all',
      processors: [0n, 1n, 2n, 3n].map((i) => processor(Number(i), 166n + i, 0n, 4n)),
      says: [],
    },
  ],
  ({ processors, says }) => assert.equal(messages(...processors.flat()), says),
);

/** Kinds of cores by a letter; lower case has the same nominal numbers and another highest_perf. */
const KINDS: Readonly<Record<string, Entries>> = {
  P: { highest_perf: 64n, nominal_perf: 39n, nominal_freq: 3900n },
  p: { highest_perf: 66n, nominal_perf: 39n, nominal_freq: 3900n },
  E: { highest_perf: 46n, nominal_perf: 33n, nominal_freq: 3300n },
  X: { highest_perf: 64n, nominal_perf: 47n, nominal_freq: 4700n },
};

const OTHERS: Entries = { lowest_nonlinear_perf: 20n, lowest_perf: 10n };

function ofKinds(kinds: string): AmlNode[] {
  return [...kinds].map((kind, i) => name(`${path(i)}._CPC`, cpc({ ...OTHERS, ...KINDS[kind] })));
}

cases(
  'clusters of cores',
  [
    { name: 'P and E cores', kinds: 'PPPPPPPPEEEEEEEE', odd: undefined },
    { name: 'favored P cores', kinds: 'PPPPppPPEEEEEEEE', odd: undefined },
    { name: 'P cores between clusters', kinds: 'PPEEEEEEEEPPEEEE', odd: undefined },
    { name: 'P cores between P cores of another number', kinds: 'XPXPXPXPEEEEEEEE', odd: undefined },
    { name: 'E cores of other numbers than E cores, in whole clusters', kinds: 'PPPPEEEEXXXXEEEE', odd: undefined },
    { name: 'four cores', kinds: 'EXEE', odd: undefined },
    {
      name: 'two in the middle of a cluster, as in a public report',
      kinds: 'PPPPPPPPEEEEXXEEEEEE',
      odd: '\\C00C._CPC: \\C00C and \\C00D have highest_perf 64; their neighbours from \\C008 to \\C013 have 46',
    },
    {
      name: 'one at the end of the first cluster',
      kinds: 'PPPPEEEPEEEE',
      odd: '\\C007._CPC: \\C007 has highest_perf 64; its neighbours from \\C004 to \\C00B have 46',
    },
  ],
  ({ kinds, odd }) => {
    assert.equal(messages(...ofKinds(kinds)), odd === undefined ? [] : [`firmware/odd-in-cluster: ${odd}`]);
  },
);

test.run();
