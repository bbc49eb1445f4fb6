// Which of several packages a spec states, and which processors are one core.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { foundProcessors } from '../../src/decompile/processors.js';
import { machineFacts } from '../../src/firmware/facts.js';
import { cpc, name, pack, psd, readBack } from '../firmware/packages.js';
import { cases } from '../support/cases.js';

function processorsOf(terms: readonly AmlNode[]) {
  const header = { signature: 'SSDT', revision: 2, oemId: 'TESTED', oemTableId: 'TEST', oemRevision: 1 };
  const table = { header: { ...header, creatorId: 'TEST', creatorRevision: 1 }, terms: readBack(terms) };
  return foundProcessors(machineFacts([table])).processors;
}

/** A processor whose code returns one package or another. */
function choosing(...packages: readonly AmlNode[]): AmlNode[] {
  const named = packages.map((one, i) => name(`\\PKG${i}`, one));
  const returns = packages.map((_, i): AmlNode => {
    const object: AmlNode = { term: 'NameString', name: `\\PKG${i}` };
    // A name of no table: hardware decides.
    const predicate: AmlNode = { term: 'NameString', name: `\\BIT${i}` };
    return { term: 'DefIf', predicate, terms: [{ term: 'DefReturn', object }] };
  });
  return [...named, { term: 'DefMethod', name: '\\C000._CPC', methodFlags: 0, terms: returns }];
}

const plain = cpc();
const fewer = cpc({ highest_perf: 9n, nominal_perf: 8n });
const newer = cpc({ highest_perf: 9n, nominal_perf: 8n }, 4);
/** Of a revision that does not exist, with all entries. */
const ofRevision = (revision: number) => cpc({ highest_perf: 9n, nominal_perf: 8n }, revision);
const longer = { ...newer, elements: [...newer.elements, integer(0)], numElements: newer.elements.length + 1 };
const wrong = cpc({ highest_perf: pack() }, 4);

cases(
  'decompile: of several packages the one',
  [
    { name: 'that is first, where they are equal', packages: [plain, plain], best: '\\PKG0' },
    { name: 'with the most registers', packages: [fewer, plain], best: '\\PKG1' },
    { name: 'with the most registers, in front', packages: [plain, fewer], best: '\\PKG0' },
    { name: 'of the newest revision, with fewer registers', packages: [plain, newer], best: '\\PKG1' },
    { name: 'of the newest revision, in front', packages: [newer, plain], best: '\\PKG0' },
    { name: 'of a published revision, not of 99', packages: [ofRevision(99), plain], best: '\\PKG1' },
    { name: 'of another than revision 100, which counts as none', packages: [plain, ofRevision(100)], best: '\\PKG0' },
    { name: 'without elements past those of its revision', packages: [longer, fewer], best: '\\PKG1' },
    { name: 'that a spec can state, of an older revision', packages: [wrong, fewer], best: '\\PKG1' },
    { name: 'that a spec can state, in front', packages: [fewer, wrong], best: '\\PKG0' },
  ],
  ({ packages, best }) => {
    const [one, ...others] = processorsOf(choosing(...packages));
    assert.equal(others, []);
    assert.is(one?.cpc.path, best);
    assert.is(one?.others.length, new Set(packages).size - 1);
    assert.ok(one && one.when.length > 0);
  },
);

cases(
  'decompile: the domain',
  [
    { name: 'the largest that a spec can state', domain: 0xffff_ffffn, known: 0xffff_ffffn },
    { name: 'one more than a spec can state', domain: 0x1_0000_0000n, known: undefined },
  ],
  ({ domain, known }) => {
    const [one, ...others] = processorsOf([
      name('\\C000._CPC', plain),
      name('\\C000._PSD', psd(5n, 0n, domain, 0xfen, 1n)),
    ]);
    assert.equal(others, []);
    assert.is(one?.domain?.domain, known);
    assert.equal(one?.when, []);
  },
);

test.run();
